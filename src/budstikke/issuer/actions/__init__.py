"""
What the issuer does: one verb a file, one transaction each.

No page and no address is known here. May import records, channels and terms.
"""
