"""
Forwarding: orders from the first question to their end, and their money.

Everybody an order is about is told of it, and may stop it. May import `address_register`, `counter`, `helping`
and `sorting` beside what every action may.
"""
