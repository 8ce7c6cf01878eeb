"""Which check a request is about, and where to send one whose check is no longer open here."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from budstikke.kit.clock import now, today
from budstikke.post.actions.counter.under_way import UnderWay, under_way
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.pages import page
from budstikke.post.records.models import IdCheck
from budstikke.post.records.scope import CARRIER, acting_as


def here(request: HttpRequest, nonce: UUID) -> UnderWay | None:
    """
    Return the check if it is open at this station for this clerk, else None.

    Raises: Http404 for a check of another outlet, or of none.
    """
    at = standing(request)
    check = under_way(nonce=nonce, today=today(), now=now())
    if check is not None and check.health.outlet_id != at.station.outlet_id:
        raise Http404
    if check is None or (check.station_id, check.clerk) != (at.station.id, at.clerk):
        return None
    return check


def gone(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """
    Answer for a check that is not open here: its verdict, or who has it; another clerk's begins at home.

    Raises: Http404 for a check of another outlet.
    """
    at = standing(request)
    check = under_way(nonce=nonce, today=today(), now=now())
    if check is None:
        with acting_as(CARRIER):
            decided = IdCheck.objects.filter(nonce=nonce, outlet_id=at.station.outlet_id).exists()
        return _go(request, "counter:verdict", nonce) if decided else _go(request, "counter:home")
    if check.health.outlet_id != at.station.outlet_id:
        raise Http404
    if check.station_id == at.station.id:
        return _go(request, "counter:home")
    return page(
        request, "counter/taken_over.html", {"check": check, "number": check.letter.number}, status=409
    )


def _go(request: HttpRequest, name: str, *arguments: object) -> HttpResponse:
    response = redirect(name, *arguments)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Redirect": response["Location"]})
    return response
