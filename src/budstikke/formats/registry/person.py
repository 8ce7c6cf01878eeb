"""
A person as the registry knows them, and of that only what may be taken: numbers, names, death, and the protection.

Addresses, relations, marital status and all else are not read at all, so nothing here can hand them on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from budstikke.formats.malformed import Fault, Malformed

# What a look-up asks for, under the registry's own names; nothing else is sent to us.
PARTS = ("identifikasjonsnummer", "navn", "doedsfall", "foedsel", "adressebeskyttelse")
GRADES = ("ugradert", "klientadresse", "fortrolig", "strengtFortrolig")
_NUMBER = re.compile(r"[0-9]{11}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryName:
    """A name as registered."""

    given: str
    middle: str = ""
    surname: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryPerson:
    """
    One person's document.

    `number` is the one in use (of someone who died or was a duplicate perhaps none), `ended` those that were before.
    `died` without `died_on`: the day is not known. `grade` is one of GRADES.
    """

    number: str = field(repr=False)
    ended: tuple[str, ...] = field(default=(), repr=False)
    name: RegistryName | None = field(default=None, repr=False)
    born_on: date | None = field(default=None, repr=False)
    died: bool = False
    died_on: date | None = None
    grade: str = GRADES[0]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number the person has or had."""
        return (*((self.number,) if self.number else ()), *self.ended)


def read_persons(content: bytes) -> tuple[RegistryPerson, ...]:
    """
    Read the answer to a look-up of many; who is not in it, the registry does not know.

    Raises: Malformed with every fault; none repeats what stands in a document.
    """
    try:
        answer = json.loads(content)
        rows = answer["oppslag"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise Malformed(
            (Fault("answer", "NOT_JSON", "the answer is JSON with a list called oppslag"),)
        ) from None
    found, faults = [], []
    for place, row in enumerate(rows if isinstance(rows, list) else [None], start=1):
        try:
            document = row["folkeregisterperson"]
            if document is not None:
                found.append(_person(document))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            text = f"the document cannot be read ({type(error).__name__})"
            faults.append(Fault(f"oppslag {place}", "BAD_PERSON", text))
    if faults:
        raise Malformed(tuple(faults))
    return tuple(found)


def write_persons(persons: Iterable[tuple[str, Mapping[str, object]]]) -> bytes:
    """Write such an answer, as the registry does: the number asked for and the document, each."""
    rows = [{"foedselsEllerDNummer": number, "folkeregisterperson": document} for number, document in persons]
    return json.dumps({"oppslag": rows}, ensure_ascii=False).encode()


def _person(document: Mapping[str, object]) -> RegistryPerson:
    numbers = [
        (str(each["foedselsEllerDNummer"]), each.get("status") == "iBruk")
        for each in _rows(document, "identifikasjonsnummer", all_of_them=True)
    ]
    if not numbers or not all(_NUMBER.fullmatch(number) for number, _ in numbers):
        raise ValueError("numbers")
    names = _rows(document, "navn")
    deaths = _rows(document, "doedsfall")
    births = _rows(document, "foedsel")
    grades = [str(each["graderingsnivaa"]) for each in _rows(document, "adressebeskyttelse")]
    if not set(grades) <= set(GRADES):
        raise ValueError("grade")
    in_use = [number for number, used in numbers if used]
    return RegistryPerson(
        number=in_use[0] if in_use else "",
        ended=tuple(number for number, _ in numbers if number not in in_use[:1]),
        name=_name(names[0]) if names else None,
        born_on=_day(births[0].get("foedselsdato")) if births else None,
        died=bool(deaths),
        died_on=_day(deaths[0].get("doedsdato")) if deaths else None,
        grade=max(grades, key=GRADES.index, default=GRADES[0]),
    )


def _rows(
    document: Mapping[str, object], name: str, *, all_of_them: bool = False
) -> list[Mapping[str, object]]:
    """Return the rows of an entity that hold now; some entities are a list, some a single row."""
    rows = document.get(name) or []
    listed = [rows] if isinstance(rows, Mapping) else rows
    if not isinstance(listed, list):
        raise TypeError(name)
    return [each for each in listed if all_of_them or each.get("erGjeldende", True)]


def _name(row: Mapping[str, object]) -> RegistryName:
    given, surname = str(row["fornavn"]).strip(), str(row["etternavn"]).strip()
    if not given or not surname:
        raise ValueError("name")
    return RegistryName(given=given, middle=str(row.get("mellomnavn") or "").strip(), surname=surname)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
