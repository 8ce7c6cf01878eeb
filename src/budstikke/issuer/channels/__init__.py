"""
How the issuer reaches out: the carrier, its own digital mailbox, the print house, SMS, its certificate authority.

Each is a client of somebody else's interface and knows nothing of orders. May import kit, formats, law and proof.
"""
