"""
What a rule is made of: clauses, editions, decisions, refusals, working days.

Here live the small frozen values every contract is written in. No contract, no service, no database, no
clock lives here. May import libraries only.
"""
