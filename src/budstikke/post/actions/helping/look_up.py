"""Look up letters and their recipients at the desk: nothing is shown that was not written down first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from budstikke.formats import s10
from budstikke.kit.vault import look_up_for
from budstikke.post.records.models import Letter, LookUpMade, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.looking_up import LookUpBy, LookUpReason

# More than anybody reads: who finds so many has to ask for more.
MOST = 50
_KIND = "look-up at the desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is searched for; a name is looked for among the letters to one postcode."""

    by: LookUpBy
    text: str = field(repr=False)
    postcode: str = ""


def look_up(asked: Asked, *, reason: LookUpReason, clerk: str, now: datetime) -> list[Letter]:
    """
    Return the letters that match, the newest first, and write down that they were looked for.

    Reading: a name alone finds nothing; who asks about their own letter knows the postcode too. Part of a name
    will do, in any order and in capitals or not.
    """
    with acting_as(CARRIER):
        found = list(_matching(asked).select_related("sender", "outlet").order_by("-booked_at", "-id")[:MOST])
        LookUpMade.objects.create(
            at=now,
            clerk=clerk,
            by=asked.by,
            reason=reason,
            searched_keyed=look_up_for("post").hash(_same(asked.by, asked.text), kind=_KIND),
            found=len(found),
        )
    return found


def open_letter(number: str, *, reason: LookUpReason, clerk: str, now: datetime) -> Letter | None:
    """Return a letter whose page is opened, and write down that it was; None when nobody booked it."""
    with acting_as(CARRIER):
        letter = Letter.objects.select_related("sender", "outlet").filter(id=s10.letter_id(number)).first()
        if letter is not None:
            LookUpMade.objects.create(
                at=now, clerk=clerk, by=LookUpBy.LETTER, reason=reason, letter=letter, found=1
            )
    return letter


def note_look_up(
    by: LookUpBy,
    *,
    reason: LookUpReason,
    clerk: str,
    searched: str = "",
    reference: str = "",
    found: int,
    now: datetime,
) -> None:
    """Write down that something besides letters was looked for or opened, in the caller's transaction."""
    LookUpMade.objects.create(
        at=now,
        clerk=clerk,
        by=by,
        reason=reason,
        searched_keyed=look_up_for("post").hash(_same(by, searched), kind=_KIND) if searched else None,
        reference=reference,
        found=found,
    )


def found_nothing_since(by: LookUpBy, *, searched: str, since: datetime) -> int:
    """
    Return how often just this was looked for since a moment and did not come to anything, by whomever.

    Reading: of tries side by side each sees those before it; the caller's transaction notes what came of its own.
    """
    hashes = look_up_for("post").hashes(_same(by, searched), kind=_KIND)
    with connection.cursor() as cursor:
        just_this = min(hashes).hex()
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('looked for'), hashtext(%s))", [just_this])
    return LookUpMade.objects.filter(by=by, searched_keyed__in=hashes, at__gte=since, found=0).count()


def look_ups(
    *,
    clerk: str = "",
    number: str = "",
    searched: str = "",
    since: datetime | None = None,
    most: int = 200,
) -> list[LookUpMade]:
    """
    Return look-ups for an auditor, the newest first: all, or one clerk's, of one letter, of what was searched for.

    `searched` is what somebody searched for: a name, or a number of any kind; case and spaces do not matter.
    Raises: Malformed for what is no letter number.
    """
    with acting_as(CARRIER):
        rows = LookUpMade.objects.select_related("letter").order_by("-at", "-id")
        if clerk:
            rows = rows.filter(clerk=clerk)
        if number:
            rows = rows.filter(letter_id=s10.letter_id(number))
        if searched:
            known = look_up_for("post")
            hashes = [each for by in LookUpBy for each in known.hashes(_same(by, searched), kind=_KIND)]
            rows = rows.filter(searched_keyed__in=hashes)
        if since is not None:
            rows = rows.filter(at__gte=since)
        return list(rows[:most])


def _matching(asked: Asked) -> QuerySet[Letter]:
    text = asked.text.strip()
    if asked.by is LookUpBy.NUMBER:
        number = s10.canonical(text)
        return (
            Letter.objects.filter(id=s10.letter_id(number)) if s10.is_valid(number) else Letter.objects.none()
        )
    if asked.by is LookUpBy.NAME:
        return _named(text.split(), postcode=asked.postcode.strip())
    # The index is by sender first, and there are few of those.
    senders = list(Sender.objects.values_list("id", flat=True))
    letters = Letter.objects.filter(sender_id__in=senders)
    if asked.by is LookUpBy.TRACKING:
        return letters.filter(consignment_number=text)
    return letters.filter(order_reference=text)


def _named(words: Sequence[str], *, postcode: str) -> QuerySet[Letter]:
    if not words or not postcode:
        return Letter.objects.none()
    letters = Letter.objects.filter(postcode=postcode)
    for word in words:
        letters = letters.filter(recipient_name__icontains=word)
    return letters


def _same(by: LookUpBy, text: str) -> str:
    return f"{by}:{' '.join(text.casefold().split())}"
