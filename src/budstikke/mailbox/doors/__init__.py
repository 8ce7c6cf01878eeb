"""
Who is asking: organisations' programs, over the Digipost API v8.

Here HTTP is spoken, requests' signatures are checked and answers signed; doors own the clock. They write only
through an action. May import actions, records and what lies below.
"""
