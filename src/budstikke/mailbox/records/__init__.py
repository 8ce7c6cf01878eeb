"""
What the mailbox keeps: accounts, messages, documents and their sealed contents, one-time links.

Here PostgreSQL is told whose rows may be seen. Nothing is opened or decided here. May import kit and formats.
"""
