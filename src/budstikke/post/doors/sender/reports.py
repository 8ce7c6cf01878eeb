"""Reports: what became of the letters of a period, how long they took, why there was a no, and at which outlet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from budstikke.kit.clock import today
from budstikke.law.words import Language, Words
from budstikke.post.actions.senders.sender_figures import Figures, figures_of
from budstikke.post.doors.sender.charts import Bar, chart
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import attached, page
from budstikke.post.doors.sender.tables import WORKBOOK, csv_of, workbook_of
from budstikke.post.doors.sender.words import STATES
from budstikke.post.records.sender_counts import AtOutlet
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.events import State
from budstikke.post.terms.refusals import TABLE

_USUAL = timedelta(days=29)
_MOST = timedelta(days=366)
_ON_THE_PAGE = 20
_BLANK = re.compile(r"\{[^}]*\}")
# Beyond so many working days letters are counted together: last day of each group.
_GROUPS = (10, 15)
_LETTERS, _SHARE = Words(no="Brev", en="Letters"), Words(no="Andel", en="Share")
_DAYS = Words(no="Virkedager", en="Working days")
_OUTLETS = (
    Words(no="Hentested", en="Outlet"),
    Words(no="Utlevert", en="Handed over"),
    Words(no="I retur", en="Sent back"),
    Words(no="Venter", en="Waiting"),
    _LETTERS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: its bars, and the table that says the same and more."""

    key: str
    title: str
    told: str
    clause: str
    bars: Sequence[Bar]
    head: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Show every figure of a period, drawn and as a table."""
    at = standing(request)
    from_on, to_on, is_period = _period(request)
    found = figures_of(at.sender_id, from_on=from_on, to_on=to_on)
    handed_in = sum(found.states.values())
    shown = {
        "from_on": from_on,
        "to_on": to_on,
        "fault": not is_period,
        "handed_in": handed_in,
        "delivered": found.states.get(State.DELIVERED, 0),
        "returned": sum(found.states.get(each, 0) for each in (State.RETURNING, State.RETURNED)),
        "refused": found.checks_refused,
        "figures": [
            {
                "figure": each,
                "chart": chart(each.bars),
                "rows": each.rows[:_ON_THE_PAGE],
                "more": max(0, len(each.rows) - _ON_THE_PAGE),
            }
            for each in _figures(found, from_on, at.language)
        ],
    }
    return page(
        request, "sender/reports.html", shown, here="sender:reports", status=200 if is_period else 422
    )


@require_safe
def download(request: HttpRequest, figure: str, form: str) -> HttpResponse:
    """
    Give the whole table of a figure, as CSV or as a workbook.

    Raises: Http404 for a figure or form that there is not, and for a period that is none.
    """
    at = standing(request)
    from_on, to_on, is_period = _period(request)
    if not is_period or form not in ("csv", "xlsx"):
        raise Http404
    found = figures_of(at.sender_id, from_on=from_on, to_on=to_on)
    one = next((each for each in _figures(found, from_on, at.language) if each.key == figure), None)
    if one is None:
        raise Http404
    name = f"{one.key}-{from_on}-{to_on}.{form}"
    if form == "csv":
        return attached(csv_of(one.head, one.rows), "text/csv; charset=utf-8", name)
    return attached(workbook_of(one.title, one.head, one.rows), WORKBOOK, name)


def _period(request: HttpRequest) -> tuple[date, date, bool]:
    usual = today() - _USUAL, today()
    asked = request.GET.get("from", ""), request.GET.get("to", "")
    if asked == ("", ""):
        return *usual, True
    try:
        from_on, to_on = map(date.fromisoformat, asked)
    except ValueError:
        return *usual, False
    # Later than this no letter was handed in; and holidays are not known for every year there is.
    is_period = timedelta(0) <= to_on - from_on <= _MOST and from_on.year > 2000 and to_on <= today()
    return (from_on, to_on, True) if is_period else (*usual, False)


def _figures(found: Figures, from_on: date, language: Language) -> list[Figure]:
    target = pum_on(from_on).delivery_target_days
    return [
        _outcomes(found.states, language),
        _taken(
            "to-outlet",
            Words(
                no="Virkedager fra innlevering til klar for henting",
                en="Working days from hand-in to ready to collect",
            ),
            found.to_outlet,
            target=target,
            language=language,
        ),
        _taken(
            "to-recipient",
            Words(
                no="Virkedager fra innlevering til utlevering", en="Working days from hand-in to hand-over"
            ),
            found.to_recipient,
            target=target,
            language=language,
        ),
        _noes(found.refused, found.checks_refused, language),
        _at_outlets(found.outlets, language),
    ]


def _outcomes(states: Mapping[str, int], language: Language) -> Figure:
    counted = [(STATES[each][0].in_(language), states[each]) for each in STATES if states.get(each)]
    return Figure(
        key="outcomes",
        title=Words(no="Hva det ble av brevene", en="What became of the letters").in_(language),
        told=Words(
            no="Brev levert inn i perioden, slik de står nå.",
            en="Letters handed in within the period, as they are now.",
        ).in_(language),
        clause="",
        bars=[Bar(words=words, value=many) for words, many in counted],
        head=(
            Words(no="Hvor i løpet", en="Where on its way").in_(language),
            _LETTERS.in_(language),
            _SHARE.in_(language),
        ),
        rows=_with_share(counted, of=sum(states.values())),
    )


def _taken(key: str, title: Words, days: Mapping[int, int], *, target: int, language: Language) -> Figure:
    counted = (
        [
            (_group_words(first, last, language), many, last > target)
            for first, last in _groups(target, max(days, default=0))
            if (many := sum(days.get(each, 0) for each in range(first, last + 1))) or last <= target
        ]
        if days
        else []
    )
    letters = sum(days.values())
    inside = sum(many for each, many in days.items() if each <= target)
    told = Words(
        no=f"{inside} av {letters} brev tok høyst {target} virkedager, som er den normale tiden til hentestedet.",
        en=f"{inside} of {letters} letters took at most {target} working days, the normal time to the outlet.",
    )
    over = Words(no=" – over normal tid", en=" – beyond the normal time").in_(language)
    return Figure(
        key=key,
        title=title.in_(language),
        told=told.in_(language),
        clause="PUM §11",
        bars=[
            Bar(words=words + (over if late else ""), value=many, tone="late" if late else "")
            for words, many, late in counted
        ],
        head=(_DAYS.in_(language), _LETTERS.in_(language), _SHARE.in_(language)),
        rows=_with_share([(words, many) for words, many, _ in counted], of=letters),
    )


def _groups(target: int, longest: int) -> list[tuple[int, int]]:
    alone = [(each, each) for each in range(target + 3)]
    first, groups = target + 3, []
    for last in (*_GROUPS, max(longest, _GROUPS[-1] + 1)):
        groups.append((first, last))
        first = last + 1
    return alone + groups


def _group_words(first: int, last: int, language: Language) -> str:
    if first == last:
        return Words(
            no=f"{first} virkedag" + ("" if first == 1 else "er"),
            en=f"{first} working day" + ("" if first == 1 else "s"),
        ).in_(language)
    if first > _GROUPS[-1]:
        return Words(no=f"{first} virkedager eller mer", en=f"{first} working days or more").in_(language)
    return Words(no=f"{first} til {last} virkedager", en=f"{first} to {last} working days").in_(language)


def _noes(refused: Mapping[str, int], checks: int, language: Language) -> Figure:
    counted = sorted(
        (
            (_short(TABLE[rule].staff.in_(language)), ", ".join(map(str, TABLE[rule].clauses)), many)
            for rule, many in refused.items()
        ),
        key=lambda row: (-row[2], row[0]),
    )
    told = Words(
        no=f"{checks} kontroller i perioden endte med at brevet ikke ble utlevert. Én kontroll kan ha flere grunner.",
        en=f"{checks} checks within the period ended without a hand-over. One check can have several reasons.",
    )
    return Figure(
        key="refused",
        title=Words(no="Hvorfor brev ikke ble utlevert", en="Why letters were not handed over").in_(language),
        told=told.in_(language),
        clause="PUM §11, §12",
        bars=[Bar(words=words, value=many) for words, _, many in counted[:_ON_THE_PAGE]],
        head=(
            Words(no="Grunn", en="Reason").in_(language),
            Words(no="Vilkår", en="Clause").in_(language),
            Words(no="Kontroller", en="Checks").in_(language),
        ),
        rows=counted,
    )


def _at_outlets(outlets: Sequence[AtOutlet], language: Language) -> Figure:
    return Figure(
        key="outlets",
        title=Words(no="Hentesteder", en="Outlets").in_(language),
        told=Words(
            no="Brev levert inn i perioden, etter hvor de hentes.",
            en="Letters handed in within the period, by where they are collected.",
        ).in_(language),
        clause="",
        bars=[Bar(words=each.name, value=each.letters) for each in outlets[:_ON_THE_PAGE]],
        head=tuple(words.in_(language) for words in _OUTLETS),
        rows=[
            (f"{each.name}, {each.city}", each.delivered, each.returned, each.waiting, each.letters)
            for each in outlets
        ],
    )


def _with_share(counted: Sequence[tuple[str, int]], *, of: int) -> list[tuple[object, ...]]:
    return [(words, many, f"{100 * many / of:.0f} %" if of else "–") for words, many in counted]


def _short(words: str) -> str:
    """What a reason says without the figures of one letter."""
    return _BLANK.sub("…", words)
