"""
The help centre: articles, search, opening hours, the contact form, and where staff answer and edit.

The articles lie in `articles/`, a folder for each language; what they state of deadlines and prices comes from terms.
May import what every door may.
"""
