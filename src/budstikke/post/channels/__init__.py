"""
How we reach out: SMS, e-mail, paper, the mailbox, seal and time stamp; a real and a fake of each.

Here live the ways to parties outside the service, and the two errors they may raise. What is said and when is
decided elsewhere, and no table is known here. May import formats, proof, law and kit.
"""
