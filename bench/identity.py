"""Reading machine-readable zones and comparing names: how many a second, on one core."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from statistics import median

TODAY = date(2026, 11, 21)
_SURNAMES = (
    "Nordmann",
    "Østenbyen",
    "Bjørnson Ås",
    "O'Connor",
    "van der Muellen",
    "Al-Hassan",
    "Müller",
    "Łukasz",
    "Nilavadhanananda",
)
_GIVEN = (
    "Kari",
    "Ola Åsamund",
    "Anne-Marie",
    "Þór",
    "Chayapa Dejthamrong Krasuang",
    "José Ramón",
    "",
    "Biret Ánde",
)
_STATES = ("NOR", "SWE", "D", "UTO", "POL")
# What the letter says in place of the document's name, and how often of ten.
_LETTERS = {
    "{given} {surname}": 4,
    "{surname}, {given}": 1,
    "{first} {surname}": 2,
    "{initial}. {surname}": 1,
    "{given} Hansen": 1,
    "Kari Anne Oestby": 1,
}


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:  # noqa: ARG001  (all are called alike)
    """Read zones of every format, three in ten of them faulty, and compare names of every answer."""
    from budstikke.formats import mrz
    from budstikke.post.terms.pum.names import compare

    rounds = 3 if small else 9
    zones, pairs = list(_zones()), list(_pairs())

    def read() -> object:
        return [mrz.read(zone, today=TODAY) for zone in zones]

    def match() -> object:
        return [compare(addressee=letter, surname=surname, given=given) for letter, surname, given in pairs]

    sound = sum(mrz.read(zone, today=TODAY).accept for zone in zones)
    yield {
        "measure": "read_mrz",
        "of": f"{len(zones)} zones of the five formats, {len(zones) - sound} of them faulty",
        "unit": "zones per CPU-second",
        "goal": ">= 30000",
        **_per_s(read, count=len(zones), rounds=rounds),
    }
    answers = [compare(addressee=a, surname=s, given=g).verdict for a, s, g in pairs]
    yield {
        "measure": "compare_names",
        "of": f"{len(pairs)} pairs: "
        + ", ".join(f"{answers.count(answer)} {answer}" for answer in ("same", "ask", "differs")),
        "unit": "comparisons per CPU-second",
        "goal": ">= 15000",
        **_per_s(match, count=len(pairs), rounds=rounds),
    }


def _zones() -> Iterator[str]:
    """Yield invented zones: every tenth with a wrong digit, a small letter, and a lost character."""
    from budstikke.formats.mrz import Format, ZoneValues, write

    formats = (Format.TD3, Format.TD1, Format.TD3, Format.TD2, Format.MRVA, Format.MRVB)
    for nth, (surname, given, state) in enumerate(product(_SURNAMES, _GIVEN, _STATES)):
        form = formats[nth % len(formats)]
        lines = write(
            form,
            ZoneValues(
                document_code="V" if form.is_visa else "P" if form is Format.TD3 else "I",
                issuing_state=state,
                nationality=_STATES[nth % 3],
                document_number=f"{nth:09d}" + ("XY" if form is Format.TD1 and nth % 4 == 0 else ""),
                birth=f"{50 + nth % 50:02d}{1 + nth % 12:02d}{1 + nth % 28:02d}",
                sex=("M", "F", "")[nth % 3],
                expiry=f"{27 + nth % 9:02d}{1 + nth % 12:02d}15",
                surname=surname,
                given_names=given,
                optional="" if form.is_visa or nth % 2 else "A12",
            ),
        )
        text = "\n".join(lines)
        yield {0: text[:-20] + "7" + text[-19:], 1: text.replace("N", "n", 1), 2: text[:-1]}.get(
            nth % 10, text
        )


def _pairs() -> Iterator[tuple[str, str, str]]:
    ways = [way for way, times in _LETTERS.items() for _ in range(times)]
    for surname, given, way in product(_SURNAMES, filter(None, _GIVEN), ways):
        letter = way.format(surname=surname, given=given, first=given.split()[0], initial=given[0])
        yield letter, *_as_printed(surname, given)


def _as_printed(surname: str, given: str) -> tuple[str, str]:
    from budstikke.formats import icao_letters

    return icao_letters.primary(surname), icao_letters.primary(given)


def _per_s(work: Callable[[], object], *, count: int, rounds: int) -> dict[str, int]:
    """Repeat the work for about a second; the median of the rounds, and the best of them."""
    began = time.process_time()
    work()
    times = max(1, round(0.3 / max(time.process_time() - began, 1e-6)))
    spent = []
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        for _ in range(times):
            work()
        spent.append(time.process_time() - began)
    return {"per_s": round(count * times / median(spent)), "best_per_s": round(count * times / min(spent))}
