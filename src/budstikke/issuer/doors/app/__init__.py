"""
The mobile app: a page that a phone installs, whose key never leaves it, and the few addresses it speaks to.

Signatures and codes are judged by the actions. May import what every door may.
"""
