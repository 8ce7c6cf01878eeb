"""
The door for whoever holds evidence: a page on which the browser itself checks it.

The page, its words and its script live here; nothing is sent, so there is no view that receives anything. What
the installed judge and the auditor's file judge beyond it (the seal of a PDF) is said on the page. May import kit.
"""
