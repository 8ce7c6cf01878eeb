"""
Proving: evidence, its log, and the sealed report.

What is written here is judged later by `proof`, without us. May import no other folder of actions, and what
every action may.
"""
