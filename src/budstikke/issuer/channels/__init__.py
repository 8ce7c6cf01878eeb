"""
How the issuer reaches out: SMS, and the keys of its own certificate authority.

Nothing of a table or a rule is known here; settings name which is real. May import kit, formats, law and proof.
"""
