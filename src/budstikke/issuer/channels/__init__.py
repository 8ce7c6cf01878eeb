"""
How the issuer reaches out: the carrier's SFTP and API, its own digital mailbox, the print house, and mail.

Each is a client of somebody else's interface and knows nothing of orders. May import kit, formats, law and proof.
"""
