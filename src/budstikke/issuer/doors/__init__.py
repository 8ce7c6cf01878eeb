"""
Who is asking the issuer: customers, its own staff, and the public.

Doors own the clock and the languages, read records for lists, and write only through an action. May import
everything of the issuer.
"""
