"""
How the parts are put together: settings of each service, addresses of pages, which channel is real here.

Here lives configuration only. No rule, no table and no page lives here. May import everything.
"""
