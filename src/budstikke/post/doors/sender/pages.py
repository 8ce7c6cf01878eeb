"""What every page behind the sign-in is given: for whom somebody works, and which pages are for them."""

from __future__ import annotations

from collections.abc import Container, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budstikke.law.words import Language, Words
from budstikke.post.doors.sender.guard import ROUTES, Standing, standing
from budstikke.post.doors.sender.words import ROLES

# The navigation, in its order.
_NAVIGATION = {
    "sender:letters": Words(no="Brev", en="Letters"),
    "sender:order": Words(no="Bestill", en="Order"),
    "sender:uploads": Words(no="Partier", en="Dispatches"),
    "sender:invoices": Words(no="Fakturaer", en="Invoices"),
    "sender:reports": Words(no="Rapporter", en="Reports"),
    "sender:ended": Words(no="Opphør", en="Ended relationships"),
    "sender:settings": Words(no="Innstillinger", en="Settings"),
}


def begins_at(at: Standing) -> str:
    """Return the first page that is for somebody's roles; each role has one."""
    return next(route for route in _NAVIGATION if route in ROUTES and at.may_open(route))


def roles_to_choose(language: Language, *, chosen: Container[str]) -> list[dict[str, object]]:
    """Return every role with its words, and whether it is chosen."""
    return [
        {"code": role.value, "words": words.in_(language), "chosen": role.value in chosen}
        for role, words in ROLES.items()
    ]


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer with a file to keep."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def page(
    request: HttpRequest, template: str, context: Mapping[str, object], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Answer with a page of the portal."""
    at = standing(request)
    links = [
        {"route": route, "words": words.in_(at.language)}
        for route, words in _NAVIGATION.items()
        if route in ROUTES and at.may_open(route)
    ]
    shown = {**context, "standing": at, "here": here, "links": links}
    return render(request, template, shown, status=status)
