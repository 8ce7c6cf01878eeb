"""
How every service's pages look: the page they are put in, colours, fonts and the vendored style sheet.

No page of a service lives here, only what all pages have alike. It is a Django app without tables (put
`budstikke.kit.look` in INSTALLED_APPS); may import libraries and kit only.
"""
