"""§1–§5: what happens on which day, told before anybody pays: the calendar of one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from budstikke.law.clause import Clause
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.changes import last_cancel_day
from budstikke.post.terms.forwarding.days import DAY, Period, period_of
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import ItemKind, Service
from budstikke.post.terms.forwarding.ordering import CLAUSES, AskedPeriod
from budstikke.post.terms.forwarding.storing import first_delivery, interim_delivery, pickup_return
from budstikke.post.terms.forwarding.withholding import withholding

_ORDERED = Words(
    no="Du bestiller. Melding går med en gang til den gamle adressen og til hver voksen bestillingen gjelder.",
    en="You order. The old address, and each adult the order is about, are told at once.",
)
_CANCEL = Words(
    no="Siste dag å avbestille. Det som er betalt, betales tilbake.",
    en="The last day to cancel. What was paid is paid back.",
)
_STARTS = {
    Service.PERMANENT: Words(
        no="Adresseendringen gjelder. Posten ettersendes til den nye adressen.",
        en="The change of address is in force. Mail is redirected to the new address.",
    ),
    Service.TEMPORARY: Words(
        no="Posten ettersendes til den midlertidige adressen.",
        en="Mail is redirected to the temporary address.",
    ),
    Service.STORAGE: Words(no="Posten oppbevares hos oss.", en="Mail is stored by us."),
}
_EFFECTIVE = Words(
    no="Tjenesten virker først nå, så den gamle adressen rekker å si fra.",
    en="The service takes effect only now, so that the old address can object.",
)
_INTERIM = Words(
    no="Tidligste dag for å få levert post underveis, hvis du ber om det første dag.",
    en="The earliest day of a delivery meanwhile, if you ask for one on the first day.",
)
_INTERIM_THEN = Words(
    no="Det som er oppbevart til da, leveres på den faste adressen, slik du har bedt om.",
    en="What is stored by then is delivered at the permanent address, as you asked.",
)
_COLLECT = Words(
    no="Siste hentedag for en sending som må kvitteres for og kommer den første dagen. Slikt oppbevares ikke.",
    en="The last day to collect an item to be signed for that comes on the first day. Such items are not stored.",
)
_REMINDED = Words(
    no="Vi minner deg på at tjenesten snart er over.", en="We remind you that the service ends soon."
)
_WITHHELD = Words(
    no="Fra nå holdes posten tilbake, så ingenting kommer fram etter at du har reist.",
    en="From now mail is withheld, so that nothing arrives after you have left.",
)
_LAST = Words(no="Siste dag av perioden.", en="The last day of the period.")
_LONGEST = Words(
    no="Så lenge kan tjenesten vare, med forlengelse.", en="As long as the service may last, extended."
)
_RETURNED = Words(
    no="Post til den gamle adressen går i retur til avsenderen.",
    en="Mail to the old address goes back to its sender.",
)
_HOME = {
    Service.TEMPORARY: Words(
        no="Posten leveres igjen på den faste adressen, også den som ble holdt tilbake.",
        en="Mail is delivered at the permanent address again, and what was withheld with it.",
    ),
    Service.STORAGE: Words(
        no="Det som er oppbevart, leveres på den faste adressen. Er det mye, får du beskjed og henter det med "
        "legitimasjon.",
        en="What was stored is delivered at the permanent address. If it is much, you are told, and collect it with "
        "an identity document.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What happens on one day, in words, and the clause it rests on; `code` is stable."""

    on: date
    code: str
    words: Words
    clauses: tuple[Clause, ...]


def foresee(
    asked: AskedPeriod,
    *,
    effective_on: date | None = None,
    interim_on: Iterable[date] = (),
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> tuple[Foreseen, ...]:
    """
    Return what happens on which day when an order is taken, in the order of the days.

    `interim_on` are the days on which stored mail was asked for meanwhile.

    Terms:   Forwarding §1 to §5.
    Reading: the days are those of the same rules that are asked when they come; what depends on the mail that
    arrives (how much, what must be signed for) is told for the first day (decision 0145).
    """
    closed = tuple(closed_days)
    rows = (
        *_around(asked, effective_on=effective_on, closed=closed, edition=edition),
        *_of_service(asked, interim_on=tuple(interim_on), closed=closed, edition=edition),
    )
    return tuple(sorted(rows, key=lambda each: each.on))


def _around(
    asked: AskedPeriod, *, effective_on: date | None, closed: tuple[date, ...], edition: ForwardingEdition
) -> Iterator[Foreseen]:
    """Yield the days that every service has."""
    period, own = asked.period, CLAUSES[asked.service]
    yield _row(asked.ordered_on, "ordered", _ORDERED, FORWARDING(1), FORWARDING(7))
    last = last_cancel_day(start=period.start, closed_days=closed, edition=edition)
    if last >= asked.ordered_on:
        yield _row(last, "last_cancel_day", _CANCEL, FORWARDING(5))
    yield _row(period.start, "starts", _STARTS[asked.service], own)
    if effective_on is not None and effective_on > period.start:
        yield _row(effective_on, "effective", _EFFECTIVE, FORWARDING(1))
    reminded = period.last_day - timedelta(days=edition.reminder_days)
    if reminded > period.start:
        yield _row(reminded, "reminded", _REMINDED, own)
    yield _row(period.last_day, "last_day", _LAST, own)
    longest = period_of(start=period.start, months=edition.max_months(asked.service), edition=edition)
    if longest.last_day > period.last_day:
        yield _row(longest.last_day, "longest", _LONGEST, own, FORWARDING(5))


def _of_service(
    asked: AskedPeriod,
    *,
    interim_on: tuple[date, ...],
    closed: tuple[date, ...],
    edition: ForwardingEdition,
) -> Iterator[Foreseen]:
    """Yield the days of one service alone."""
    period, own = asked.period, CLAUSES[asked.service]
    if asked.service is Service.PERMANENT:
        yield _row(period.last_day + DAY, "returned", _RETURNED, own)
    elif asked.service is Service.TEMPORARY:
        held = withholding(last_day=period.last_day, zone=asked.zone, closed_days=closed, edition=edition)
        yield _row(max(held.window.start, period.start), "withheld", _WITHHELD, own)
        yield _row(held.deliver_from, "home", _HOME[asked.service], own)
    else:
        yield from _stored(period, interim_on=interim_on, closed=closed, edition=edition)


def _stored(
    period: Period, *, interim_on: tuple[date, ...], closed: tuple[date, ...], edition: ForwardingEdition
) -> Iterator[Foreseen]:
    own = CLAUSES[Service.STORAGE]
    yield from (_row(each, "interim", _INTERIM_THEN, own) for each in interim_on)
    interim = interim_delivery(
        requested_on=period.start, last_day=period.last_day, closed_days=closed, edition=edition
    )
    first = interim.answer["deliver_on"]
    if not interim_on and not interim.refusals and isinstance(first, date):
        yield _row(first, "interim_first", _INTERIM, own)
    waits = pickup_return(kind=ItemKind.REGISTERED, ready_on=period.start, edition=edition)
    collect = waits.answer["last_collect_day"]
    assert isinstance(collect, date)
    if collect <= period.last_day:
        yield _row(collect, "last_collect_day", _COLLECT, own)
    home = first_delivery(last_day=period.last_day, closed_days=closed, edition=edition)
    yield _row(home, "home", _HOME[Service.STORAGE], own)


def _row(on: date, code: str, words: Words, *clauses: Clause) -> Foreseen:
    return Foreseen(on=on, code=code, words=words, clauses=tuple(dict.fromkeys(clauses)))
