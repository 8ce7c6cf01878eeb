"""
The door of whoever wants an eID: order one, see where the letter is, activate, ask for money back.

Everything works in a browser without JavaScript; no code and no national number is ever in an address. May import
what every door may.
"""
