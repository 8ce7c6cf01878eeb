"""
Reading: what devices and clerks take from a document, before anybody judges it.

A picture, a zone or a chip becomes one reading with what is wrong with it. May import `outlets` beside what
every action may.
"""
