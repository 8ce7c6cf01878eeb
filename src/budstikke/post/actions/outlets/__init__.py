"""
Outlets: which letter goes where, and which devices, stations and lines work there.

An outage begins and ends here; what it costs in days is given back in `moving`. May import no other folder of
actions, and what every action may.
"""
