"""
The address register: persons, where they live, and whom it obeys.

Every reading of a person leaves a row, and a protected address is seen by nobody. May import `sorting` beside
what every action may.
"""
