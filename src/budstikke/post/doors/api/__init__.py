"""
Our own API for senders' programs: letters, events, evidence, booking, order files, and questions without an account.

Addresses, shapes, problems and proofs of who asks live here; what may be booked and what a rule answers does not.
May import actions, records (for reading), papers, terms, formats, proof, law and kit.
"""
