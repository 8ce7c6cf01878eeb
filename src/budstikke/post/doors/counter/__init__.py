"""
The station: where a clerk takes up a letter, checks a document, and hands over or says no with its cure.

Pages, their addresses and the sign-in live here; no rule and no writing to tables, which is the actions'.
May import actions, records (for reading), terms' words, papers for slips, kit.
"""
