"""
Who is asking: order files, the timer, the counter, the tracking page; each door with its own templates.

Doors own the clock and speak HTTP, files or time; they read records for lists and write through actions only.
Doors do not know each other. May import everything of the post below them.
"""
