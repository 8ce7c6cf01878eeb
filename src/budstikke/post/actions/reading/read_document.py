"""Read a presented document: what the zone says, what the clerk typed, and what the terms need to know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

from budstikke.formats import mrz, national_number
from budstikke.formats.malformed import Fault, Malformed
from budstikke.kit.installation import is_test
from budstikke.post.actions.reading.presented import ChipRead, Presented
from budstikke.post.records.models import Letter, Outlet
from budstikke.post.terms.pum import names, readings
from budstikke.post.terms.pum.edition import NamePolicy
from budstikke.post.terms.pum.id_check import (
    CheckFacts,
    ChipFacts,
    ChipVerdict,
    DocumentFacts,
    MrzFacts,
    NameVerdict,
)
from budstikke.post.terms.pum.id_documents import DOCUMENTS
from budstikke.post.terms.pum.readings import Source


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


# What a clerk may have decided, each with a reason.
_DECISIONS = ("document_decision", "name_decision", "birth_date_decision", "contradiction_decision")
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
        decided = ((name, getattr(self.facts, name)) for name in _DECISIONS)
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

    Terms: PUM §5 (names), §11 (numbers), §12 (typed where it cannot be read). Which reading counts for what, and
    where readings disagree, is said by terms.pum.readings. The addressee is compared with every spelling that was
    read; the one that agrees best counts.
    Raises: Malformed when a typed number cannot be one: it is typed again, not judged.
    """
    _refuse_mistyped(presented)
    zones = _zones(presented, today=today)
    said = [*_by_machine(presented, zones), _from_keyboard(presented)]
    particulars, keyed = _what_counts(said, presented)
    by_policy = {
        policy: _names(addressee, said, rules=replace(rules, policy=policy)) for policy in NamePolicy
    }
    compared = by_policy[rules.policy]
    facts = CheckFacts(
        in_person=presented.in_person,
        online=presented.online,
        document=_document(presented, particulars, zones),
        name=_verdict(compared),
        signing=presented.signing,
        supplement=presented.supplement,
        findings=presented.findings,
        name_keyed=presented.name_keyed,
        number_matches=_number_matches(particulars, senders_number),
        birth_date_matches=_birth_date_matches(particulars, synthetic=is_test() or presented.trial),
        document_decision=presented.document_decision,
        name_decision=presented.name_decision,
        birth_date_decision=presented.birth_date_decision,
        chip=presented.chip.facts if presented.chip else ChipFacts(),
        contradictions=readings.contradictions(said),
        contradiction_decision=presented.contradiction_decision,
        all_shown=presented.all_shown,
    )
    return Reading(
        kind=presented.kind,
        particulars=particulars,
        typed=keyed,
        name_codes=compared.codes if compared else (),
        names={policy: _verdict(found) for policy, found in by_policy.items()},
        facts=facts,
    )


def _zones(presented: Presented, *, today: date) -> dict[Source, mrz.Zone]:
    """Read every zone there is, the one that counts first in front."""
    lines = {zone.source: zone.lines for zone in presented.zones}
    if presented.mrz_lines:
        lines[presented.mrz_source] = presented.mrz_lines
    if (chip := _signed(presented)) and chip.mrz_lines:
        lines[Source.CHIP] = chip.mrz_lines
    return {source: mrz.read(lines[source], today=today) for source in Source if source in lines}


def _signed(presented: Presented) -> ChipRead | None:
    chip = presented.chip
    return chip if chip and chip.facts.verdict is ChipVerdict.AUTHENTIC else None


def _by_machine(presented: Presented, zones: Mapping[Source, mrz.Zone]) -> Iterator[readings.Particulars]:
    for source, zone in zones.items():
        found = zone.fields
        yield readings.Particulars(
            source=source,
            surname=found["surname"] or "",
            given_names=found["given_names"] or "",
            document_number=found["document_number"] or "",
            issuing_country=found["issuing_state"] or "",
            nationality=found["nationality"] or "",
            sex=found["sex"] or "",
            born_on=zone.born_on,
            expires_on=zone.expires_on,
            national_number=_if_valid(zone.national_number or ""),
            truncated=zone.names_truncated,
        )
    if chip := _signed(presented):
        # Other states put numbers of their own there.
        norwegian = Source.CHIP in zones and zones[Source.CHIP].fields["issuing_state"] == "NOR"
        yield readings.Particulars(
            source=Source.CHIP_DETAILS,
            surname=chip.surname,
            given_names=chip.given_names,
            national_number=_if_valid(chip.national_number) if norwegian else "",
        )


def _if_valid(number: str) -> str:
    number = national_number.canonical(number)
    return number if national_number.is_valid(number, synthetic=is_test()) else ""


def _from_keyboard(presented: Presented) -> readings.Particulars:
    typed = presented.typed
    return readings.Particulars(
        source=Source.PAGE_TYPED,
        surname=typed.surname,
        given_names=typed.given_names,
        document_number=typed.document_number,
        issuing_country=typed.issuing_country,
        born_on=typed.born_on,
        expires_on=typed.expires_on,
        national_number=national_number.canonical(typed.national_number),
    )


_KEYED_SOURCES = frozenset({Source.MRZ_TYPED, Source.PAGE_TYPED})


def _what_counts(
    said: Sequence[readings.Particulars], presented: Presented
) -> tuple[Particulars, tuple[str, ...]]:
    """Return the particulars that count, and the names of those that came from the clerk's keyboard."""
    counts = readings.what_counts(said)
    taken: dict[str, str] = {}
    keyed: list[str] = []
    for name in ("surname", "given_names", "document_number", "issuing_country", "born_on", "expires_on"):
        if name in counts:
            value = getattr(counts[name], name)
            taken[name] = value.isoformat() if isinstance(value, date) else value
            keyed += [name] if counts[name].source in _KEYED_SOURCES else []
    read, typed = [each for each in said if each.source is not Source.PAGE_TYPED], said[-1]
    by_machine = readings.what_counts(read).get("national_number")
    particulars = Particulars(
        **taken,
        number_read=by_machine.national_number if by_machine else "",
        number_typed=typed.national_number,
        supplement=presented.supplement_words,
    )
    keyed += [name for name in ("number_typed", "supplement") if getattr(particulars, name)]
    return particulars, tuple(keyed)


def _refuse_mistyped(presented: Presented) -> None:
    number = national_number.canonical(presented.typed.national_number)
    if number and not national_number.is_valid(number, synthetic=is_test() or presented.trial):
        told = "the check digits or the date do not fit; type the eleven digits again"
        raise Malformed((Fault("national_number", "NATIONAL_NUMBER", told),))


def _names(
    addressee: str, said: Sequence[readings.Particulars], *, rules: names.NameRules
) -> names.NameComparison | None:
    """Compare with every spelling that was read; the one that agrees best is the answer, and none is no answer."""
    found = [
        names.compare(
            addressee=addressee,
            surname=each.surname,
            given=each.given_names,
            truncated=each.truncated,
            rules=rules,
        )
        for each in said
        if each.surname or each.given_names
    ]
    return names.closest(found) if found else None


def _verdict(compared: names.NameComparison | None) -> NameVerdict:
    return NameVerdict(compared.verdict) if compared else NameVerdict.NOT_READ


def _document(presented: Presented, said: Particulars, zones: Mapping[Source, mrz.Zone]) -> DocumentFacts:
    shown_by_supplement = presented.supplement is not None and presented.supplement.shows_number
    return DocumentFacts(
        kind=presented.kind,
        expires_on=date.fromisoformat(said.expires_on) if said.expires_on else None,
        # A number typed from a supplementary document does not stand in the identity document.
        has_number=bool(said.number_read or (said.number_typed and not shown_by_supplement)),
        has_signature=presented.has_signature,
        issued_on=presented.typed.issued_on,
        not_able_to_sign=presented.not_able_to_sign,
        mrz=_zone_facts(zones),
    )


def _zone_facts(zones: Mapping[Source, mrz.Zone]) -> MrzFacts | None:
    """The zone that counts first tells the kind of document; every zone must agree with itself."""
    if not zones:
        return None
    zone = next(iter(zones.values()))
    return MrzFacts(
        layout=str(zone.layout),
        document_code=zone.fields["document_code"] or "",
        issuer=zone.fields["issuing_state"] or "",
        nationality=zone.fields["nationality"] or "",
        consistent=all(each.consistent for each in zones.values()),
    )


def _number_matches(said: Particulars, senders_number: str) -> bool | None:
    number = said.number_typed or said.number_read
    return number == senders_number if number and senders_number else None


def _birth_date_matches(said: Particulars, *, synthetic: bool) -> bool | None:
    number = said.number_typed or said.number_read
    if not number or not said.born_on:
        return None
    born_on = date.fromisoformat(said.born_on)
    return national_number.agrees_with(number, born_on=born_on, synthetic=synthetic)
