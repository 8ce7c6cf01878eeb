"""
Helping: customer service, claims, and what recipients may ask for themselves.

The terms compute, a person decides, and some things take two. May import `invoicing`, `keeping`, `moving`,
`proving` and `telling` beside what every action may.
"""
