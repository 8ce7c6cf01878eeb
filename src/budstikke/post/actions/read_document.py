"""Read a presented document: what the zone says, what the clerk typed, and what the terms need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime

from budstikke.formats import mrz, national_number
from budstikke.kit.installation import is_test
from budstikke.post.actions.presented import Presented
from budstikke.post.records.models import Letter, Outlet
from budstikke.post.terms.pum import names
from budstikke.post.terms.pum.id_check import CheckFacts, DocumentFacts, MrzFacts, NameVerdict
from budstikke.post.terms.pum.id_documents import DOCUMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a document says of its holder and of itself; sealed wherever it is kept."""

    surname: str = ""
    given_names: str = ""
    document_number: str = ""
    issuing_country: str = ""
    born_on: str = ""
    expires_on: str = ""
    number_read: str = ""
    number_typed: str = ""
    supplement: str = ""


# How the particulars are called in the report, where a clerk may have keyed them.
_REPORTED = {
    "surname": "navndokinnehaver",
    "given_names": "navndokinnehaver",
    "document_number": "doknr",
    "issuing_country": "utstedt",
    "expires_on": "gyldigtil",
    "number_typed": "dnr",
    "supplement": "tilleggsdok",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document as it was read; `typed` names the particulars that came from the clerk's keyboard."""

    kind: str
    particulars: Particulars = field(repr=False)
    typed: tuple[str, ...] = ()
    name_codes: tuple[str, ...] = ()
    facts: CheckFacts | None = None

    def check(self, *, online: bool) -> CheckFacts:
        """Return what the terms judge."""
        assert self.facts is not None, "a reading restored from its record is not judged again"
        return replace_online(self.facts, online)

    def report(
        self, *, letter: Letter, outlet: Outlet, clerk: str, now: datetime
    ) -> dict[str, str | date | None]:
        """Return the fields of the delivery report, by the names its readers know (PUM §12)."""
        said = self.particulars
        return {
            "kollinr": letter.number,
            "dato": now,
            "utleveringssted": f"{outlet.id} {outlet.name}",
            "kundebehandler": clerk,
            "navndokinnehaver": f"{said.given_names} {said.surname}".strip() or None,
            "navnfraedi": letter.recipient_name,
            "fnr": said.number_read or said.born_on or None,
            "dnr": said.number_typed or None,
            "idtype": DOCUMENTS[self.kind].words.no,
            "doknr": said.document_number or None,
            "utstedt": said.issuing_country or None,
            "gyldigtil": said.expires_on or None,
            "tilleggsdok": said.supplement or None,
        }

    def keyed(self, clerk: str) -> list[tuple[str, str]]:
        """Return which fields of the report were keyed, and by whom."""
        return [(name, clerk) for name in dict.fromkeys(_REPORTED[each] for each in self.typed if each in _REPORTED)]

    def as_json(self) -> dict[str, object]:
        """Return what is sealed with the check."""
        return {"kind": self.kind, "particulars": asdict(self.particulars), "typed": list(self.typed)}

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> Reading:
        """Restore a reading from what was sealed."""
        particulars, typed = kept["particulars"], kept["typed"]
        assert isinstance(particulars, dict) and isinstance(typed, list)
        return cls(kind=str(kept["kind"]), particulars=Particulars(**particulars), typed=tuple(typed))


def read_document(presented: Presented, *, addressee: str, senders_number: str, today: date) -> Reading:
    """
    Read what was presented.

    Terms: PUM §5 (names), §11 (numbers), §12 (typed where it cannot be read). The page's own spelling, typed,
    beats the zone's; both are compared and the better one counts.
    """
    zone = mrz.read(presented.mrz_lines, today=today) if presented.mrz_lines else None
    from_zone, typed = _from_zone(zone), _from_keyboard(presented)
    particulars = Particulars(
        **{
            spec.name: getattr(typed, spec.name) or getattr(from_zone, spec.name)
            for spec in fields(Particulars)
        }
    )
    compared = _names(addressee, from_zone, typed, truncated=bool(zone and zone.name_truncated))
    facts = CheckFacts(
        in_person=presented.in_person,
        online=presented.online,
        document=_document(presented, particulars, zone),
        name=NameVerdict(compared.verdict),
        signing=presented.signing,
        supplement=presented.supplement,
        findings=presented.findings,
        name_keyed=presented.name_keyed,
        number_matches=_number_matches(particulars, senders_number),
        birth_date_matches=_birth_date_matches(particulars),
        document_decision=presented.document_decision,
        name_decision=presented.name_decision,
        birth_date_decision=presented.birth_date_decision,
    )
    return Reading(
        kind=presented.kind,
        particulars=particulars,
        typed=tuple(spec.name for spec in fields(Particulars) if getattr(typed, spec.name)),
        name_codes=compared.codes,
        facts=facts,
    )
