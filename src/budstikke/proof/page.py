"""
What the page of a piece of evidence says, to the letter.

The paper prints exactly these texts and the judge finds exactly these texts in a sealed PDF, in this order and
nothing else but the page numbers: so the page cannot say what the data does not, nor leave out what it should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from budstikke.proof.canonical import fingerprint
from budstikke.proof.events import EVENT_NAMES
from budstikke.proof.evidence_shape import SIGNING_KINDS
from budstikke.proof.salted import Disclosure, is_hidden, show
from budstikke.proof.wording import Words

Kind = Literal["fact", "outcome", "reason", "cure", "head", "event", "note", "picture", "code"]
Cell = str | Words


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section: its kind says how it is set, its cells are what it says, in reading order."""

    kind: Kind
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows."""

    heading: Words
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page says; `number` stands in the footer of each sheet."""

    number: str
    test: Words | None
    issuer: str
    title_no: str
    title_en: str
    standing: Words
    sections: tuple[Section, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text in the order it is printed."""
        if self.test is not None:
            yield str(self.test)
        yield self.issuer
        yield self.title_no
        yield self.title_en
        yield str(self.standing)
        for section in self.sections:
            yield str(section.heading)
            for row in section.rows:
                if row.kind != "picture":  # its cell names the picture; nothing is printed
                    yield from (str(cell) for cell in row.cells)

    def footer(self, sheet: int, sheets: int) -> str:
        """Return what the foot of a sheet says."""
        return f"{self.number} · Side {sheet} av {sheets} / Page {sheet} of {sheets}"


TEST = Words("TEST – gjelder ingen virkelig sending", "TEST – concerns no real letter")
STANDING = Words(
    "Ikke en kvalifisert tillitstjeneste: loven gir ingen formodning om at innholdet er riktig.",
    "Not a qualified trust service: the law presumes nothing about the content.",
)
_YES_NO = {True: Words("Ja", "Yes"), False: Words("Nei", "No")}
_NONE = "–"
_WITHHELD = Words("Ikke vist i denne kopien", "Not shown in this copy")
REPORT_LABELS = {
    "kollinr": Words("Sendingsnummer", "Item number"),
    "dato": Words("Dato og klokkeslett", "Date and time"),
    "utleveringssted": Words("Utført ved", "Outlet"),
    "kundebehandler": Words("Kundebehandler", "Clerk"),
    "navndokinnehaver": Words("Dokumentinnehaver", "Document holder"),
    "navnfraedi": Words("Navn fra bestillingen", "Name in the order"),
    "fnr": Words("Fødselsdato/fødselsnummer", "Date of birth/national identity number"),
    "dnr": Words("Tastet fødsels- eller D-nummer", "Keyed national identity or D number"),
    "idtype": Words("Type legitimasjon", "Kind of document"),
    "doknr": Words("Dokumentnummer", "Document number"),
    "utstedt": Words("Utstederland", "Issuing country"),
    "gyldigtil": Words("Gyldig til", "Valid until"),
    "tilleggsdok": Words("Tilleggsdokument", "Supplementary document"),
}
_KEYED = Words("tastet av", "keyed by")
_SIGNING = dict(
    zip(
        SIGNING_KINDS,
        (
            Words("Mottakeren signerte", "The recipient signed"),
            Words("Mottakeren signerte med påholden penn", "The recipient signed with an assisted hand"),
            Words("Mottakeren kunne ikke signere", "The recipient was not able to sign"),
        ),
        strict=True,
    )
)
_HOW_TO_CHECK = Words(
    "Vedlegget evidence.json bærer de samme opplysningene signert. Alt prøves uten nett med «budstikke verify».",
    "The attached evidence.json carries the same data, signed. All of it is checked offline by “budstikke verify”.",
)


def page_of(signed: Mapping[str, object], disclosures: Iterable[Disclosure] = ()) -> Page:
    """
    Return the page of a sound evidence document, with what is disclosed of it.

    Raises: NotEvidence when a disclosure does not belong to the document.
    """
    document = show(signed, disclosures)
    event = EVENT_NAMES[cast(str, document["event"])]
    made = (
        _letter(document),
        _interchange(document),
        _forwarding(document),
        _register(document),
        _agreement(document),
        _check(document),
        _decisions(document),
        _signing(document),
        _pictures(document),
        _history(document),
        _proof(document, fingerprint(signed)),
    )
    return Page(
        number=_subject(document),
        test=TEST if document["test"] else None,
        issuer=_texts(document, "issuer")["name"],
        title_no=event.title.no,
        title_en=event.title.en,
        standing=STANDING,
        sections=tuple(section for section in made if section.rows),
    )


def _subject(document: Mapping[str, object]) -> str:
    if document["letter"] is not None:
        return _texts(document, "letter")["number"]
    if document.get("forwarding") is not None:
        return _texts(document, "forwarding")["reference"]
    if "register" in document:
        return _texts(document, "register")["person"]
    if "agreement" in document:
        return _texts(document, "agreement")["customer_number"]
    return _texts(document, "interchange")["reference"]


def _letter(document: Mapping[str, object]) -> Section:
    terms = _texts(document, "terms")
    sender = _texts(document, "sender") if document["sender"] is not None else None
    handling, issuer = _texts(document, "handling"), _texts(document, "issuer")
    recipient = cast("Mapping[str, object] | None", document["recipient"])
    of_letter: list[Row] = []
    if document["letter"] is not None:
        letter = _texts(document, "letter")
        of_letter = [
            _fact(REPORT_LABELS["kollinr"], letter["number"]),
            _fact(Words("Forsendelse", "Consignment"), letter["consignment"]),
            _fact(Words("Avsenders referanse", "Sender's reference"), letter["order_reference"]),
            _fact(Words("Krav til pass", "Passport only"), _YES_NO[bool(letter["passport_only"])]),
        ]
    facts = [
        *of_letter,
        _fact(Words("Avsender", "Sender"), f"{sender['name']} ({sender['orgnr']})" if sender else None),
        _fact(Words("Mottaker", "Recipient"), _shown(recipient["name"]) if recipient else None),
        _fact(Words("Vilkår", "Terms"), f"{terms['contract']}, {terms['edition']}"),
        _fact(Words("Skjedde", "Happened"), _shown_at(document["happened_at"])),
        _fact(Words("Registrert", "Recorded"), _shown_at(document["recorded_at"])),
        _fact(Words("Sted", "Place"), handling["place"]),
        _fact(Words("Utført av", "Done by"), handling["actor"]),
        _fact(Words("Utstyr", "Device"), handling["device"]),
        _fact(Words("Rutine", "Routine"), handling["routine"]),
        _fact(Words("Utstedt av", "Issued by"), f"{issuer['name']} ({issuer['orgnr']})"),
    ]
    return Section(Words("Sendingen", "The letter"), tuple(facts))


def _interchange(document: Mapping[str, object]) -> Section:
    heading = Words("Ordrefilen", "The order file")
    if document["interchange"] is None:
        return Section(heading, ())
    of = _texts(document, "interchange")
    rows = [
        _fact(Words("Referanse", "Reference"), of["reference"]),
        _fact(Words("Bestilte brev", "Letters booked"), str(of["booked"])),
        _fact(Words("Avviste bestillinger", "Orders rejected"), str(of["rejected"])),
        Row("code", (Words("Filens fingeravtrykk", "Fingerprint of the file"), of["sha256"])),
        Row(
            "code",
            (Words("Feillistens fingeravtrykk", "Fingerprint of the list of faults"), of["faults_sha256"]),
        ),
    ]
    return Section(heading, tuple(rows))


def _forwarding(document: Mapping[str, object]) -> Section:
    heading = Words("Ettersending og oppbevaring", "Forwarding and storage")
    if document.get("forwarding") is None:
        return Section(heading, ())
    of = _texts(document, "forwarding")
    rows = [
        _fact(Words("Referanse", "Reference"), of["reference"]),
        _fact(Words("Slag", "Kind"), of["kind"]),
        *(
            [Row("code", (Words("Avgjørelsenes fingeravtrykk", "Fingerprint of the verdicts"), of["sha256"]))]
            if of["sha256"]
            else []
        ),
    ]
    return Section(heading, tuple(rows))


def _register(document: Mapping[str, object]) -> Section:
    heading = Words("Adresseregisteret", "The address register")
    if "register" not in document:
        return Section(heading, ())
    of = _texts(document, "register")
    rows = [
        _fact(Words("Oppføring", "Entry"), of["person"]),
        _fact(Words("Endring", "Change"), of["change"]),
        _fact(Words("Kilde", "Source"), f"{of['source']} {of['source_ref'] or ''}".strip()),
    ]
    return Section(heading, tuple(rows))


def _agreement(document: Mapping[str, object]) -> Section:
    heading = Words("Avtalen", "The agreement")
    if "agreement" not in document:
        return Section(heading, ())
    of = cast("Mapping[str, object]", document["agreement"])
    rows = [
        _fact(Words("Kundenummer", "Customer number"), str(of["customer_number"])),
        _fact(Words("Erklært", "Declared"), str(Words.of(cast("Mapping[str, str]", of["declared"])))),
        _fact(Words("Postkasse som er lest", "Mailbox that was read"), str(of["mailbox_orgnr"])),
    ]
    return Section(heading, tuple(rows))


def _check(document: Mapping[str, object]) -> Section:
    heading = Words("Legitimasjonskontrollen", "The ID check")
    report = cast("Mapping[str, object] | None", document["report"])
    if report is None:
        return Section(heading, ())
    keyed = {entry["field"]: entry["by"] for entry in cast("Sequence[Mapping[str, str]]", document["keyed"])}
    rows = []
    for name, label in REPORT_LABELS.items():
        value = _shown(report[name])
        if not isinstance(value, str):
            rows.append(_fact(label, value))
            continue
        if value and name == "dato":
            value = _shown_at(value)
        elif value and name == "gyldigtil":
            value = _shown_on(value)
        if value and name in keyed:
            value = f"{value} ({_KEYED}: {keyed[name]})"
        rows.append(_fact(label, value))
    return Section(heading, tuple(rows))


def _decisions(document: Mapping[str, object]) -> Section:
    rows: list[Row] = []
    for decision in cast("Sequence[Mapping[str, object]]", document["decisions"]):
        rows.append(Row("outcome", (_headline(decision), str(decision["edition"]))))
        for reason in cast("Sequence[Mapping[str, object]]", decision["reasons"]):
            words = Words.of(cast("Mapping[str, str]", reason["words"]))
            clauses = ", ".join(cast("Sequence[str]", reason["clauses"])) or _NONE
            rows.append(Row("reason", (clauses, str(reason["rule"]), words.no, words.en)))
            if "cure" in reason:
                cure = Words.of(cast("Mapping[str, str]", reason["cure"]))
                rows.append(Row("cure", (cure.no, cure.en)))
    return Section(Words("Avgjørelser", "Decisions"), tuple(rows))


def _headline(decision: Mapping[str, object]) -> Cell:
    said = cast("Mapping[str, str] | None", decision.get("headline"))
    return Words.of(said) if said else f"{decision['question']}: {decision['outcome']}"


def _signing(document: Mapping[str, object]) -> Section:
    signing = cast("Mapping[str, str | None] | None", document["signing"])
    heading = Words("Signatur", "Signature")
    if signing is None:
        return Section(heading, ())
    rows = [_fact(Words("Kvittering", "Receipt"), _SIGNING[cast(str, signing["kind"])])]
    if signing["witness"]:
        rows.append(_fact(Words("Medundertegnet av", "Signed along by"), signing["witness"]))
    if _pictures_of(document)["signature"]:
        rows.append(Row("picture", ("signature",)))
    return Section(heading, tuple(rows))


def _pictures(document: Mapping[str, object]) -> Section:
    shown = bool(_pictures_of(document)["document"])
    heading = Words("Bilde av legitimasjonen", "Picture of the document")
    return Section(heading, (Row("picture", ("document",)),) if shown else ())


def _history(document: Mapping[str, object]) -> Section:
    rows = [
        Row(
            "event",
            (
                _shown_at(event["happened_at"]),
                _shown_at(event["recorded_at"]),
                Words.of(cast("Mapping[str, str]", event["words"])),
                cast("str | None", event["place"]) or _NONE,
            ),
        )
        for event in cast("Sequence[Mapping[str, object]]", document["events"])
    ]
    head = Row(
        "head",
        (
            Words("Skjedde", "Happened"),
            Words("Registrert", "Recorded"),
            Words("Hendelse", "Event"),
            Words("Sted", "Place"),
        ),
    )
    return Section(Words("Hendelser", "Events"), (head, *rows) if rows else ())


def _proof(document: Mapping[str, object], digest: str) -> Section:
    event = EVENT_NAMES[cast(str, document["event"])]
    pictures = _pictures_of(document)
    rows = [
        Row("code", (Words("Bevisets nummer", "Evidence number"), cast(str, document["id"]))),
        Row("code", (Words("Hendelse etter ETSI EN 319 522-3", "Event in ETSI EN 319 522-3"), event.name)),
        Row("code", (Words("Bevisets fingeravtrykk", "Fingerprint of the evidence"), digest)),
    ]
    for name, label in (
        ("document", Words("Legitimasjonsbildets fingeravtrykk", "Fingerprint of the document picture")),
        ("signature", Words("Signaturens fingeravtrykk", "Fingerprint of the signature")),
    ):
        if picture := pictures[name]:
            rows.append(Row("code", (label, picture["sha256"])))
    rows.append(Row("note", (_HOW_TO_CHECK.no, _HOW_TO_CHECK.en)))
    return Section(Words("Slik prøves beviset", "How to check this"), tuple(rows))


def _shown(value: object) -> Cell | None:
    return _WITHHELD if is_hidden(value) else cast("str | None", value)


def _fact(label: Words, value: Cell | None) -> Row:
    return Row("fact", (label, value or _NONE))


def _texts(document: Mapping[str, object], name: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", document[name])


def _pictures_of(document: Mapping[str, object]) -> Mapping[str, Mapping[str, str] | None]:
    return cast("Mapping[str, Mapping[str, str] | None]", document["pictures"])


def _shown_at(value: object) -> str:
    at = datetime.fromisoformat(str(value))
    offset = at.strftime("%z")
    return f"{at:%d.%m.%Y %H:%M:%S} ({offset[:3]}:{offset[3:5]})"


def _shown_on(value: str) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}"
