"""
Planned maintenance and incidents: the band on every page, a page of their own, and the same as JSON for programs.

Which windows there are is known in records, what they mean in terms. May import what every door may.
"""
