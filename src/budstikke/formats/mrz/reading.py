"""Text lines to a zone: find the format, cut the fields, judge each. Whatever comes in, a zone comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from budstikke.formats.mrz import dates, states
from budstikke.formats.mrz.check_digit import values, weigh
from budstikke.formats.mrz.findings import Finding, Zone
from budstikke.formats.mrz.layouts import FIELDS, LAYOUTS, Format, Layout, Place

_ALLOWED = re.compile(r"[A-Z0-9<]+", re.ASCII)
_FOREIGN = re.compile(r"[^A-Z0-9<]", re.ASCII)
_NAMES = re.compile(r"[A-Z<]+")
_CODE = re.compile(r"[A-Z][A-Z0-9<]")
_STATE = re.compile(r"[A-Z]{1,3}<{0,2}|<<<")
# How far a line may be from the width of a format and still be a faulty line of it: farther beside a whole line.
_NEAR, _NEAR_A_WHOLE_LINE = 1, 4
# A device may send all lines in one piece.
_IN_ONE_PIECE = {90: 30, 88: 44, 72: 36}

_IS_FRENCH = Finding(
    "format",
    0,
    0,
    0,
    "an older French identity card, none of the formats; its zone has no expiry, so a clerk looks it up",
)


@dataclass(slots=True)
class _Draft:
    """A zone while it is judged: all lines joined, what each character is worth, and the findings so far."""

    layout: Layout
    text: str
    worth: bytes
    fields: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(FIELDS))
    faults: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)

    def raw(self, name: str) -> str:
        return self.text[self.layout.cuts[name]]

    def fault(self, code: str, place: Place, text: str) -> None:
        self.faults.append(Finding(code, place.line, place.first, place.last, text))

    def remark(self, code: str, place: Place, text: str) -> None:
        self.remarks.append(Finding(code, place.line, place.first, place.last, text))

    def digit_holds(self, place: Place, *, empty_may_lack_it: bool = False) -> bool:
        """Say whether a place's check digit is right."""
        position = self.layout.digit(place)
        if position is None:
            return True
        cut = self.layout.cut(place)
        printed = self.text[position]
        if printed == "<":
            return empty_may_lack_it and not self.text[cut].strip("<")
        return printed.isdecimal() and weigh(self.worth[cut]) == int(printed)


def read(text: str | Sequence[str], *, today: date) -> Zone:
    """
    Read a zone from its lines.

    Reading: blanks around lines, empty lines, and all lines in one piece are forgiven; nothing else is, small
    letters neither, because the zone has none. Where the length, the characters or the format are wrong,
    nothing further is judged.
    Returns: a zone for any input; `faults` says what is wrong with it.
    """
    lines = _lines(text)
    layout = _layout(lines)
    if layout is None:
        told = "these are not the two or three lines of a known format"
        return Zone(Format.NONE, (Finding("format", 0, 0, 0, told),))
    if structural := [*_wrong_lengths(lines, layout), *_foreign_characters(lines)]:
        return _as_far_as_possible(lines, layout, structural)
    joined = "".join(lines)
    draft = _Draft(layout, joined, values(joined))
    _cut_fields(draft)
    if layout.format is Format.FRENCH:
        return _french(draft, today=today)
    _judge_codes(draft)
    _judge_number(draft)
    expiry = _judge_date(draft, "expiry", dates.expiry(draft.raw("expiry")))
    before = expiry.day if expiry else None
    birth = _judge_date(draft, "birth", dates.birth(draft.raw("birth"), today=today, before=before))
    _judge_optional(draft)
    _judge_composite(draft)
    truncated = _judge_names(draft)
    return _zone(draft, birth=birth, expiry=expiry, truncated=truncated)


def _lines(text: str | Sequence[str]) -> list[str]:
    pieces = text.splitlines() if isinstance(text, str) else list(text)
    lines = [line for piece in pieces if (line := piece.strip())]
    if len(lines) == 1 and (width := _IN_ONE_PIECE.get(len(lines[0]))):
        whole = lines[0]
        return [whole[at : at + width] for at in range(0, len(whole), width)]
    return lines


def _layout(lines: Sequence[str]) -> Layout | None:
    if len(lines) not in (2, 3):
        return None
    longest = max(map(len, lines))
    if len(lines) == 3:
        found = Format.TD1
    elif longest >= 40:
        found = Format.MRVA if lines[0].startswith("V") else Format.TD3
    elif lines[0].startswith("IDFRA") and _is_french(lines):
        found = Format.FRENCH
    else:
        found = Format.MRVB if lines[0].startswith("V") else Format.TD2
    layout = LAYOUTS[found]
    # Where no line has the width, it is another layout that is not known here (2x34 of Slovakia), not a slip.
    near = _NEAR_A_WHOLE_LINE if any(len(line) == layout.width for line in lines) else _NEAR
    return layout if all(abs(len(line) - layout.width) <= near for line in lines) else None


def _is_french(lines: Sequence[str]) -> bool:
    """Tell the French layout from a TD2 of France: digits stand where a TD2 has the nationality."""
    return lines[1][10:13].isdecimal()


def _wrong_lengths(lines: Sequence[str], layout: Layout) -> list[Finding]:
    return [
        Finding("length", number, 1, len(line), f"has {len(line)} characters; {layout.width} belong here")
        for number, line in enumerate(lines, 1)
        if len(line) != layout.width
    ]


def _foreign_characters(lines: Sequence[str]) -> list[Finding]:
    if all(map(_ALLOWED.fullmatch, lines)):
        return []
    text = "is none of A to Z, 0 to 9 and <"
    return [
        Finding("characters", number, found.start() + 1, found.start() + 1, text)
        for number, line in enumerate(lines, 1)
        for found in _FOREIGN.finditer(line)
    ]


def _as_far_as_possible(lines: Sequence[str], layout: Layout, faults: list[Finding]) -> Zone:
    """Return the fields of the lines that are sound, so that a clerk sees which line to read again."""
    sound = [bool(len(line) == layout.width and _ALLOWED.fullmatch(line)) for line in lines]
    joined = "".join(line[: layout.width].ljust(layout.width, "<") for line in lines)
    draft = _Draft(layout, joined, b"")
    _cut_fields(draft)
    for name, place in layout.places.items():
        if not sound[place.line - 1]:
            for each in ("surname", "given_names") if name == "names" else (name,):
                draft.fields[each] = None
    if layout.format is Format.FRENCH:
        faults = [*faults, _IS_FRENCH]
    return Zone(layout.format, tuple(faults), fields=draft.fields)


def _cut_fields(draft: _Draft) -> None:
    layout, text, fields = draft.layout, draft.text, draft.fields
    for name, cut in layout.cuts.items():
        raw = text[cut]
        if name == "names":
            surname, _, given = raw.rstrip("<").partition("<<")
            fields["surname"] = _value(surname)
            fields["given_names"] = _value(given)
        else:
            fields[name] = raw if name in ("birth", "expiry") else _value(raw)


def _value(raw: str) -> str:
    return raw.strip("<").replace("<", " ")


def _judge_codes(draft: _Draft) -> None:
    places = draft.layout.places
    if not _CODE.fullmatch(draft.raw("document_code")):
        draft.fault("characters", places["document_code"], "a document code begins with a letter")
    for name in ("issuing_state", "nationality"):
        if not _STATE.fullmatch(draft.raw(name)):
            draft.fault("characters", places[name], "a state's code is letters, then fillers")
        elif not states.is_known(draft.fields[name] or ""):
            draft.remark("unknown_state", places[name], "no such code is known; was it read correctly?")
    sex = draft.raw("sex")
    if sex == "X":
        draft.remark("sex_x", places["sex"], "X stands on the page; the zone should have < instead")
    elif sex not in ("M", "F", "<"):
        draft.fault("characters", places["sex"], "is none of M, F and <")
    if draft.layout.format.is_visa:
        draft.remark("visa", places["document_code"], "a visa is no identity document")


def _judge_number(draft: _Draft) -> None:
    place = draft.layout.places["document_number"]
    number = draft.raw("document_number")
    if not number.strip("<"):
        draft.fault("document_number", place, "there is no number")
    elif draft.digit_holds(place):
        return
    elif (
        draft.layout.format in (Format.TD1, Format.TD2)
        and number[-1] != "<"
        and draft.text[draft.layout.digit(place) or 0] == "<"
    ):
        _judge_long_number(draft, place, number)
    else:
        draft.fault("document_number", place, "the check digit does not fit the number")


def _judge_long_number(draft: _Draft, place: Place, number: str) -> None:
    """A number of more than nine characters goes on in the optional field, its check digit behind it."""
    rest, _, optional = draft.raw("optional").partition("<")
    more, digit = rest[:-1], rest[-1:]
    if not more or not digit.isdecimal():
        draft.fault("document_number", place, "the number goes on nowhere, and has no check digit")
        return
    draft.fields["document_number"] = _value(number + more)
    draft.fields["optional"] = _value(optional)
    if weigh(values(number + more)) == int(digit):
        return
    if weigh(values(f"{number}<{more}")) == int(digit):
        draft.remark(
            "filler_counted", place, "the check digit counts the < within the number, as once in Belgium"
        )
    else:
        draft.fault("document_number", place, "the check digit does not fit the long number")


def _judge_date(draft: _Draft, name: str, found: dates.ZoneDate | None) -> dates.ZoneDate | None:
    place = draft.layout.places[name]
    if found is None:
        draft.fault(name, place, "there is no such day")
    elif not draft.digit_holds(place):
        draft.fault(name, place, "the check digit does not fit the date")
    elif not found.is_whole:
        draft.remark(f"{name}_unknown", place, "a part of the date is unknown")
    elif len(found.days) > 1:
        draft.remark(
            f"{name}_century_open", place, "both centuries are possible; ask, or see the national number"
        )
    return found


def _judge_optional(draft: _Draft) -> None:
    place = draft.layout.places["optional"]
    if not draft.digit_holds(place, empty_may_lack_it=True):
        draft.fault("optional", place, "the check digit does not fit the optional data")


def _judge_composite(draft: _Draft) -> None:
    layout = draft.layout
    if not layout.composite:
        return
    end = layout.composite[-1]
    printed = draft.text[layout.digit(end) or 0]
    whole = b"".join([draft.worth[cut] for cut in layout.covered])
    if not printed.isdecimal() or weigh(whole) != int(printed):
        column = end.check or end.last
        draft.fault("composite", Place(end.line, column, column), "the check digit over all does not fit")


def _judge_names(draft: _Draft) -> bool:
    """Judge the names; says whether they fill their field, so that there may be more of them."""
    place, raw = draft.layout.places["names"], draft.raw("names")
    if not _NAMES.fullmatch(raw):
        draft.fault("names", place, "names have letters only")
    names = raw.rstrip("<")
    if not names:
        draft.fault("names", place, "there is no name")
    # One << at most, between surname and given names; a field that begins with it has no surname.
    elif names.count("<<") > 1 or "<<<" in names:
        draft.fault("names", place, "surname and given names are divided once, by <<")
    elif names[0] == "<" != names[1]:
        draft.fault("names", place, "names begin with a letter, or with << where there is no surname")
    if names == raw:
        draft.remark("names_truncated", place, "the names fill the field; there may be more of them")
    return names == raw


def _french(draft: _Draft, *, today: date) -> Zone:
    """Judge a French identity card of the old kind: no expiry, no nationality, names in two places."""
    places = draft.layout.places
    if not draft.digit_holds(places["document_number"]):
        draft.fault("document_number", places["document_number"], "the check digit does not fit the number")
    birth = _judge_date(draft, "birth", dates.birth(draft.raw("birth"), today=today, before=None))
    if not _NAMES.fullmatch(draft.raw("surname")) or not draft.fields["surname"]:
        draft.fault("names", places["surname"], "there is no surname of letters")
    if not _NAMES.fullmatch(draft.raw("given_names")):
        draft.fault("names", places["given_names"], "names have letters only")
    if draft.raw("sex") not in ("M", "F"):
        draft.fault("characters", places["sex"], "is none of M and F")
    _judge_composite(draft)
    draft.fields["given_names"] = " ".join((draft.fields["given_names"] or "").split())
    draft.faults.append(_IS_FRENCH)
    truncated = any(not draft.raw(name).endswith("<") for name in ("surname", "given_names"))
    return _zone(draft, birth=birth, expiry=None, truncated=truncated)


def _zone(
    draft: _Draft, *, birth: dates.ZoneDate | None, expiry: dates.ZoneDate | None, truncated: bool
) -> Zone:
    return Zone(
        layout=draft.layout.format,
        faults=tuple(draft.faults),
        remarks=tuple(draft.remarks),
        fields=draft.fields,
        birth=birth.known if birth else None,
        expiry=expiry.known if expiry else None,
        born_on=birth.day if birth else None,
        expires_on=expiry.day if expiry else None,
        birth_candidates=birth.days if birth and birth.is_whole else (),
        names_truncated=truncated,
    )
