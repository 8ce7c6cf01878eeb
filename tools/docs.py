#!/usr/bin/env python3
"""
Write the tables of the documentation that are made from the code.

    .venv/bin/python tools/docs.py            renew them
    .venv/bin/python tools/docs.py --check    say which are out of step (exit 1)

A table stands between two comments, `<!-- table: NAME -->` and `<!-- end -->`; everything else is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools import docs_forwarding  # noqa: E402
from tools.docs_keeping import how_long, what_goes_when  # noqa: E402

from budstikke.cli.device_failures import FAILURES  # noqa: E402
from budstikke.formats.chip import FINDINGS  # noqa: E402
from budstikke.formats.edifact.faults import KINDS  # noqa: E402
from budstikke.law.refusal import RefusalReason  # noqa: E402
from budstikke.post.doors.devices.problems import PROBLEMS  # noqa: E402
from budstikke.post.terms.editions import PUM_EDITIONS  # noqa: E402
from budstikke.post.terms.events import EVENTS, Audience, Custody, State  # noqa: E402
from budstikke.post.terms.evidenced import (  # noqa: E402
    ERASED,
    EVIDENCED,
    NAMES_NOT_MADE,
    NOT_EVIDENCED,
    ORDERS_REJECTED,
)
from budstikke.post.terms.pum.documents_for_letter import (  # noqa: E402
    AcceptedLine,
    Layer,
    Says,
    accepted_for,
)
from budstikke.post.terms.pum.id_documents import DOCUMENTS, Carries, Standing  # noqa: E402
from budstikke.post.terms.pum.readings import (  # noqa: E402
    PRECEDENCE,
    Contradiction,
    Particular,
    Source,
    Weight,
)
from budstikke.post.terms.refusals.afterwards import AFTERWARDS  # noqa: E402
from budstikke.post.terms.refusals.booking import BOOKING  # noqa: E402
from budstikke.post.terms.refusals.checking import CHECKING  # noqa: E402
from budstikke.post.terms.refusals.claims import CLAIMS  # noqa: E402
from budstikke.post.terms.refusals.desk import AT_THE_DESK  # noqa: E402
from budstikke.post.terms.refusals.forwarding import FORWARDING_ORDERS  # noqa: E402
from budstikke.post.terms.refusals.forwarding_role import FORWARDING_ROLE  # noqa: E402
from budstikke.post.terms.refusals.handing_over import HANDING_OVER  # noqa: E402
from budstikke.post.terms.refusals.keeping import KEEPING  # noqa: E402
from budstikke.post.terms.refusals.recipient import ASKED_BY_RECIPIENT  # noqa: E402
from budstikke.post.terms.refusals.sending import SENDING  # noqa: E402
from budstikke.post.terms.refusals.sorting import AT_SORTING  # noqa: E402
from budstikke.post.terms.refusals.station import AT_THE_STATION  # noqa: E402
from budstikke.post.terms.refusals.watching import FORWARDING_WATCH  # noqa: E402
from budstikke.proof.events import EVENT_NAMES  # noqa: E402

_TABLE = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.S)


def _rows(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _said(text: str) -> str:
    """A sentence of a table, with the facts it will be filled with shown as gaps."""
    words = re.sub(r"\{(\w+?)(_no|_en)?(?::[^}]*)?\}", r"*\1*", text)
    return words.replace("_", " ")


def _refusals(table: Iterable[RefusalReason]) -> str:
    return _rows(
        ("code", "clause", "why", "what cures it"),
        (
            (
                f"`{row.code}`",
                ", ".join(f"§{clause.number}" for clause in row.clauses),
                _said(row.staff.en),
                _said(row.cure.en),
            )
            for row in table
        ),
    )


def _faults() -> str:
    return _rows(
        ("code", "in CONTRL", "what is wrong and what cures it"),
        ((f"`{code}`", str(kind.error_code), _said(kind.text)) for code, kind in KINDS.items()),
    )


def _statuses() -> str:
    return _rows(
        ("event", "STS event", "reason", "what happened"),
        (
            (
                f"`{row.code}`",
                row.wire.event,
                row.wire.reason or "–",
                row.words.en,
            )
            for row in EVENTS.values()
            if row.wire is not None and Audience.SENDER in row.seen_by
        ),
    )


def _evidenced() -> str:
    def named(name: str) -> str:
        return f"`{name}`{' (ours)' if EVENT_NAMES[name].own else ''}"

    return _rows(
        ("event", "evidence", "what happened", "why it is not made"),
        (
            *((f"`{code}`", named(row.name), EVENTS[code].words.en, "") for code, row in EVIDENCED.items()),
            ("–", named(ORDERS_REJECTED), "An order file has rejected orders, or is refused as a whole", ""),
            ("–", named(ERASED), "Personal data of a letter were erased", ""),
            *((f"`{code}`", "–", EVENTS[code].words.en, why) for code, why in NOT_EVIDENCED.items()),
            *(("–", named(name), EVENT_NAMES[name].title.en, why) for name, why in NAMES_NOT_MADE.items()),
        ),
    )


def _documents() -> str:
    standing = {
        Standing.APPROVED: "yes",
        Standing.ASK: "the clerk decides, with a reason",
        Standing.NEVER: "no",
    }
    expected = {Carries.ALWAYS: "always", Carries.SOME: "on some", Carries.NEVER: "no"}
    return _rows(
        ("code", "document", "accepted", "counts as passport", "number", "signature"),
        (
            (
                f"`{row.code}`",
                row.words.en,
                standing[row.standing],
                "yes" if row.passport else "",
                expected[row.number],
                expected[row.signature],
            )
            for row in DOCUMENTS.values()
        ),
    )


def _document_layers() -> str:
    # Under the newest edition; the sender's line is what a demand for a passport does.
    lines = accepted_for(passport_only=True, edition=PUM_EDITIONS[0], today=PUM_EDITIONS[0].valid_from)
    said = {Says.ACCEPTED: "yes", Says.ASK: "asks the clerk", Says.REFUSED: "no"}

    def by(line: AcceptedLine, layer: Layer) -> str:
        return next((said[one.says] for one in line.lines if one.layer is layer), "–")

    return _rows(
        ("document", "law", "carrier (§11)", "sender demands a passport (§7)", "in the carrier's words"),
        (
            (
                DOCUMENTS[line.kind].words.en,
                *(by(line, layer) for layer in Layer),
                next(one.words.en for one in line.lines if one.layer is Layer.CARRIER),
            )
            for line in sorted(lines, key=lambda line: list(DOCUMENTS).index(line.kind))
        ),
    )


def _document_carries() -> str:
    expected = {Carries.ALWAYS: "always", Carries.SOME: "on some", Carries.NEVER: "no"}
    return _rows(
        ("document", "number", "signature", "chip", "zone", "its code begins", "points to it"),
        (
            (
                row.words.en,
                *(expected[each] for each in (row.number, row.signature, row.chip)),
                ", ".join(row.mrz) or "–",
                ", ".join(row.mrz_codes) or "–",
                ", ".join(row.mrz_hints) or "–",
            )
            for row in DOCUMENTS.values()
            if row.standing is not Standing.NEVER or row.mrz
        ),
    )


_READ_AS = {
    Source.CHIP: "chip (DG1)",
    Source.CHIP_DETAILS: "chip's details (DG11)",
    Source.MRZ_SWIPED: "zone swiped",
    Source.MRZ_PICTURE: "zone in a picture",
    Source.MRZ_TYPED: "zone typed",
    Source.PAGE_TYPED: "page typed",
}


def _precedence() -> str:
    return _rows(
        ("particular", "what counts first, and then"),
        (
            (f"`{name}`", ", ".join(_READ_AS[source] for source in order))
            for name, order in PRECEDENCE.items()
        ),
    )


def _contradictions() -> str:
    pairs = (
        ("chip and zone, or two zones", Source.CHIP, Source.MRZ_SWIPED),
        ("what was typed from the page, and any of them", Source.PAGE_TYPED, Source.MRZ_SWIPED),
        ("the two parts of one chip", Source.CHIP, Source.CHIP_DETAILS),
    )
    said = {Weight.BLOCKS: "blocks", Weight.ASK: "asks", Weight.SHOWN: "shown"}
    return _rows(
        ("particular", *(name for name, _, _ in pairs)),
        (
            (
                f"`{particular}`",
                *(
                    said[Contradiction(particular=particular, first=first, second=second).weight]
                    for _, first, second in pairs
                ),
            )
            for particular in Particular
        ),
    )


def _events_glossary() -> str:
    return _rows(
        ("norsk", "English", "name in code"),
        ((row.words.no, row.words.en, f"`Event.{row.code}`") for row in EVENTS.values()),
    )


_STATES = {
    State.BOOKED: ("bestilt", "ordered, still with its sender"),
    State.HANDED_IN: ("innlevert", "handed in"),
    State.IN_TRANSIT: ("underveis", "on its way"),
    State.READY: ("klar til henting", "ready to collect"),
    State.DELIVERED: ("utlevert", "handed to its recipient"),
    State.RETURNING: ("i retur", "going back"),
    State.RETURNED: ("returnert", "back at its sender"),
    State.CANCELLED: ("avbestilt", "cancelled before the first scan"),
    State.LOST: ("kommet bort", "lost"),
}
_PLACES = {
    Custody.AT_SENDER: ("hos avsenderen", "with its sender"),
    Custody.AT_HAND_IN: ("på innleveringsstedet", "where it was handed in"),
    Custody.AT_TERMINAL: ("på terminal", "at a terminal"),
    Custody.ON_THE_WAY: ("på vei", "on the way"),
    Custody.AT_OUTLET: ("på poststedet", "at an outlet"),
    Custody.GOING_BACK: ("på vei tilbake", "on the way back"),
    Custody.WITH_RECIPIENT: ("hos mottakeren", "with its recipient"),
    Custody.BACK_AT_SENDER: ("tilbake hos avsenderen", "with its sender again"),
    Custody.NOWHERE: ("ingen steder", "nowhere anybody knows"),
    Custody.WITHDRAWN: ("trukket tilbake", "never given to us"),
}


def _states_glossary() -> str:
    rows = [(no, en, f"`State.{state.name}`") for state, (no, en) in _STATES.items()]
    rows += [(no, en, f"`Custody.{place.name}`") for place, (no, en) in _PLACES.items()]
    return _rows(("norsk", "English", "name in code"), rows)


def _editions() -> str:
    return _rows(
        ("edition", "from", "to", "days to collect", "reminders by SMS and e-mail", "by paper"),
        (
            (
                f"`{edition.id}`",
                f"{edition.valid_from}",
                f"{edition.valid_to or 'further notice'}",
                str(edition.collection_days),
                "day " + ", ".join(map(str, edition.reminder_days_sms)),
                "day " + ", ".join(map(str, edition.reminder_days_paper)),
            )
            for edition in PUM_EDITIONS
        ),
    )


def _chip_findings() -> str:
    return _rows(
        ("code", "weight", "what was found", "what to do"),
        ((f"`{kind.code}`", str(kind.weight), _said(kind.en), kind.cure_en) for kind in FINDINGS.values()),
    )


def _device_failures() -> str:
    return _rows(
        ("name", "what the device does", "hears", "station", "letter"),
        (
            (
                f"`{row.name}`",
                row.does,
                f"`{row.answer}`" + (f" `{row.found}`" if row.found else ""),
                row.station,
                f"`{row.letter}`" if row.letter.isupper() else row.letter,
            )
            for row in FAILURES.values()
        ),
    )


def _device_problems() -> str:
    return _rows(
        ("code", "HTTP", "what is wrong", "what cures it"),
        ((f"`{row.code}`", str(row.status), row.words.en, row.cure.en) for row in PROBLEMS.values()),
    )


TABLES: Mapping[str, Callable[[], str]] = {
    "faults": _faults,
    "refusals-of-orders": lambda: _refusals((*BOOKING, *SENDING)),
    "refusals-at-the-counter": lambda: _refusals((*AT_THE_STATION, *HANDING_OVER, *CHECKING)),
    "refusals-afterwards": lambda: _refusals(
        (*ASKED_BY_RECIPIENT, *AFTERWARDS, *AT_THE_DESK, *CLAIMS, *KEEPING)
    ),
    "refusals-of-forwarding": lambda: _refusals(
        (*FORWARDING_ORDERS, *FORWARDING_WATCH, *FORWARDING_ROLE, *AT_SORTING)
    ),
    "forwarding-editions": lambda: _rows(*docs_forwarding.editions()),
    "forwarding-switches": lambda: _rows(*docs_forwarding.switches()),
    "statuses": _statuses,
    "evidenced": _evidenced,
    "device-failures": _device_failures,
    "device-problems": _device_problems,
    "documents": _documents,
    "document-layers": _document_layers,
    "document-carries": _document_carries,
    "precedence": _precedence,
    "contradictions": _contradictions,
    "chip-findings": _chip_findings,
    "events": _events_glossary,
    "states": _states_glossary,
    "editions": _editions,
    "keeping": lambda: _rows(*how_long()),
    "erased": lambda: _rows(*what_goes_when()),
}


def renewed(text: str) -> str:
    """Return a page with its tables as the code has them now."""
    return _TABLE.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", text)


def pages() -> list[Path]:
    """Return every page that has a table."""
    return [
        path
        for path in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
        if _TABLE.search(path.read_text(encoding="utf-8"))
    ]


def main(arguments: list[str]) -> int:
    stale = []
    for path in pages():
        text = path.read_text(encoding="utf-8")
        if renewed(text) != text:
            stale.append(str(path.relative_to(ROOT)))
            if "--check" not in arguments:
                path.write_text(renewed(text), encoding="utf-8")
    sys.stdout.write("".join(f"{name}\n" for name in stale))
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
