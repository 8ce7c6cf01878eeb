"""The agreement: what is agreed, and how a new sender's owner declares, shows the mailbox and accepts."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence

from django.core.signing import Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe
from stdnum.no import orgnr

from budstikke.kit.clock import now, real_now, today
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.senders.accept_agreement import (
    accept_agreement,
    acceptance_file,
    acceptances_of,
    send_mailbox_code,
)
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.doors.editions import edition_name
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import attached, page
from budstikke.post.records.models import Sender
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.clauses import HEADINGS
from budstikke.post.terms.pum.onboarding import OBLIGED

_ASKED = "mailbox_code"
_CODE_SECONDS, _MOST_TRIES = 1800, 5
_FAULTS = {
    "number": Words(no="Organisasjonsnummeret er ikke gyldig.", en="The organisation number is not valid."),
    "no_mailbox": Words(
        no="Postkassen tok ikke imot koden. Opprett den først, eller rett nummeret.",
        en="The mailbox did not take the code. Open it first, or correct the number.",
    ),
    "unreachable": Words(
        no="Postkassen svarer ikke nå. Prøv igjen om litt.",
        en="The mailbox does not answer now. Try again in a while.",
    ),
    "code": Words(
        no="Koden stemmer ikke, eller den er for gammel. Be om en ny.",
        en="The code is not right, or it is too old. Ask for a new one.",
    ),
    "seal": Words(
        no="Signaturen kunne ikke lages nå. Ingenting er godtatt; prøv igjen om litt.",
        en="The signature could not be made now. Nothing is accepted; try again in a while.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest) -> HttpResponse:
    """Show what is agreed; send a code to the mailbox; take the acceptance."""
    at = standing(request)
    fault = ""
    refusals: Sequence[Refusal] = ()
    if request.method == "POST":
        if request.POST.get("do") == "code":
            fault = _send_code(request)
        else:
            fault, refusals = _accept(request)
        if not fault and not refusals:
            return redirect("sender:agreement")
    with acting_as(str(at.sender_id)):
        sender = Sender.objects.get(id=at.sender_id)
    edition = pum_on(today())
    asked = request.session.get(_ASKED)
    shown = {
        "sender": sender,
        "edition": edition_name(edition.id, language=at.language),
        "about": edition.about.in_(at.language),
        "headings": [(number, heading.about.in_(at.language)) for number, heading in HEADINGS.items()],
        "acceptances": [
            {
                "row": row,
                "edition": edition_name(row.edition, language=at.language),
                "obliged_as": OBLIGED[row.obliged_as].in_(at.language),
            }
            for row in acceptances_of(at.sender_id)
        ],
        "kinds": [(code, words.in_(at.language)) for code, words in OBLIGED.items()],
        "asked": asked and asked["number"],
        "given": request.POST,
        "fault": _FAULTS[fault].in_(at.language) if fault else "",
        "refusals": [
            {"words": each.staff.in_(at.language), "clauses": ", ".join(map(str, each.clauses))}
            for each in refusals
        ],
    }
    status = 422 if fault or refusals else 200
    return page(request, "sender/agreement.html", shown, here="sender:settings", status=status)


@require_safe
def accepted(request: HttpRequest, acceptance: int) -> HttpResponse:
    """
    Give the signed file of an acceptance.

    Raises: Http404 for one of another sender as for none.
    """
    content = acceptance_file(acceptance, sender_id=standing(request).sender_id)
    if content is None:
        raise Http404
    return attached(content, "application/json", f"acceptance-{acceptance}.json")


def _send_code(request: HttpRequest) -> str:
    number = "".join(request.POST.get("number", "").split())
    if not orgnr.is_valid(number):
        return "number"
    code = f"{secrets.randbelow(10**8):08d}"
    try:
        send_mailbox_code(number, code=code, mailbox=chosen.mailbox())
    except Rejected:
        return "no_mailbox"
    except Unreachable:
        return "unreachable"
    # Only its keyed hash is kept, and in the session: another's code is good for nobody else.
    request.session[_ASKED] = {
        "number": number,
        "code": _hidden(code),
        "until": real_now().timestamp() + _CODE_SECONDS,
        "tries": _MOST_TRIES,
    }
    return ""


def _accept(request: HttpRequest) -> tuple[str, Sequence[Refusal]]:
    at = standing(request)
    asked = request.session.get(_ASKED)
    number = ""
    if asked:
        code = "".join(request.POST.get("code", "").split())[:20]
        asked["tries"] -= 1
        request.session.modified = True
        fresh = asked["tries"] >= 0 and real_now().timestamp() < asked["until"]
        if not fresh or not hmac.compare_digest(_hidden(code), asked["code"]):
            return "code", ()
        number = asked["number"]
    try:
        decision = accept_agreement(
            at.sender_id,
            obliged_as=request.POST.get("obliged_as", "") if request.POST.get("declares") else "",
            accepts=bool(request.POST.get("accepts")),
            mailbox_organisation_number=number,
            accepted_by=at.user.user_id,
            sealer=chosen.sealer(),
            today=today(),
            now=now(),
        )
    except (Rejected, Unreachable):
        return "seal", ()
    if not decision.refusals:
        del request.session[_ASKED]
    return "", decision.refusals


def _hidden(code: str) -> str:
    return Signer(salt="mailbox code").signature(code)
