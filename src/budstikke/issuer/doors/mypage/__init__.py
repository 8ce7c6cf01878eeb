"""
My Page: one's own eIDs, what can be done with them, contact details, money, and who did and saw what.

What may be done is the rules' to say, and done by actions; putting an eID into use has its pages here too.
May import what every door may.
"""
