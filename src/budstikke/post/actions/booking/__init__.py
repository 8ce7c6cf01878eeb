"""
Booking: from an order, however it came, to numbered letters and their labels.

An order file and the few orders of one request meet the same rules and become the same rows. May import no
other folder of actions, and what every action may.
"""
