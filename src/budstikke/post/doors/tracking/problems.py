"""The public page of known problems: for senders, for recipients, for everybody (PUM §11, §12, §14)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.kit.clock import now
from budstikke.law.words import Language, Words
from budstikke.post.actions.outlets.problems_now import ProblemShown, problems_in_force
from budstikke.post.terms.pum.id_documents import DOCUMENTS

_STATE = Words(no="utstedt av {state}", en="issued by {state}")
_SERIES = Words(no="nummer som begynner på {begins}", en="numbers that begin with {begins}")
_DOCUMENTS = Words(no="Dokumenter", en="Documents")
_EVERYWHERE = Words(no="Alle hentesteder", en="All outlets")


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Show every problem that stands now, with what recipients and senders should do."""
    language: Language = "en" if request.GET.get("language") == "en" else "no"
    return render(
        request,
        "tracking/problems.html",
        {
            "language": language,
            "test_installation": settings.TEST_INSTALLATION,
            "problems": [shown(one, language=language) for one in problems_in_force(now=now())],
        },
    )


def shown(one: ProblemShown, *, language: Language) -> dict[str, object]:
    """Return a problem as a page shows it."""
    return {
        "id": one.id,
        "words": one.words.in_(language),
        "about": _about(one, language),
        "recipient": one.told.recipient.in_(language),
        "sender": one.told.sender.in_(language),
        "since": one.starts_at,
    }


def _about(one: ProblemShown, language: Language) -> str:
    """Return what it is about: where, which equipment, which documents."""
    problem = one.problem
    parts = [one.outlet or _EVERYWHERE.in_(language)]
    if problem.device_model:
        parts.append(problem.device_model)
    if problem.of_documents:
        kind = DOCUMENTS[problem.document_kind].words if problem.document_kind else _DOCUMENTS
        parts.append(kind.in_(language))
    if problem.issuing_state:
        parts.append(_STATE.filled({"state": problem.issuing_state}).in_(language))
    if problem.number_begins:
        parts.append(_SERIES.filled({"begins": problem.number_begins}).in_(language))
    return ", ".join(parts)
