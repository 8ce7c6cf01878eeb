"""
What has happened: the post's tables, their constraints and migrations, and the bulk writes.

Here PostgreSQL is told what must always hold. No rule of the terms is decided here and nothing is sent from
here. May import terms, law, formats and kit; does not know papers and channels.
"""
