"""Read a presented document: what the zone says, what the clerk typed, and what the terms need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime

from budstikke.formats import mrz, national_number
from budstikke.formats.malformed import Fault, Malformed
from budstikke.kit.installation import is_test
from budstikke.post.actions.presented import Presented
from budstikke.post.records.models import Letter, Outlet
from budstikke.post.terms.pum import names
from budstikke.post.terms.pum.edition import NamePolicy
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
    """
    One document as it was read.

    `typed` names the particulars that came from the clerk's keyboard; `names` holds the verdict on the names under
    each policy an edition may have, because the names themselves are sealed.
    """

    kind: str
    particulars: Particulars = field(repr=False)
    typed: tuple[str, ...] = ()
    name_codes: tuple[str, ...] = ()
    names: Mapping[NamePolicy, NameVerdict] = field(default_factory=dict)
    facts: CheckFacts | None = None

    def check(self, *, online: bool) -> CheckFacts:
        """Return what the terms judge."""
        assert self.facts is not None, "a reading restored from its record is not judged again"
        return replace(self.facts, online=online)

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
        return [
            (name, clerk)
            for name in dict.fromkeys(_REPORTED[each] for each in self.typed if each in _REPORTED)
        ]

    def as_json(self) -> dict[str, object]:
        """Return what is sealed with the check."""
        decided = (
            (name, getattr(self.facts, name))
            for name in ("document_decision", "name_decision", "birth_date_decision")
        )
        return {
            "kind": self.kind,
            "particulars": asdict(self.particulars),
            "typed": list(self.typed),
            "name_steps": list(self.name_codes),
            "reasons": {name: decision.reason for name, decision in decided if decision},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> Reading:
        """Restore a reading from what was sealed."""
        particulars, typed = kept["particulars"], kept["typed"]
        assert isinstance(particulars, dict) and isinstance(typed, list)
        return cls(kind=str(kept["kind"]), particulars=Particulars(**particulars), typed=tuple(typed))


def read_document(
    presented: Presented, *, addressee: str, senders_number: str, rules: names.NameRules, today: date
) -> Reading:
    """
    Read what was presented.

    Terms: PUM §5 (names), §11 (numbers), §12 (typed where it cannot be read). The page's own spelling, typed,
    beats the zone's; both are compared and the better one counts.
    Raises: Malformed when a typed number cannot be one: it is typed again, not judged.
    """
    _refuse_mistyped(presented)
    zone = mrz.read(presented.mrz_lines, today=today) if presented.mrz_lines else None
    from_zone, typed = _from_zone(zone), _from_keyboard(presented)
    particulars = Particulars(
        **{
            spec.name: getattr(typed, spec.name) or getattr(from_zone, spec.name)
            for spec in fields(Particulars)
        }
    )
    truncated = bool(zone and zone.names_truncated)
    by_policy = {
        policy: _names(addressee, from_zone, typed, rules=replace(rules, policy=policy), truncated=truncated)
        for policy in NamePolicy
    }
    compared = by_policy[rules.policy]
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
        names={policy: NameVerdict(found.verdict) for policy, found in by_policy.items()},
        facts=facts,
    )


def _from_zone(zone: mrz.Zone | None) -> Particulars:
    if zone is None:
        return Particulars()
    said = zone.fields
    number = zone.national_number or ""
    return Particulars(
        surname=said["surname"] or "",
        given_names=said["given_names"] or "",
        document_number=said["document_number"] or "",
        issuing_country=said["issuing_state"] or "",
        born_on=zone.born_on.isoformat() if zone.born_on else "",
        expires_on=zone.expires_on.isoformat() if zone.expires_on else "",
        number_read=number if national_number.is_valid(number, synthetic=is_test()) else "",
    )


def _from_keyboard(presented: Presented) -> Particulars:
    typed = presented.typed
    return Particulars(
        surname=typed.surname,
        given_names=typed.given_names,
        document_number=typed.document_number,
        issuing_country=typed.issuing_country,
        born_on=typed.born_on.isoformat() if typed.born_on else "",
        expires_on=typed.expires_on.isoformat() if typed.expires_on else "",
        number_typed=national_number.canonical(typed.national_number),
        supplement=presented.supplement_words,
    )


def _refuse_mistyped(presented: Presented) -> None:
    number = national_number.canonical(presented.typed.national_number)
    if number and not national_number.is_valid(number, synthetic=is_test()):
        told = "the check digits or the date do not fit; type the eleven digits again"
        raise Malformed((Fault("national_number", "NATIONAL_NUMBER", told),))


def _names(
    addressee: str, from_zone: Particulars, typed: Particulars, *, rules: names.NameRules, truncated: bool
) -> names.NameComparison:
    """Compare with the page's spelling and the zone's; the one that agrees better is the answer."""
    found = [
        names.compare(
            addressee=addressee, surname=said.surname, given=said.given_names, truncated=cut, rules=rules
        )
        for said, cut in ((typed, False), (from_zone, truncated))
        if said.surname or said.given_names
    ]
    if not found:
        return names.compare(addressee=addressee, surname="", given="", rules=rules)
    order = ("same", "ask", "differs")
    return min(found, key=lambda comparison: order.index(comparison.verdict))


def _document(presented: Presented, said: Particulars, zone: mrz.Zone | None) -> DocumentFacts:
    shown_by_supplement = presented.supplement is not None and presented.supplement.shows_number
    return DocumentFacts(
        kind=presented.kind,
        expires_on=date.fromisoformat(said.expires_on) if said.expires_on else None,
        # A number typed from a supplementary document does not stand in the identity document.
        has_number=bool(said.number_read or (said.number_typed and not shown_by_supplement)),
        has_signature=presented.has_signature,
        issued_on=presented.typed.issued_on,
        not_able_to_sign=presented.not_able_to_sign,
        mrz=_zone_facts(zone) if zone else None,
    )


def _zone_facts(zone: mrz.Zone) -> MrzFacts:
    return MrzFacts(
        layout=str(zone.layout),
        document_code=zone.fields["document_code"] or "",
        issuer=zone.fields["issuing_state"] or "",
        nationality=zone.fields["nationality"] or "",
        consistent=zone.consistent,
    )


def _number_matches(said: Particulars, senders_number: str) -> bool | None:
    number = said.number_typed or said.number_read
    return number == senders_number if number and senders_number else None


def _birth_date_matches(said: Particulars) -> bool | None:
    number = said.number_typed or said.number_read
    if not number or not said.born_on:
        return None
    born_on = date.fromisoformat(said.born_on)
    return national_number.agrees_with(number, born_on=born_on, synthetic=is_test())
