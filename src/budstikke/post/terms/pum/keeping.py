"""§12, §15: how long the carrier keeps what it knows of a recipient, and when it forgets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.edition import KeepingEnds, KeepingFrom, PumEdition
from budstikke.post.terms.refusals import keeping

OVER = frozenset({State.DELIVERED, State.RETURNED, State.CANCELLED, State.LOST})


class Moment(StrEnum):
    """The two moments at which the carrier forgets: first the particulars, years later the rest."""

    PARTICULARS = "particulars"
    REST = "rest"


class HeldFor(StrEnum):
    """Why nothing of a letter is erased for the time being."""

    CLAIM = "claim"
    DISPUTE = "dispute"
    COURT = "court"
    AUTHORITY = "authority"
    SUPPORT_CASE = "support_case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One kind of personal data: what it is, and the moment at which it is erased."""

    code: str
    moment: Moment
    words: Words


def _category(code: str, moment: Moment, no: str, en: str) -> Category:
    return Category(code=code, moment=moment, words=Words(no=no, en=en))


# Where each of them lies is told by post.records.erasing; a house test holds the two together.
CATEGORIES: tuple[Category, ...] = (
    _category(
        "pictures",
        Moment.PARTICULARS,
        "bilder av dokument og ansikt",
        "pictures of the document and the face",
    ),
    _category(
        "document",
        Moment.PARTICULARS,
        "det dokumentet opplyste om personen",
        "what the document said of the person",
    ),
    _category("signature", Moment.PARTICULARS, "underskriften", "the signature"),
    _category(
        "numbers",
        Moment.PARTICULARS,
        "fødselsnummer, D-nummer, fødselsdato og dokumentnummer",
        "national number, D number, date of birth and document number",
    ),
    _category(
        "contact", Moment.PARTICULARS, "mobilnummer og e-postadresse", "mobile number and e-mail address"
    ),
    _category(
        "report", Moment.PARTICULARS, "vår kopi av utleveringsrapporten", "our copy of the delivery report"
    ),
    _category(
        "claims",
        Moment.PARTICULARS,
        "det som ble skrevet for å vise et krav",
        "what was written to show a claim",
    ),
    _category("address", Moment.REST, "navn og adresse", "name and address"),
    _category(
        "values",
        Moment.REST,
        "verdier og salt bak hashene i bevisene",
        "values and salts behind the hashes in evidence",
    ),
    _category("findings", Moment.REST, "funnene i kontrollen", "the findings of the check"),
)
# What of a report's fields are numbers; they go with the particulars, the other fields with the rest.
NUMBER_FIELDS = ("fnr", "dnr", "doknr")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFacts:
    """
    What decides how long a letter's personal data are kept.

    `over_on` is the day of its last event. `report_in_mailbox_on`: the sender's mailbox has confirmed the report.
    `relationship_ended_on`: what the sender told last of its customer; None while it has told nothing.
    """

    state: State
    over_on: date
    handed_over_on: date | None = None
    report_in_mailbox_on: date | None = None
    relationship_ended_on: date | None = None
    held_for: tuple[HeldFor, ...] = ()


_SAFE = Words(
    no="Rapporten har ligget i avsenderens postkasse siden {since:%d.%m.%Y}; sikkerhetstiden ({days} dager) er over.",
    en="The report has been in the sender's mailbox since {since:%d %b %Y}; the safety period ({days} days) is over.",
)
_UNDELIVERED = Words(
    no="Brevet ble ikke utlevert; det var avsluttet {since:%d.%m.%Y}, og {days} dager er gått.",
    en="The letter was not handed over; it was over on {since:%d %b %Y}, and {days} days have passed.",
)
_YEARS = Words(
    no="Det siste oppbevares i {years} år fra {since:%d.%m.%Y}, og de er gått.",
    en="The rest is kept for {years} years from {since:%d %b %Y}, and they have passed.",
)
_UNTIL = Words(
    no="Oppbevares til og med {last_day:%d.%m.%Y}.", en="Is kept up to and including {last_day:%d %b %Y}."
)
_HELD = Words(no="Slettesperre: {held_for}.", en="On hold: {held_for}.")
_UNDER_WAY = Words(no="Brevet er ikke avsluttet.", en="The letter is still under way.")
_NOT_CONFIRMED = Words(
    no="Avsenderens postkasse har ikke bekreftet rapporten.",
    en="The sender's mailbox has not confirmed the report.",
)
_TOLD = Words(
    no="Kundeforholdet opphørte {ended_on:%d.%m.%Y}; det siste slettes {erase_from:%d.%m.%Y}.",
    en="The customer relationship ended on {ended_on:%d %b %Y}; the rest is erased on {erase_from:%d %b %Y}.",
)


@dataclass(frozen=True, slots=True)
class Period:
    """A time of keeping: from a day, for so many days or years, and the last day of it."""

    since: date
    length: int
    last_day: date
    words: Words
    unit: str


def particulars_kept(facts: KeptFacts, *, edition: PumEdition) -> Period | None:
    """
    Return how long the particulars are kept; None while nobody can say.

    Terms:   PUM §12, §15.
    Unit:    calendar days; the day counted from is day 0, and the last day is kept still.
    Reading: the terms say that the report goes to the sender and are silent on our own copies. They go once the
    mailbox has confirmed the report and a safety period is over, in which it can be sent again (A-53, decision
    0053). A letter that ended otherwise has no report; its failed checks are kept through the time for complaints.
    """
    if facts.state not in OVER:
        return None
    if facts.state is State.DELIVERED:
        if facts.report_in_mailbox_on is None:
            return None
        return _days(facts.report_in_mailbox_on, edition.report_safety_days, _SAFE)
    return _days(facts.over_on, edition.undelivered_days, _UNDELIVERED)


def rest_kept(facts: KeptFacts, *, edition: PumEdition) -> Period | None:
    """
    Return how long the rest is kept; None while the letter is under way.

    Terms:   PUM §12, §15.
    Unit:    years; the last day is that of the same date, and 29 February without one is 1 March.
    Reading: an obliged sender keeps what it did to know its customer for five years after the relationship ended,
    and then erases it; we keep what supports that. Where the sender has told the end, the floor counts from it and
    ends the keeping. Where it has told nothing, nobody knows the end, and the ceiling counts from the hand-over
    (A-54, decision 0054). To be checked against the law in force.
    """
    if facts.state not in OVER:
        return None
    if facts.handed_over_on is None or facts.state is not State.DELIVERED:
        return _years(facts.over_on, edition.undelivered_years)
    told = facts.relationship_ended_on
    counts = told is not None and edition.keeping_counts_from is KeepingFrom.RELATIONSHIP_ENDED
    since = told if told is not None and counts else facts.handed_over_on
    ends = edition.keeping_ends_at if told is not None else KeepingEnds.CEILING
    return _years(
        since, edition.keeping_floor_years if ends is KeepingEnds.FLOOR else edition.keeping_ceiling_years
    )


def decide_keeping(facts: KeptFacts, *, moment: Moment, today: date, edition: PumEdition) -> Decision:
    """
    Decide whether a moment's personal data of a letter are erased today.

    Terms:   PUM §12, §15.
    Returns: erase, or keep with the reason; `erase_from` is the first day, where it is known, and
    `categories` what is erased.
    Reading: while anything about the letter is disputed nothing is erased, whatever the time (decision 0053).
    """
    period = (particulars_kept if moment is Moment.PARTICULARS else rest_kept)(facts, edition=edition)
    answer: dict[str, object] = {"moment": moment}
    if period is None:
        words = _NOT_CONFIRMED if facts.state is State.DELIVERED else _UNDER_WAY
        return _decided(
            "keep", "under_way" if words is _UNDER_WAY else "not_confirmed", words, {}, answer, edition
        )
    answer["erase_from"] = period.last_day + timedelta(days=1)
    if facts.held_for:
        held: dict[str, object] = {"held_for": ", ".join(facts.held_for)}
        return _decided("keep", "held", _HELD, held, answer, edition)
    if today <= period.last_day:
        return _decided("keep", "kept_until", _UNTIL, {"last_day": period.last_day}, answer, edition)
    answer["categories"] = [category.code for category in CATEGORIES if category.moment is moment]
    facts_used = {"since": period.since, period.unit: period.length}
    return _decided("erase", "period_over", period.words, facts_used, answer, edition)


def relationship_ended(
    *, ended_on: date, handed_over_on: date | None, erased: bool, today: date, edition: PumEdition
) -> Decision:
    """
    Decide whether what a sender tells of the end of its customer relationship counts.

    Terms:   PUM §12.
    Returns: told, with the day from which the rest is erased; telling again corrects what was told before.
    Refuses: RELATIONSHIP_NOT_BEGUN, RELATIONSHIP_ENDED_EARLIER, RELATIONSHIP_ENDS_AHEAD, RECORD_ERASED.
    """
    refused: list[Refusal] = []
    if handed_over_on is None:
        refused.append(Refusal(keeping.RELATIONSHIP_NOT_BEGUN))
    elif ended_on < handed_over_on:
        refused.append(Refusal(keeping.RELATIONSHIP_ENDED_EARLIER, {"handed_over_on": handed_over_on}))
    if ended_on > today:
        refused.append(Refusal(keeping.RELATIONSHIP_ENDS_AHEAD, {"ended_on": ended_on}))
    if erased:
        refused.append(Refusal(keeping.RECORD_ERASED))
    facts = KeptFacts(
        state=State.DELIVERED,
        over_on=ended_on,
        handed_over_on=handed_over_on or ended_on,
        relationship_ended_on=ended_on,
    )
    period = rest_kept(facts, edition=edition)
    assert period is not None, "a letter that was handed over has a time of keeping"
    erase_from = period.last_day + timedelta(days=1)
    said = Reason.stating(
        "relationship_ended", PUM(12), words=_TOLD, facts={"ended_on": ended_on, "erase_from": erase_from}
    )
    return Decision.judged(
        question="relationship_ended",
        edition=edition.id,
        refusals=tuple(refused),
        passed="told",
        refused="refused",
        reasons=(said,),
        answer={"ended_on": ended_on, "erase_from": erase_from},
    )


def _decided(
    outcome: str,
    rule: str,
    words: Words,
    facts: dict[str, object],
    answer: dict[str, object],
    edition: PumEdition,
) -> Decision:
    return Decision(
        question="keeping",
        outcome=outcome,
        edition=edition.id,
        reasons=(Reason.stating(rule, PUM(12), PUM(15), words=words, facts=facts),),
        answer=answer,
    )


def _days(since: date, days: int, words: Words) -> Period:
    return Period(since, days, since + timedelta(days=days), words, "days")


def _years(since: date, years: int) -> Period:
    return Period(since, years, years_after(since, years=years), _YEARS, "years")


def years_after(day: date, *, years: int) -> date:
    """Return the same date so many years later, or earlier; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
