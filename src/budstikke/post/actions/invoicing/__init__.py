"""
Invoicing: what letters cost, what was paid, and what is taken back.

An invoice is made once, of stored values, and never changed. May import no other folder of actions, and what
every action may.
"""
