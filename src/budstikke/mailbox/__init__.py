"""
The secure digital mailbox: a service that takes messages for organisations and keeps them for them.

It speaks the Digipost API v8, so the real Digipost can take its place. No other service's tables or rules
are known here. May import kit, law, formats and proof.
"""
