"""
The door anyone may knock on: follow a letter by its number, and see the known problems, without signing in.

Pages and their views live here, never a person's name or address: whoever has the number sees where the
letter is, not who it is for. May import actions, records (for reading) and kit.
"""
