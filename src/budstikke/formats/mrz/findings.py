"""What was read from a zone, what is wrong with it, and what is merely worth a remark."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from budstikke.formats.mrz.layouts import FIELDS, LAYOUTS, Format

# What can fail, in the order of the answer.
FAILURES = (
    "document_number",
    "birth",
    "expiry",
    "optional",
    "composite",
    "names",
    "length",
    "characters",
    "format",
)

_PASSPORTS = {
    "P": "ordinary",
    "E": "emergency",
    "D": "diplomatic",
    "O": "official",
    "S": "stateless",
    "R": "refugee",
    "T": "alien",
    "L": "laissez_passer",
    "M": "military",
    "U": "emergency_sheet",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One fault or remark: its code, its place (line and columns from 1; line 0 for the whole), and its text.

    The text never repeats what stands in the zone.
    """

    code: str
    line: int
    first: int
    last: int
    text: str

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain JSON values."""
        return {
            "code": self.code,
            "line": self.line,
            "first": self.first,
            "last": self.last,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Zone:
    """
    A zone as read.

    `fields` hold text without fillers; birth and expiry are YYMMDD as printed. `born_on` and `expires_on` are
    resolved dates, None where a part is unknown; `birth` and `expiry` say in ISO 8601 what is known (1974,
    1974-08, 1974-08-12). `birth_candidates` has two dates where the century is open, the later first.
    `names_truncated` says that the names fill their field to the end, so that there may be more of them.
    `layout` is what the fields were cut by: the format, or a national layout that is none of the formats.
    """

    layout: Format
    faults: tuple[Finding, ...]
    remarks: tuple[Finding, ...] = ()
    fields: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(FIELDS))
    birth: str | None = None
    expiry: str | None = None
    born_on: date | None = None
    expires_on: date | None = None
    birth_candidates: tuple[date, ...] = ()
    names_truncated: bool = False

    @property
    def format(self) -> Format:
        """The format of Doc 9303, or none of them."""
        return Format.NONE if self.layout is Format.FRENCH else self.layout

    @property
    def accept(self) -> bool:
        """Whether the zone itself is sound; whether such a document counts is not asked here."""
        return not self.faults

    @property
    def consistent(self) -> bool:
        """
        Whether all that its own layout can show holds.

        Reading: a national layout is never accepted by itself, because its zone lacks what those of the formats
        have, the expiry first of all; where it is consistent, a clerk can go by it and look up the rest.
        """
        return self.layout is not Format.NONE and self.failed in ((), ("format",))

    @property
    def failed(self) -> tuple[str, ...]:
        """The codes of what failed, once each."""
        found = {fault.code for fault in self.faults}
        return tuple(code for code in FAILURES if code in found)

    @property
    def passport_kind(self) -> str | None:
        """
        Return what a passport's code announces, None for other documents.

        Reading: until 2038 passports exist whose second letter is `<` or the issuer's own; those of the
        harmonised table are read alike in both generations.
        """
        code = self.fields["document_code"] or ""
        if not code.startswith("P") or self.layout is not Format.TD3:
            return None
        return _PASSPORTS.get(code[1:] or "P", "other")

    @property
    def national_number(self) -> str | None:
        """
        Return the eleven digits a Norwegian document carries among its optional data, unchecked.

        The identity card has them as DDMMYY<NNNNN; a passport may have them in one piece.
        """
        if self.fields["issuing_state"] != "NOR" or self.layout not in (Format.TD1, Format.TD3):
            return None
        digits = (self.fields["optional"] or "").replace(" ", "")
        return digits if len(digits) == 11 and digits.isdecimal() else None

    def verdicts(self) -> tuple[dict[str, object], ...]:
        """Return for each field of the format where it stands and whether it holds."""
        if self.layout is Format.NONE:
            return ()
        layout = LAYOUTS[self.layout]
        failed = {(fault.line, fault.first) for fault in self.faults}
        broken = {fault.line for fault in self.faults if fault.code == "length"}
        places = list(layout.places.items())
        if layout.composite:
            end = layout.composite[-1]
            places.append(("composite", type(end)(end.line, end.check or end.last, end.check or end.last)))
        return tuple(
            {
                "field": name,
                "line": place.line,
                "first": place.first,
                "last": place.check or place.last,
                "holds": place.line not in broken
                and not any(
                    line == place.line and place.first <= first <= (place.check or place.last)
                    for line, first in failed
                ),
            }
            for name, place in places
        )

    def as_json(self) -> dict[str, object]:
        """Return everything as plain JSON values."""
        return {
            "format": str(self.format),
            "layout": str(self.layout),
            "accept": self.accept,
            "failed": list(self.failed),
            "consistent": self.consistent,
            "fields": {
                **self.fields,
                "birth_on": self.birth,
                "expiry_on": self.expiry,
                "birth_candidates": [day.isoformat() for day in self.birth_candidates],
                "names_truncated": self.names_truncated,
                "passport_kind": self.passport_kind,
                "national_number": self.national_number,
            },
            "verdicts": list(self.verdicts()),
            "faults": [fault.as_json() for fault in self.faults],
            "remarks": [remark.as_json() for remark in self.remarks],
        }
