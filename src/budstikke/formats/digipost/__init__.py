"""
The Digipost API v8: messages, inbox, entrypoint, errors, document status, multipart bodies, signatures.

Here bytes become values and values bytes, and the texts that both sides sign are put together. Nothing is
sent or stored here and no key is kept here. May import libraries and formats.malformed only.
"""
