"""
A move as it is told to the registry (meldingOmFlyttingFraPosten v1), and what the registry answers.

Every message is checked against the schema beside this file, which is ours, before it leaves; the stand-in checks it
again. The registry's own is asked too where the operator has it (decision 0161).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from lxml import etree

from budstikke.formats.chip.countries import three_letters
from budstikke.formats.malformed import Fault, Malformed

NAMESPACE = "folkeregisteret:melding:endringavfolkeregisterperson:meldingomflyttingfraposten:v1"
RESOURCE = "flyttemelding_fra_posten_v1"
SCHEMA = Path(__file__).with_name("move.xsd")
Consent = Literal["vegadresse", "postadresse", "utenlandskAdresse"]
_STREET = re.compile(r"(?P<street>.+?)\s+(?P<number>\d{1,4})\s*(?P<letter>[A-Za-z])?$")
_BOX = re.compile(r"(?i)postboks\s+(?P<box>.+)$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """Where somebody moves to; `country` has two letters, and abroad the rest is as it is written there."""

    street: str
    postcode: str
    city: str
    country: str = "NO"
    care_of: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """
    One move of one or several persons to one address.

    `ref` is ours and the same in the message that annuls it, whose own is `message`. `consents` are those asked for,
    with what was answered.
    """

    message: str
    ref: str
    persons: tuple[str, ...] = field(repr=False)
    told_by: str = field(repr=False)
    address: NewAddress = field(repr=False)
    moved_on: date
    ordered_on: date
    sent_at: datetime
    consents: Mapping[Consent, bool]
    annuls: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The registry took a message: its own number of it, and ours."""

    reference: str
    message: str


def consent_for(address: NewAddress) -> Consent:
    """Return which consent an address needs."""
    if address.country != "NO":
        return "utenlandskAdresse"
    return "postadresse" if _BOX.match(address.street) else "vegadresse"


def write_move(move: Move) -> bytes:
    """
    Write a move.

    Raises: Malformed with every fault the schema finds; none repeats what stands in the message.
    """
    root = etree.Element(
        f"{{{NAMESPACE}}}meldingOmFlyttingFraPosten", nsmap=cast(dict[str, str], {None: NAMESPACE})
    )
    sending = _sub(root, "innsending")
    _sub(sending, "avsendersMeldingsidentifikator", move.message)
    _sub(sending, "avsendersInnsendingstidspunkt", move.sent_at.isoformat(timespec="seconds"))
    _sub(sending, "kildesystem", "Budstikke")
    asked = _sub(root, "forespoersel")
    for number in move.persons:
        _sub(_sub(asked, "personSomFlytter"), "foedselsnummer", number)
    _address(_sub(asked, "nyAdresse"), move.address, moved_on=move.moved_on)
    _sub(asked, "registreringsdato", move.ordered_on.isoformat())
    for kind, given in move.consents.items():
        consent = _sub(asked, "samtykke")
        _sub(consent, "samtykketype", kind)
        _sub(consent, "samtykkeverdi", "samtykkeErGitt" if given else "samtykkeErIkkeGitt")
    _sub(asked, "adresseendringsidentifikator", move.ref)
    _sub(asked, "erAnnullering", "true" if move.annuls else "false")
    _sub(asked, "innsender", move.told_by)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if faults := schema_faults(content):
        raise Malformed(faults)
    return content


def schema_faults(content: bytes, *, schema: Path = SCHEMA) -> tuple[Fault, ...]:
    """
    Return what is wrong with a message by a schema: places and kinds, never values.

    Raises: Malformed for a file that is no schema.
    """
    try:
        document = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        return (Fault("message", "NOT_XML", "the message is no XML"),)
    rules = schema_of(schema)
    if rules.validate(document):
        return ()
    log: Any = rules.error_log
    return tuple(
        Fault(
            str(error.path or "message").replace(f"{{{NAMESPACE}}}", ""),
            str(error.type_name),
            "not as the schema says",
        )
        for error in log
    )


def message_of(content: bytes) -> str:
    """
    Return the sender's own number of a message.

    Raises: Malformed.
    """
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        raise Malformed((Fault("message", "NOT_XML", "the message is no XML"),)) from None
    return str(root.findtext(f".//{{{NAMESPACE}}}avsendersMeldingsidentifikator") or "")


def write_receipt(receipt: Receipt) -> bytes:
    """Write a receipt, as the registry does."""
    root = etree.Element("meldingMottatt")
    etree.SubElement(root, "folkeregisterReferanse").text = receipt.reference
    etree.SubElement(root, "avsendersMeldingsidentifikator").text = receipt.message
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def read_receipt(content: bytes) -> Receipt:
    """
    Read a receipt.

    Raises: Malformed.
    """
    texts = _texts(content, "meldingMottatt", ("folkeregisterReferanse", "avsendersMeldingsidentifikator"))
    return Receipt(*texts)


def write_refusal(*, status: int, code: str) -> bytes:
    """Write a refusal, as the registry does."""
    root = etree.Element("folkeregisterFeilmelding")
    etree.SubElement(root, "httpStatus").text = str(status)
    etree.SubElement(root, "alvorlighetsgrad").text = "WARNING"
    etree.SubElement(root, "feilkode").text = code
    etree.SubElement(root, "feilmelding").text = "meldingen er avvist"
    etree.SubElement(root, "tilleggsinformasjon")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def read_refusal(content: bytes) -> str:
    """Return the code of a refusal, nothing of another answer; its text may repeat the message, and is not read."""
    try:
        (code,) = _texts(content, "folkeregisterFeilmelding", ("feilkode",))
    except Malformed:
        return ""
    return code.rpartition(".")[2][:80]


def _address(parent: etree._Element, address: NewAddress, *, moved_on: date) -> None:
    street = _SPACE.sub(" ", address.street).strip()
    box = _BOX.match(street)
    if address.country != "NO":
        element = _sub(parent, "utenlandskPostadresse")
        _some(element, "coAdressenavn", address.care_of)
        _some(element, "adressenavn", street)
        _some(element, "postkode", f"{address.postcode} {address.city}".strip())
        _sub(element, "landkode", three_letters(address.country))
    elif box:
        element = _sub(parent, "postboksadresse")
        _some(element, "postbokseier", address.care_of)
        _sub(element, "postboks", box["box"])
        _place(element, address)
    else:
        element = _sub(parent, "vegadresse")
        _some(element, "coAdressenavn", address.care_of)
        read = _STREET.match(street)
        _sub(element, "adressenavn", read["street"] if read else street)
        if read:
            number = _sub(element, "adressenummer")
            _sub(number, "husnummer", read["number"])
            _some(number, "husbokstav", (read["letter"] or "").upper())
        _some(element, "bruksenhetsnummer", address.unit)
        _place(element, address)
    _sub(parent, "flyttedato", moved_on.isoformat())


def _place(parent: etree._Element, address: NewAddress) -> None:
    place = _sub(parent, "poststed")
    _sub(place, "poststedsnavn", address.city)
    _sub(place, "postnummer", address.postcode)


def _sub(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element


def _some(parent: etree._Element, name: str, text: str) -> None:
    if text:
        _sub(parent, name, text)


def _texts(content: bytes, name: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        raise Malformed((Fault("answer", "NOT_XML", "the answer is no XML"),)) from None
    texts = tuple(root.findtext(each) or "" for each in wanted)
    if root.tag != name or not all(texts):
        raise Malformed((Fault("answer", "NOT_THIS", f"the answer is no {name}"),))
    return texts


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@lru_cache(maxsize=4)
def schema_of(path: Path) -> etree.XMLSchema:
    """
    Return the schema in a file.

    Raises: Malformed where there is none.
    """
    try:
        return etree.XMLSchema(etree.parse(str(path), _parser()))
    except (OSError, etree.LxmlError):
        raise Malformed((Fault(str(path), "NO_SCHEMA", "no XML schema can be read there"),)) from None
