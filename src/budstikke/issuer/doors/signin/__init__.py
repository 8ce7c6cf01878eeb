"""
Signing in with one's own eID, and the guard before every page that asks for it.

Who is signed in, how long, and how fresh the proof is are known here; how each eID proves its holder is the actions'.
May import what every door may.
"""
