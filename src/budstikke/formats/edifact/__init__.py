"""
UN/EDIFACT: order files in, acknowledgements and status messages out.

Here live the syntax (reader, writer, faults) and one file per message: IFTMIN, CONTRL, IFTSTA.
Whether an order may be accepted is not decided here, only whether it is written right. May import libraries
and its neighbours in formats only.
"""
