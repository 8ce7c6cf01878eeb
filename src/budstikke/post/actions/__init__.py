"""
What we do: one verb per file, one transaction each.

Every action locks, looks, asks the terms, writes and queues, in that order. It takes the time as an argument
and returns decisions and refusals as values. May import records, channels, papers, terms and what lies below.
"""
