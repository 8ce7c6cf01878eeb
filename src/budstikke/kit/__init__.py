"""
What the services share and nobody owns: clock, installation, vault, embedded PostgreSQL, the look of pages.

Here lives what would otherwise be copied into every service. No rule and no service is known here. May
import libraries only.
"""
