"""
The carrier: personal delivery with identity check, from the order to the sealed report.

Here live the terms, the tables, the papers, the channels, the actions and the doors of the service `post`.
Nothing of mailbox or issuer lives here; they are met by EDI, HTTP and a mailbox only. May import law,
formats, proof and kit.
"""
