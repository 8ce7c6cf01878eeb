"""
The provider of card payments, telling us what happened to one.

Here lives the address it calls; what a payment's new state comes to is an action's to say, and how it signs is a
format's. May import what every door may.
"""
