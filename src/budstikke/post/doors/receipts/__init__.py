"""
What channels tell of messages they took: the SMS gateway calls back here, the mail server's bounces are read here.

Here lives how such word is written and who may bring it; what becomes of a notice is an action's business, and the
channels themselves are elsewhere. May import everything of the post below the doors, and no other door.
"""
