"""Whoever has just been proven may make the eID's means, in this browser and for a while."""

from __future__ import annotations

from django.http import HttpRequest

from budstikke.issuer.actions.activate import Activated
from budstikke.issuer.doors.signin.session import grant_set_up

# The eID that has just been issued, by reference.
EID = "proven_eid"


def let_set_up(request: HttpRequest, activated: Activated) -> None:
    """Keep who was proven under a new session: one that was given to the customer beforehand is worth nothing."""
    request.session.cycle_key()
    request.session[EID] = str(activated.eid.reference)
    grant_set_up(request, activated.eid)
