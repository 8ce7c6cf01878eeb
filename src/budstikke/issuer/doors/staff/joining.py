"""Whoever is invited takes it by a code, signed in with an eID of their own; a lead confirms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from budstikke.issuer.actions.sealed_eids import particulars_of
from budstikke.issuer.actions.staff_people import take_invitation
from budstikke.issuer.doors.mypage.acts import said
from budstikke.issuer.doors.signin.guard import standing
from budstikke.issuer.records.models import Staff, StaffInvitation
from budstikke.issuer.terms.staff import CONFIRMS_STAFF, ROLE_WORDS, roles_of
from budstikke.kit.clock import now
from budstikke.law.words import Language

_MOST = 40


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Take an invitation to work here, by its code."""
    at, refusal = standing(request), None
    if request.method == "POST":
        told = take_invitation(at.customer, request.POST.get("code", "")[:_MOST], now=now())
        if isinstance(told, StaffInvitation):
            return redirect(f"{reverse('staff:join')}?taken={'here' if told.agreed else 'waits'}")
        refusal = told
    page = {"fault": said(refusal, at.language), "taken": request.GET.get("taken", ""), "staff": at.staff}
    return render(request, "staff/join.html", page, status=400 if refusal else 200)


def shown_people(me: Staff, *, language: Language) -> list[dict[str, object]]:
    """Return who took an invitation and waits to be confirmed, as a page shows them: to leads by their names."""
    may = not roles_of(me.roles).isdisjoint(CONFIRMS_STAFF)
    rows = StaffInvitation.objects.filter(taken_by__isnull=False, decided_at=None, expires_at__gt=now())
    shown = []
    for row in rows.select_related("taken_by").order_by("id"):
        assert row.taken_by is not None, "it was asked for"
        known = particulars_of(row.taken_by)
        may_this = may and row.taken_by_id != me.pk
        shown.append(
            {
                "id": row.pk,
                "pseudonym": row.pseudonym,
                "roles": ", ".join(ROLE_WORDS[role].in_(language) for role in sorted(roles_of(row.roles))),
                "name": f"{known['given_names']} {known['surname']}" if may_this else "",
                "taken_at": row.taken_at,
                "may": may_this,
            }
        )
    return shown
