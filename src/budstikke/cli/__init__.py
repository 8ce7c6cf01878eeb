"""
The command `budstikke`: one file per command, each thin.

Here live argument parsing and printing; what a command does lives in terms, formats, proof or an action.
May import everything but wiring's settings; commands that need no database import no Django.
"""
