"""
What the mailbox does: one verb per file, one transaction each.

Every action names the account whose rows it may see, and takes the time as an argument. What is refused comes
back as a value with the API's own code. May import records and what lies below.
"""
