"""
What a bank tells of money that came in: ISO 20022 notifications and statements, and the Norwegian OCR giro file.

Here bytes become payments; whose they are and what becomes of them is decided elsewhere. May import libraries and
the formats beside it only.
"""
