"""
Customers who have their registers washed: a file in, the same file with new addresses out.

Here live the reading of what is asked, the work through a file that may be killed and taken up again, and its receipt;
what may be told of a record is decided by the terms, and written down by an action. May import what every door may.
"""
