"""How an evidence document must look: its members, what no single member shows, and what in it is personal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from budstikke.proof.events import EVENT_NAMES
from budstikke.proof.salted import MEMBER, is_hidden
from budstikke.proof.shape import (
    Fault,
    Shape,
    day,
    each,
    either,
    flag,
    moment,
    one_of,
    optional,
    pattern,
    plain_json,
    record,
    text,
    whole,
)

SCHEMA = "urn:budstikke:evidence:1"
# The names of the fields are those of the national delivery report; nothing here renames them.
REPORT_FIELDS = (
    "kollinr",
    "dato",
    "utleveringssted",
    "kundebehandler",
    "navndokinnehaver",
    "navnfraedi",
    "fnr",
    "dnr",
    "idtype",
    "doknr",
    "utstedt",
    "gyldigtil",
    "tilleggsdok",
)
_ALWAYS_FILLED = frozenset({"kollinr", "dato", "utleveringssted", "kundebehandler", "navnfraedi"})
# Members that say what evidence is of where it is of no letter; left out of all other.
OF_NO_LETTER = ("forwarding", "register", "agreement")
SIGNING_KINDS = ("signed", "assisted", "not_able_to_sign")
# What says something of the recipient, and the inputs of decisions that do: signed as salted hashes.
PERSONAL_FIELDS = REPORT_FIELDS[4:]
PERSONAL_INPUTS = frozenset({"check", "names"})

JsonObject = dict[str, object]
DIGEST = pattern(r"[0-9a-f]{64}", "64 hexadecimal digits")
_UUID = pattern(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "a UUID")
_ORGNR = pattern(r"[0-9]{9}", "nine digits")
_WORDS = record({"no": text, "en": text})
_PARTY = record({"name": text, "orgnr": _ORGNR})
_PICTURE = record({"sha256": DIGEST, "media_type": one_of("image/jpeg", "image/png")})


def _personal(shape: Shape) -> Shape:
    return either(shape, when=is_hidden, other=record({MEMBER: DIGEST}))


_REASON = record(
    {"rule": text, "clauses": each(text), "facts": plain_json, "words": _WORDS, "cure": _WORDS},
    may_lack=frozenset({"cure"}),
)
_DECISION = record(
    {
        "question": text,
        "outcome": text,
        "headline": _WORDS,
        "edition": text,
        "answer": plain_json,
        "clauses": each(text),
        "reasons": each(_REASON),
        "inputs": plain_json,
    },
    may_lack=frozenset({"answer", "headline", "inputs"}),
)
_EVENT = record(
    {"code": text, "words": _WORDS, "happened_at": moment, "recorded_at": moment, "place": optional(text)}
)
_FIELDS = {name: text if name in _ALWAYS_FILLED else optional(text) for name in REPORT_FIELDS} | {
    "dato": moment,
    "gyldigtil": optional(day),
}
_REPORT = record(
    {name: _personal(shape) if name in PERSONAL_FIELDS else shape for name, shape in _FIELDS.items()}
)
_INTERCHANGE = record(
    {
        "reference": text,
        "sha256": DIGEST,
        "booked": whole,
        "rejected": whole,
        "faults_sha256": DIGEST,
    }
)
# A change of the address register: the person by an opaque reference, never by name or number.
_REGISTER = record({"person": _UUID, "change": text, "source": text, "source_ref": optional(text)})
_LETTER = record(
    {
        "number": text,
        "consignment": optional(text),
        "order_reference": optional(text),
        "passport_only": flag,
    }
)
_RECIPIENT = record({"name": _personal(text)})
# A forwarding order, a person's security lock, or items sorted at once, whose verdicts have a hash.
_FORWARDING = record({"reference": text, "kind": text, "sha256": optional(DIGEST)})
# A sender's acceptance of the terms: what the business declared, and the mailbox it was shown to read.
_AGREEMENT = record(
    {"customer_number": text, "obliged_as": text, "declared": _WORDS, "mailbox_orgnr": _ORGNR}
)
# What evidence of the same event of another letter has of its own, besides its id and its times.
OWN = record({"letter": _LETTER, "recipient": optional(_RECIPIENT)})
EVIDENCE = record(
    {
        "schema": one_of(SCHEMA),
        "id": _UUID,
        "event": one_of(*EVENT_NAMES),
        "qualified": one_of(False),
        "test": flag,
        "happened_at": moment,
        "recorded_at": moment,
        "issuer": _PARTY,
        "sender": optional(_PARTY),
        "recipient": optional(_RECIPIENT),
        "letter": optional(_LETTER),
        "interchange": optional(_INTERCHANGE),
        "forwarding": _FORWARDING,
        "register": _REGISTER,
        "agreement": _AGREEMENT,
        "terms": record({"contract": text, "edition": text}),
        "report": optional(_REPORT),
        "decisions": each(_DECISION),
        "events": each(_EVENT),
        "keyed": each(record({"field": one_of(*REPORT_FIELDS), "by": text})),
        "handling": record(
            {"actor": text, "place": optional(text), "device": optional(text), "routine": optional(text)}
        ),
        "signing": optional(record({"kind": one_of(*SIGNING_KINDS), "witness": optional(text)})),
        "pictures": record({"document": optional(_PICTURE), "signature": optional(_PICTURE)}),
    },
    may_lack=frozenset(OF_NO_LETTER),
)


def faults_of(document: object) -> tuple[Fault, ...]:
    """Return everything that is wrong with an evidence document; nothing when it is sound."""
    return tuple(EVIDENCE(document, "")) or tuple(contradictions(cast(JsonObject, document)))


def personal_paths(document: Mapping[str, object]) -> Iterator[str]:
    """Yield the paths of everything personal a document of this schema may hold."""
    if document["recipient"] is not None:
        yield "/recipient/name"
    if document["report"] is not None:
        yield from (f"/report/{name}" for name in PERSONAL_FIELDS)
    for place, decision in enumerate(cast("list[Mapping[str, object]]", document["decisions"])):
        inputs = decision.get("inputs")
        if isinstance(inputs, Mapping):
            yield from (
                f"/decisions/{place}/inputs/{name}" for name in sorted(PERSONAL_INPUTS & inputs.keys())
            )


def contradictions(document: JsonObject) -> Iterator[Fault]:
    """Name what no single member shows: an event that lacks what such an event must have."""
    event = EVENT_NAMES[str(document["event"])]
    report = cast("Mapping[str, object] | None", document["report"])
    pictures = cast(Mapping[str, object], document["pictures"])
    letter = cast("Mapping[str, object] | None", document["letter"])
    signing = cast("Mapping[str, object] | None", document["signing"])
    of = (letter, document["interchange"], *(document.get(name) for name in OF_NO_LETTER))
    if sum(each is not None for each in of) != 1:
        yield Fault("letter", "must be there, or else one of interchange, " + ", ".join(OF_NO_LETTER))
    if (event.name == "AgreementAccepted") != ("agreement" in document):
        yield Fault("agreement", "is there for AgreementAccepted, and for nothing else")
    if (document["sender"] is None) != (document.get("forwarding") is not None):
        yield Fault("sender", "is there, but for what is forwarded")
    if event.refuses and not document["decisions"]:
        yield Fault("decisions", f"{event.name} needs the decision it rests on")
    if event.name == "ContentHandover":
        if report is None:
            yield Fault("report", "ContentHandover needs the fields of the report")
        if signing is None:
            yield Fault("signing", "ContentHandover needs to say how it was signed for")
        if not document["decisions"]:
            yield Fault("decisions", "ContentHandover needs the decision it rests on")
    if report is not None and (letter is None or report["kollinr"] != letter["number"]):
        yield Fault("report.kollinr", "is another letter's number")
    if pictures["signature"] is not None and (signing is None or signing["kind"] == "not_able_to_sign"):
        yield Fault("pictures.signature", "is there although nobody signed")
