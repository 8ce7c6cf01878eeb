"""
The door of the outlet's devices: an HTTP API by which scanners and readers say how they are and push what they read.

The shapes of requests and answers, the table of problems and the proof of a device's secret live here; reading
pictures, judging chips and deciding on a letter do not. May import actions, records (for reading), law and kit.
"""
