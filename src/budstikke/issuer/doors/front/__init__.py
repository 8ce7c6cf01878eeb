"""
The issuer's front page, and the frame that every page of the issuer stands in.

Which other doors there are is known here, not what they do. May import what every door may.
"""
