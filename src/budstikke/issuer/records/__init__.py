"""
What has happened at the issuer: its tables, what PostgreSQL holds of them, and which columns are sealed.

No rule and no page is known here. May import kit and Django.
"""
