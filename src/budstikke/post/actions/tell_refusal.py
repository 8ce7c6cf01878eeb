"""Tell a recipient why the letter was not handed over, and what would cure it: in words, on a slip, by SMS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from budstikke.kit.installation import is_test
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language
from budstikke.post.actions.read_document import Reading
from budstikke.post.actions.sealing import unseal_json
from budstikke.post.actions.unread import is_unread
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.papers.slip import Slip, Told, render_slip, short_text
from budstikke.post.records.models import IdCheck
from budstikke.post.terms.refusals import TABLE

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def why_refused(check: IdCheck) -> list[Refusal]:
    """
    Return why a person was turned away, first things first.

    Reading: whoever is refused for a cause is not told besides that the rest was never looked at.
    """
    refused = [
        Refusal(TABLE[reason["rule"]], _revived(reason["facts"]))
        for reason in check.decision["reasons"]
        if reason["rule"] in TABLE
    ]
    kept = unseal_json(check.document_sealed, letter_id=check.letter_id, kind="document")
    undated = check.decision["inputs"]["check"]["document"]["issued_on"] is None
    reading = Reading.from_json(kept)
    return [one for one in refused if not is_unread(one, reading, undated=undated)] or refused


def refusal_slip(check: IdCheck, *, language: Language) -> bytes:
    """Return the slip the recipient takes home, as PDF; it bears the letter's number and nobody's name."""
    return render_slip(_slip(check, language))


def send_refusal(check: IdCheck, *, language: Language, sms: MessageChannel) -> None:
    """
    Send the recipient the reason and its cure by SMS, to the number the sender gave.

    Raises: Unreachable or Rejected from the channel.
    """
    sms.send(
        Message(
            key=f"{check.letter.number}-refused-{check.id}-{language}",
            mobile=check.letter.mobile,
            short_text=short_text(_slip(check, language)),
        )
    )


def _slip(check: IdCheck, language: Language) -> Slip:
    letter = check.letter
    assert letter.outlet is not None, "a letter that is checked lies at an outlet"
    return Slip(
        number=letter.number,
        outlet=letter.outlet.name,
        on=check.checked_at.date(),
        deadline_on=letter.last_collect_day,
        told=tuple(
            Told(
                words=one.person.in_(language),
                cure=one.cure.in_(language),
                clauses=", ".join(str(clause) for clause in one.clauses),
            )
            for one in why_refused(check)
        ),
        tracking_address=f"{settings.PUBLIC_HOST}/track",
        language=language,
        test=is_test(),
    )


def _revived(facts: Mapping[str, Any]) -> dict[str, object]:
    """Return facts with their dates as dates again, as the words want them."""
    return {
        name: date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value
        for name, value in facts.items()
    }
