"""Who of the issuer's staff is asking; the sign-in of staff puts their pseudonym into the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budstikke.issuer.records.models import Staff
from budstikke.issuer.terms.staff import ROLE_WORDS, StaffRole, roles_of
from budstikke.kit.look.language import language_of

# What the session of somebody who signed in as staff holds.
SIGNED_IN = "staff_pseudonym"
_View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Who:
    """One of the staff: the name customers know them by, and their roles."""

    pseudonym: str
    roles: frozenset[StaffRole]


def who(request: HttpRequest) -> Who | None:
    """Return who of the staff is signed in, or None; somebody who has left is nobody."""
    pseudonym = request.session.get(SIGNED_IN)
    row = Staff.objects.filter(pseudonym=pseudonym, left_at=None).first() if pseudonym else None
    return Who(row.pseudonym, roles_of(row.roles)) if row else None


def in_frame(request: HttpRequest, asking: Who, *, here: str) -> dict[str, object]:
    """Return what the frame of every staff page shows: the tab, and who is signed in, in which roles."""
    roles = ", ".join(ROLE_WORDS[role].in_(language_of(request)) for role in sorted(asking.roles))
    return {"here": here, "who": asking.pseudonym, "roles": roles}


def for_staff(*roles: StaffRole) -> Callable[[_View], _View]:
    """Let only staff in one of some roles open a page, which is told who they are."""

    def guarded(view: _View) -> _View:
        @wraps(view)
        def open_page(request: HttpRequest, **named: Any) -> HttpResponse:
            asking = who(request)
            if asking is None or not asking.roles & set(roles):
                return render(request, "help/staff/closed.html", status=403)
            response = view(request, asking, **named)
            response["Cache-Control"] = "no-store"
            return response

        return open_page

    return guarded
