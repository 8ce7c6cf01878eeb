"""Take down what a sender tells about the end of its relationship with recipients; never by way of the mailbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.post.records import answered, history
from budstikke.post.records.models import Erasure, HandOver, Letter, RelationshipEnd
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.keeping import Moment, relationship_ended


def end_relationship(
    numbers: Sequence[str], *, ended_on: date, sender_id: int, told_by: str, today: date, now: datetime
) -> Mapping[str, Decision | None]:
    """
    Note for each letter the day on which the sender's relationship with its recipient ended.

    Terms:   PUM §12.
    Returns: a decision for each number, told or refused; None for a letter that is not this sender's, or nobody's.
    Reading: told again, the newest counts; the same day told again writes nothing.
    """
    asked = {letter_id(number): number for number in numbers}
    with acting_as(CARRIER):
        history.lock_letters(list(asked))
        own = {letter.id: letter for letter in Letter.objects.filter(id__in=list(asked), sender_id=sender_id)}
        handed = dict(HandOver.objects.filter(letter_id__in=own).values_list("letter_id", "handed_over_on"))
        erased = set(
            Erasure.objects.filter(letter_id__in=own, moment=Moment.REST).values_list("letter_id", flat=True)
        )
        # The newest comes last and so stays.
        before = dict(
            RelationshipEnd.objects.filter(letter_id__in=own)
            .order_by("id")
            .values_list("letter_id", "ended_on")
        )
        decisions = {
            each: relationship_ended(
                ended_on=ended_on,
                handed_over_on=handed.get(each) if letter.state == State.DELIVERED else None,
                erased=each in erased,
                today=today,
                edition=BY_ID[letter.edition],
            )
            for each, letter in own.items()
        }
        RelationshipEnd.objects.bulk_create(
            RelationshipEnd(
                letter_id=each, sender_id=sender_id, ended_on=ended_on, told_at=now, told_by=told_by
            )
            for each, decision in decisions.items()
            if not decision.refusals and before.get(each) != ended_on
        )
    return {number: decisions.get(each) for each, number in asked.items()}


def end_relationship_once(
    numbers: Sequence[str],
    *,
    named: answered.Named | None,
    ended_on: date,
    sender_id: int,
    told_by: str,
    today: date,
    now: datetime,
) -> Mapping[str, Any]:
    """
    Do the same for a program, which may have to ask again: a request it has named is done once.

    Terms:   PUM §12.
    Reading: without the name a late repetition would undo a correction that came between.
    Returns: the decisions as JSON; a repetition is answered as the first was.
    Raises:  records.answered.OtherRequest when the name was given to another request.
    """
    with acting_as(CARRIER):
        before = named and answered.answered(named, sender_id=sender_id)
        if before is not None:
            return dict(before)
        decisions = end_relationship(
            numbers, ended_on=ended_on, sender_id=sender_id, told_by=told_by, today=today, now=now
        )
        answer = {number: decision and decision.as_json() for number, decision in decisions.items()}
        if named:
            answered.note_answer(named, answer, sender_id=sender_id, now=now)
    return answer
