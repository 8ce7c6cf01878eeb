"""
Keeping: what is erased when, what is held up, and under which keys the rest lies.

Every erasure leaves a signed receipt. May import `address_register` and `proving` beside what every action may.
"""
