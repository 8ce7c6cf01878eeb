"""What every page of the desk is given: who asks, and which pages are for them."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budstikke.law.words import Words
from budstikke.post.doors.desk.guard import standing
from budstikke.post.terms.roles import StaffRole

ROLES: Mapping[StaffRole, Words] = {
    StaffRole.CLERK: Words(no="skranke", en="counter"),
    StaffRole.DESK: Words(no="kundeservice", en="customer service"),
    StaffRole.DESK_LEAD: Words(no="leder for kundeservice", en="lead of customer service"),
    StaffRole.AUDITOR: Words(no="revisor", en="auditor"),
}
# Finding a letter begins at the front page, which leads an auditor to the look-ups.
_NEEDED = {"desk:home": "desk:search"}
_IN_THE_MENU = (
    ("desk:home", "home", Words(no="Finn brev", en="Find a letter")),
    ("desk:forwarding", "forwarding", Words(no="Bestillinger", en="Forwarding")),
    ("desk:cases", "cases", Words(no="Registersaker", en="Register cases")),
    ("desk:claims", "claims", Words(no="Krav", en="Claims")),
    ("desk:payments", "payments", Words(no="Innbetalinger", en="Payments")),
    ("desk:waiting", "waiting", Words(no="Til bekreftelse", en="To be confirmed")),
    ("desk:look_ups", "look_ups", Words(no="Oppslag", en="Look-ups")),
)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of the desk."""
    who = standing(request)
    shown = {
        **context,
        "who": who.clerk,
        "roles": ", ".join(ROLES[each].in_(who.language) for each in StaffRole if each in who.roles),
        "menu": [
            {"route": route, "words": words.in_(who.language), "here": name == here}
            for route, name, words in _IN_THE_MENU
            if who.may(_NEEDED.get(route, route))
        ],
    }
    return render(request, template, shown, status=status)
