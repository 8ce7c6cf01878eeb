"""
What the issuer prints: values in, bytes out, each template beside its Python.

No code is kept and no table is known here. May import libraries and law only.
"""
