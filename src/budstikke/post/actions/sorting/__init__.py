"""
Sorting: snapshots, one verdict for each item, and the washing of customer registers.

Names and addresses are keyed hashes here; the deny set is asked first. May import `outlets` beside what every
action may.
"""
