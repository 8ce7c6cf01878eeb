"""
Moving: hand-in, transport, arrival, deadlines and return.

What time alone brings about is swept for all letters at once. May import `invoicing`, `outlets`, `sorting` and
`telling` beside what every action may.
"""
