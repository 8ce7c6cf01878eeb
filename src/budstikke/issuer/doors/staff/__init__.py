"""
The issuer's staff: look a customer up with a reason, block, ask for what takes two, confirm, export.

Who may do what is the terms'; here are pages and their addresses. May import what every door may.
"""
