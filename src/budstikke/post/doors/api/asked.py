"""What anybody may ask: the terms, a name, the outlets; and what a sender may ask about its agreement."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Query, Router
from pydantic import StringConstraints

from budstikke.formats.malformed import Fault
from budstikke.kit.clock import today
from budstikke.law.decision import plain
from budstikke.post.doors.api import shapes
from budstikke.post.doors.api.asking import Anybody, Needed, asking
from budstikke.post.doors.api.problems import Problem
from budstikke.post.doors.problem_shapes import Words
from budstikke.post.records import agreed
from budstikke.post.records.models import Outlet
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.editions import BY_ID, pum_on
from budstikke.post.terms.pum.names import compare
from budstikke.post.terms.questions import NotAQuestion, answer
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Questions"])
_ANYBODY = Anybody()
_AGREED = Needed(Scope.AGREEMENT_READ)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 413, 422, 429), shapes.ProblemShape)
_ON_A_PAGE = 500


@router.post("/ask", auth=_ANYBODY, response={200: dict[str, Any], **_PROBLEMS}, operation_id="ask")
def ask(request: HttpRequest, question: Body[shapes.Question]) -> dict[str, Any]:
    """
    Ask the terms: would this be accepted, would this be handed over, until when, and what would cure a no.

    No account is needed, and nothing of the question is kept.
    """
    edition = pum_on(today()) if question.edition is None else BY_ID.get(question.edition)
    if edition is None:
        raise Problem("NOT_A_QUESTION", faults=[Fault("edition", "UNKNOWN", f"one of {', '.join(BY_ID)}")])
    try:
        return {"id": question.id, **answer({"given": question.given}, edition=edition)}
    except NotAQuestion as fault:
        raise Problem("NOT_A_QUESTION", faults=[Fault("given", "NOT_A_QUESTION", str(fault))]) from None


@router.get("/terms", auth=_ANYBODY, response={200: shapes.Terms, **_PROBLEMS}, operation_id="terms")
def terms(request: HttpRequest) -> shapes.Terms:
    """
    Read the terms in force today: every number, list and switch, with the clause it stands for.

    Whoever depends on them can see when they change.
    """
    edition = pum_on(today())
    return shapes.Terms(
        edition=edition.id,
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        values=[
            shapes.TermsValue(
                name=each.name,
                clause=str(each.metadata["clause"]),
                value=plain(getattr(edition, each.name)),
                point=each.metadata.get("point"),
            )
            for each in fields(edition)
            if "clause" in each.metadata
        ],
    )


@router.post(
    "/names", auth=_ANYBODY, response={200: dict[str, Any], **_PROBLEMS}, operation_id="compareNames"
)
def names(request: HttpRequest, asked: Body[shapes.NameAsked]) -> dict[str, Any]:
    """Compare the name on a letter with the names in a document: same, ask or differs. Nothing is kept."""
    found = compare(
        addressee=asked.addressee,
        surname=asked.surname,
        given=asked.given_names,
        truncated=asked.truncated,
    )
    return found.as_json()


@router.get("/outlets", auth=_ANYBODY, response={200: shapes.Outlets, **_PROBLEMS}, operation_id="outlets")
def outlets(
    request: HttpRequest,
    postcode: Query[Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None] = None,
    after: Annotated[int, Query(ge=0, lt=1 << 31)] = 0,
) -> shapes.Outlets:
    """List the outlets at which letters can be collected, or the one that serves a postcode."""
    rows = Outlet.objects.filter(id__gt=after).order_by("id")
    if postcode is not None:
        rows = rows.filter(serves__code=postcode)
    found = list(rows[: _ON_A_PAGE + 1])
    return shapes.Outlets(
        outlets=[
            shapes.Outlet(
                id=row.id,
                name=row.name,
                street=row.street,
                postcode=row.postcode,
                city=row.city,
                latitude=row.latitude,
                longitude=row.longitude,
                hours=Words(no=row.hours_no, en=row.hours_en),
                hands_over=row.has_scanner and row.scanner_works,
            )
            for row in found[:_ON_A_PAGE]
        ],
        next=found[_ON_A_PAGE - 1].id if len(found) > _ON_A_PAGE else None,
    )


@router.get(
    "/agreement",
    auth=_AGREED,
    response={200: shapes.Agreement, 401: shapes.ProblemShape, 403: shapes.ProblemShape, **_PROBLEMS},
    operation_id="agreement",
)
def agreement(request: HttpRequest) -> shapes.Agreement:
    """Read what is agreed with you."""
    who = asking(request)
    with acting_as(str(who.sender_id)):
        sender, left = agreed.agreed_with(who.sender_id)
    return shapes.Agreement(
        customer_number=sender.customer_number,
        name=sender.name,
        organisation_number=sender.organisation_number,
        edi_id=sender.edi_id,
        aml_obliged=sender.aml_obliged,
        agreement_on=sender.agreement_on,
        mailbox_organisation_number=sender.mailbox_organisation_number,
        hand_in_place=sender.hand_in_place,
        edition=pum_on(today()).id,
        letter_numbers_left=left,
    )
