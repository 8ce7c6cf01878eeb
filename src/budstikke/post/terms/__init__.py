"""
What may happen: the carrier's contracts as pure functions, tables and dated editions.

Here live the rules, the events, the refusals and the editions, in the order of the clauses. No database, no
clock, no wire format and no page lives here. May import law and the values of formats.
"""
