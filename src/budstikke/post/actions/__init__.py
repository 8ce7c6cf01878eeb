"""
What we do: one verb per file, one transaction each; a folder for each moment of a letter's life.

Every action locks, looks, asks the terms, writes and queues, in that order. It takes the time as an argument
and returns decisions and refusals as values. Beside the folders lies what all of them use: the queue, what is
sealed, what was decided. May import records, channels, papers, terms and what lies below.
"""
