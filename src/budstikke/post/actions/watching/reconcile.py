"""Reconcile: every letter handed over has its report, and every report is in its mailbox, or is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from budstikke.post.actions import queue
from budstikke.post.actions.watching.note_hindrance import UNREACHABLE
from budstikke.post.actions.watching.stuck import Stuck, Where, since
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.mailbox import Holds, Mailbox
from budstikke.post.records import undelivered
from budstikke.post.records.models import Reconciliation
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.undelivered import Counts, Owed

# A report is with its mailbox within seconds; what takes longer than this is stuck, even if it may yet get on.
LATE = timedelta(minutes=5)
# So many are asked about, and named, in one run; the next goes on with the others.
_AT_ONCE = 2_000
# What no waiting cures.
_AT_ONCE_STUCK = frozenset({Where.NOT_IN_MAILBOX, Where.OTHER_CONTENT})
# Figures that stay as they are are written down once an hour.
_SAME_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """How the accounts stand. Handed over = sealed = sent = in the mailbox, less what is on its way or stuck."""

    counts: Counts
    stuck: tuple[Stuck, ...]
    under_way: int
    queued_again: int

    @property
    def holds(self) -> bool:
        """Whether nothing is stuck."""
        return not self.stuck


@dataclass(slots=True)
class _Asked:
    """What the mailbox said of each letter, as far as it answered; `error` is why it was asked no further."""

    said: dict[int, Holds]
    error: str | None = None


def reconcile(*, mailbox: Mailbox, now: datetime) -> Reconciled:
    """
    Compare hand-overs, reports and the mailbox's own word; put on its way again what can be.

    Terms:   PUM §12.
    Reading: a report counts as delivered when the mailbox, asked by itself, has its very bytes. One that it has lost
             is sent again, the same bytes under the same id, so that a mailbox which has it after all keeps one.
    Returns: the figures, and each letter that is stuck.
    """
    with acting_as(CARRIER):
        counted = undelivered.counts()
        owed = undelivered.owed(counted, most=_AT_ONCE)
    # Outside a transaction: a mailbox that answers slowly holds no lock.
    asked = _ask(owed, mailbox)
    there = [
        letter for letter in owed if letter.sent_at and asked.said.get(letter.letter_id) is Holds.THE_SAME
    ]
    lost = [letter for letter in owed if letter.sent_at and asked.said.get(letter.letter_id) is Holds.NOTHING]
    waiting = [letter for letter in owed if letter.sent_at is None]
    left = [letter for letter in waiting if not letter.has_job and not letter.lasting]
    queued = {letter.letter_id for letter in (*lost, *left)}
    stuck = tuple(_stuck(owed, asked, queued=queued, now=now))
    with acting_as(CARRIER):
        undelivered.confirm([letter.letter_id for letter in there], at=now)
        undelivered.not_sent_after_all([letter.letter_id for letter in lost])
        for letter_id in sorted(queued):
            queue.send_report(letter_id)
        if asked.said:
            # It answers again: what was put off because it did not is due now.
            queue.hurry_reports([letter.letter_id for letter in waiting if letter.code == UNREACHABLE])
        counted = undelivered.counts()
        _write_down(counted, stuck=len(stuck), queued_again=len(queued), now=now)
    on_the_way = counted.handed_over - counted.in_mailbox - len(stuck)
    return Reconciled(counts=counted, stuck=stuck, under_way=on_the_way, queued_again=len(queued))


def _ask(owed: Sequence[Owed], mailbox: Mailbox) -> _Asked:
    """Ask about every report that was sent, and about one that was not: whether the mailbox answers at all."""
    asked = _Asked({})
    sent = [letter for letter in owed if letter.sent_at]
    unsent = [letter for letter in owed if letter.made_at and not letter.sent_at]
    for letter in (*sent, *unsent[:1]):
        assert letter.message_id and letter.sha256, "a report that was made has both"
        try:
            asked.said[letter.letter_id] = mailbox.holds(message_id=letter.message_id, sha256=letter.sha256)
        except (Unreachable, Rejected) as error:
            asked.error = str(error)
            break
    return asked


def _stuck(owed: Sequence[Owed], asked: _Asked, *, queued: set[int], now: datetime) -> Iterator[Stuck]:
    for letter in owed:
        where = _where(letter, asked.said.get(letter.letter_id))
        if where is None or (where not in _AT_ONCE_STUCK and now - since(letter) < LATE):
            continue
        code, error, tried_at = letter.code, letter.words, letter.hindered_at
        if where is Where.NOT_CONFIRMED:
            code, error, tried_at = None, asked.error, now
        elif where in _AT_ONCE_STUCK:
            code, error, tried_at = None, f"asked, the mailbox has {asked.said[letter.letter_id]}", now
        yield Stuck(
            number=letter.number,
            where=where,
            since=since(letter),
            code=code,
            error=error,
            tried_at=tried_at,
            queued_again=letter.letter_id in queued,
        )


def _where(letter: Owed, said: Holds | None) -> Where | None:
    """Say how far a report has come; None when it is in the mailbox."""
    if letter.made_at is None:
        return Where.NOT_SEALED
    if letter.sent_at is None:
        return Where.NOT_SENT
    if said is None:
        return Where.NOT_CONFIRMED
    return {
        Holds.THE_SAME: None,
        Holds.NOTHING: Where.NOT_IN_MAILBOX,
        Holds.OTHER_CONTENT: Where.OTHER_CONTENT,
    }[said]


def _write_down(counted: Counts, *, stuck: int, queued_again: int, now: datetime) -> None:
    last = Reconciliation.objects.order_by("-id").first()
    figures = {**counted._asdict(), "stuck": stuck, "queued_again": queued_again}
    if (
        last is None
        or now - last.at >= _SAME_AGAIN
        or any(getattr(last, name) != value for name, value in figures.items())
    ):
        Reconciliation.objects.create(at=now, **figures)
