"""
The carrier: personal delivery with identity check, and the proof of it.

Here live the carrier's terms, papers, records, channels, actions and doors. Nothing of the mailbox or the
issuer lives here. May import law, formats, proof and kit; never another service.
"""
