"""
The door a message about a forwarding order leads to: what the order is, one button that stops it, and a payment's end.

Pages and their views live here, never an address or a name: a link says which message was opened, not by whom. May
import what every door may.
"""
