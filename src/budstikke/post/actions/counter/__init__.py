"""
The counter: a check, from taking up the letter to handing it over.

Every step is kept, so that another clerk goes on where one left. May import `address_register`, `moving`,
`outlets`, `proving` and `reading` beside what every action may.
"""
