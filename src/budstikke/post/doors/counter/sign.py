"""The signature: a pad, the document's signature beside it, and the paths of those who cannot sign."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.keep_draft import keep_draft
from budstikke.post.actions.counter.under_way import UnderWay
from budstikke.post.doors.counter import shown
from budstikke.post.doors.counter.form import filled, signed
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.here import gone, here
from budstikke.post.doors.counter.pages import page
from budstikke.post.doors.counter.ready import is_ready_to_sign
from budstikke.post.doors.counter.verdict import decide
from budstikke.post.terms.pum.id_check import Finding, Signing

_NOT_SIGNED = Words(no="Det er ikke skrevet under ennå.", en="Nobody has signed yet.")
_NOT_COMPARED = Words(
    no="Svar om underskriften likner den i dokumentet.",
    en="Say whether the signature is like the document’s.",
)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Take the signature and the clerk's comparison, and have the check decided."""
    check = here(request, nonce)
    if check is None:
        return gone(request, nonce)
    if check.check_id is not None:
        return redirect("counter:verdict", nonce)
    if not check.draft.kind:
        return redirect("counter:check", nonce)
    if request.method == "GET":
        return _page(request, check, check.draft)
    given = request.POST.dict()
    draft = filled(given, before=check.draft, addressee=check.letter.addressee, today=today()).draft
    draft = signed(given, before=draft)
    if given.get("then") == "again":
        draft = replace(draft, signature=None, strokes="")
    kept = keep_draft(nonce, draft, clerk=standing(request).clerk, now=now())
    if isinstance(kept, Refusal):
        return gone(request, nonce)
    if given.get("then") == "again":
        return redirect("counter:sign", nonce)
    if not is_ready_to_sign(request, check):
        return redirect("counter:document", nonce)
    faults = _faults(draft)
    return _page(request, check, draft, faults) if faults else decide(request, nonce)


def _faults(draft: Draft) -> list[Words]:
    """Return what is still missing on this page; who never signs is asked for nothing (PUM §11)."""
    if draft.signing is Signing.NEVER:
        return []
    faults = [] if draft.signature else [_NOT_SIGNED]
    return [
        *faults,
        *([_NOT_COMPARED] if _compared(draft) and draft.findings.signature is Finding.NOT_DONE else []),
    ]


def _compared(draft: Draft) -> bool:
    return draft.signing is Signing.YES and draft.has_signature and not draft.not_able_to_sign


def _page(
    request: HttpRequest, check: UnderWay, draft: Draft, faults: list[Words] | None = None
) -> HttpResponse:
    at = standing(request)
    return page(
        request,
        "counter/sign.html",
        {
            "check": check,
            "letter": shown.letter(check, language=at.language),
            "signing": str(draft.signing),
            "signed": draft.signature is not None,
            "compared": _compared(draft),
            "finding": str(draft.findings.signature),
            "readings": [
                one for one in check.readings if one.source in ("signature", "page") and one.picture
            ],
            "faults": [words.in_(at.language) for words in faults or ()],
            "step": 3,
        },
        health=check.health,
        status=400 if faults else 200,
    )
