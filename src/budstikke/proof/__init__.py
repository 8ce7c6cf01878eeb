"""
What stands alone: the evidence of an event, and everything needed to judge it years later without us.

Here live the evidence's structure and canonical form, the words of its page, and the checking of signatures,
seals, time stamps and revocation lists, with the verdict in words. Nothing here signs, fetches or knows a
service, a database or a clock; may import libraries only, so that it can be handed to an auditor by itself.
"""
