"""
The senders' EDI systems: order files in, acknowledgements and status messages out.

Here live the drop folder and the files around it; what an order file says is read by formats and booked by an
action. May import what every door may.
"""
