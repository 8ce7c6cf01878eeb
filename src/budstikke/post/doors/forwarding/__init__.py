"""
The web door of forwarding: ordering, one's own orders and register by eID, a message's link, a payment's end.

Pages and their views live here; without a sign-in they show no address and no name, for a link says which message was
opened, not by whom. May import what every door may, and of the portal the way to the provider of eIDs.
"""
