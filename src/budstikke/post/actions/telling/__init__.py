"""
Telling: notices to recipients, and what senders' systems are told.

No lock is held while a channel is tried, and every failure is written down before the next one. May import
`invoicing` and `outlets` beside what every action may.
"""
