"""
Django's folder for the template tags of the look.

Only `look.py` lives here: words in the page's language, days and hours. May import libraries and kit only.
"""
