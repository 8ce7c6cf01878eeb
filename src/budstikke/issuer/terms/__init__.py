"""
What may happen at the issuer: pure rules over small values, with what they rest on.

No table, page or process is known here. May import law and formats.
"""
