"""
The senders' existing software: the interfaces of Bring, path by path and word by word.

Paths, shapes, error codes and what their spelling tolerates live here; what may be booked and who may collect
does not. May import actions, records (for reading), papers, terms, formats, law and kit.
"""
