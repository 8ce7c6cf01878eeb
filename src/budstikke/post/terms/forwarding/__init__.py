"""
The terms of forwarding: permanent change of address, temporary redirection, storage; and the decision at sorting.

Here live pure functions over small frozen facts, each citing its clause, one file per theme in clause order;
the numbers are in an edition, the sentences of a "no" among the refusals. No database and no page lives here.
May import law, formats' values, and of the PUM terms the rule on redirecting its letters.
"""
