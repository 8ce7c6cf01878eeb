"""
What programs call at the issuer: the carrier's webhooks, the verifier's signed results, and its own API.

Nothing is believed but what is signed, and a call only says that there is something to ask about. May import what
every door may.
"""
