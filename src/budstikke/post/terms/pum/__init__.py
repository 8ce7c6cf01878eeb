"""
The terms of the letter that only its recipient may receive (PUM), one file per theme, in clause order.

Here live pure functions over small frozen facts, each citing its clause. The numbers are not here but in an
edition; the sentences of a "no" are not here but among the refusals. May import law and formats' values.
"""
