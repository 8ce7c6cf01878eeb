"""
How it is written: bytes to values and back.

Here live the file formats and number formats the field uses, each pure and free of any service's rules.
No rule of a contract and no database lives here. May import libraries only.
"""
