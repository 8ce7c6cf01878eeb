#!/usr/bin/env python3
"""
Write docs/evidence/examples/: one file of evidence for every name of an event, logged together, with whom to trust.

    .venv/bin/python tools/evidence_examples.py            write them all anew, signed with new keys
    .venv/bin/python tools/evidence_examples.py --check    say which are out of step (exit 1)

Names of events, their words and clauses are the product's own. Persons, numbers and firms are invented.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools.checking import only_checks  # noqa: E402  (the checkout's own)

from budstikke.formats import s10  # noqa: E402  (the checkout's own)
from budstikke.post.channels.seal import LocalSealer  # noqa: E402
from budstikke.post.terms.contracts import FORWARDING  # noqa: E402
from budstikke.post.terms.editions import FORWARDING_EDITIONS  # noqa: E402
from budstikke.post.terms.events import EVENTS  # noqa: E402
from budstikke.post.terms.evidenced import (  # noqa: E402
    AGREEMENT_ACCEPTED,
    ERASED,
    EVIDENCED,
    EVIDENCED_ORDERS,
    NAMES_NOT_MADE,
    REGISTER_CHANGED,
    SORTED,
)
from budstikke.post.terms.pum.onboarding import OBLIGED  # noqa: E402
from budstikke.post.terms.refusals import TABLE  # noqa: E402
from budstikke.proof import log  # noqa: E402
from budstikke.proof.canonical import canonical_form  # noqa: E402
from budstikke.proof.checkpoint import Checkpoint  # noqa: E402
from budstikke.proof.events import EVENT_NAMES  # noqa: E402
from budstikke.proof.evidence import Agreement, Evidence, Forwarding, Interchange, Party, Register  # noqa: E402
from budstikke.proof.evidence_file import EvidenceFile, evidence_file  # noqa: E402
from budstikke.proof.evidence_shape import personal_paths  # noqa: E402
from budstikke.proof.redaction import redacted  # noqa: E402
from budstikke.proof.salted import hide  # noqa: E402

EXAMPLES = ROOT / "docs" / "evidence" / "examples"
BEGUN_AT = datetime(2025, 9, 1, 9, 0, tzinfo=ZoneInfo("Europe/Oslo"))  # a Monday
SIGNED_AT = BEGUN_AT + timedelta(days=60)
_EDITION = "pum-present"
_NAME = "Eksempelposten SPECIMEN TEST"
# Of an event that no letter has: the clause it rests on, by the edition.
_CLAUSES = {FORWARDING_EDITIONS[0].id: "Forwarding §1"}
_SENDER = Party(name="Nordlys eID AS SPECIMEN", orgnr="991825827")
_RECIPIENT = "Kari Nordmann"
_SHOWN = "TEST SPECIMEN"
# The letter that is handed over goes through these; each other event is of a letter of its own.
_CHAIN = (
    "SubmissionAcceptance", "RelayAcceptance", "ContentConsignment", "NotificationForAcceptance",
    "ContentHandoverFailure", "ContentHandover", "RelayToNonERDS",
)  # fmt: skip
# Of events that went against somebody: the refusal of the terms that says why, where there is one.
_REFUSED_BY = {
    "SubmissionRejection": "WEIGHT",
    "RelayRejection": "WEIGHT",
    "ContentHandoverFailure": "DOC_NOT_APPROVED",
}
_HANDED_OVER = {
    "navndokinnehaver": _RECIPIENT, "navnfraedi": _RECIPIENT, "fnr": "20914695016", "idtype": "Pass",
    "doknr": "CCC0022514", "utstedt": "NOR", "gyldigtil": date(2030, 5, 3),
}  # fmt: skip


def file_name(event: str) -> str:
    """Return the file an event's example lies in."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", event.replace("ERDS", "Erds")).lower() + ".json"


def documents() -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each event's document with everything shown, in the order in which they are logged."""
    others = [name for name in EVENT_NAMES if name not in _CHAIN]
    for nth, name in enumerate((*_CHAIN, *others)):
        letter = s10.make(prefix="RR", serial=41100001 + max(0, nth - len(_CHAIN) + 1), country="NO")
        yield name, _document(name, letter=letter, at=BEGUN_AT + timedelta(days=nth))


def _document(name: str, *, letter: str, at: datetime) -> dict[str, object]:
    event, of_orders = EVENT_NAMES[name], name == "SubmissionRejection"
    given: dict[str, object] = {
        "letter_number": letter,
        "recipient_name": _RECIPIENT,
        "order_reference": "ORDRE-1001",
    }
    if of_orders:
        file, faults = (hashlib.sha256(what).hexdigest() for what in (b"file", b"faults"))
        given = {
            "interchange": Interchange(
                reference="PUM1", sha256=file, booked=130, rejected=2, faults_sha256=faults
            )
        }
    given = _of_no_letter(name) or given
    if event.checks_identity:
        given["report"] = {
            "kollinr": letter, "dato": at, "utleveringssted": "122608 Bergen postkontor SPECIMEN",
            "kundebehandler": "clerk-7", "navnfraedi": _RECIPIENT, "idtype": "Bankkort",
        }  # fmt: skip
        given["device"] = "document-scanner-2"
    if name == "ContentHandover":
        given["report"] = {**given["report"], **_HANDED_OVER}  # type: ignore[dict-item]
        given |= {"signing": "signed", "document_picture": b"\xff\xd8\xff" + _SHOWN.encode(),
                  "signature_picture": b"\x89PNG\r\n\x1a\n" + _SHOWN.encode()}  # fmt: skip
    return Evidence(
        id=str(uuid5(NAMESPACE_URL, f"urn:budstikke:example:{name}")),
        event=name,
        happened_at=at,
        recorded_at=at,
        issuer=Party(name="Eksempelposten SPECIMEN", orgnr="314159268"),
        decisions=[_decision(name, at=at, edition=str(given.get("edition", _EDITION)))],
        actor="clerk-7" if event.checks_identity else "edi" if of_orders else "worker",
        place="122608" if "letter_number" in given else None,
        test=True,
        **{"sender": _SENDER, "edition": _EDITION, "routine": "PUM", **given},  # type: ignore[arg-type]
    ).as_json()


def _of_no_letter(name: str) -> dict[str, object]:
    """Return what an event is of that is of no letter; nothing for all other."""
    forwarding = {"contract": FORWARDING.name, "edition": FORWARDING_EDITIONS[0].id, "routine": None}
    reference = str(uuid5(NAMESPACE_URL, f"urn:budstikke:example:of:{name}"))
    if name == AGREEMENT_ACCEPTED:
        words = OBLIGED["bank"].as_json()
        agreement = Agreement(
            customer_number="19999999991", obliged_as="bank", declared=words, mailbox_orgnr=_SENDER.orgnr
        )
        return {"agreement": agreement, "routine": None}
    if name == REGISTER_CHANGED:
        register = Register(person=reference, change="moved", source="registry", source_ref="1001")
        return {**forwarding, "register": register}
    if name == SORTED:
        verdicts = hashlib.sha256(b"verdicts").hexdigest()
        return {**forwarding, "sender": None,
                "forwarding": Forwarding(reference=reference, kind="sorting", sha256=verdicts)}  # fmt: skip
    if name in EVIDENCED_ORDERS.values() and name not in {row.name for row in EVIDENCED.values()} | {ERASED}:
        return {**forwarding, "sender": None, "forwarding": Forwarding(reference=reference, kind="temporary")}
    return {}


def _decision(name: str, *, at: datetime, edition: str) -> dict[str, object]:
    row = next((row for row in EVIDENCED.values() if row.name == name), None)
    title = EVENT_NAMES[name].title
    reason: dict[str, object] = {
        "rule": str(row.code) if row else name,
        "clauses": [str(clause) for clause in row.clauses] if row else [_CLAUSES.get(edition, "PUM §2")],
        "facts": {},
        "words": EVENTS[row.code].words.as_json() if row else {"no": title.no, "en": title.en},
    }
    inputs: dict[str, object] = {"today": f"{at:%Y-%m-%d}"}
    if name in _REFUSED_BY:
        refusal = TABLE[_REFUSED_BY[name]]
        facts = {"weight_g": 400, "max_weight_g": 200, "document_no": "bankkort", "document_en": "bank card"}
        reason = {
            "rule": refusal.code,
            "clauses": [str(clause) for clause in refusal.clauses],
            "facts": facts,
            "words": refusal.staff.filled(facts).as_json(),
            "cure": refusal.cure.filled(facts).as_json(),
        }
    if EVENT_NAMES[name].checks_identity:
        inputs["check"] = {"document": "passport" if name == "ContentHandover" else "bank_card"}
    return {
        "question": name[0].lower() + name[1:],
        "outcome": "refused" if name in _REFUSED_BY else "recorded",
        "edition": edition,
        "clauses": reason["clauses"],
        "reasons": [reason],
        "inputs": inputs,
    }


def hidden() -> dict[str, tuple[dict[str, object], tuple[object, ...]]]:
    """Return each event's document as it is signed and what discloses the rest; the same at every run."""
    found = {}
    for name, document in documents():
        salts = (
            base64.urlsafe_b64encode(hashlib.sha256(f"{name} {nth}".encode()).digest()[:16])
            .rstrip(b"=")
            .decode()
            for nth in range(100)
        )
        found[name] = hide(document, paths=personal_paths(document), salts=salts)
    return found


def files() -> dict[str, bytes]:
    """Return every file by its name, signed and logged."""
    with tempfile.TemporaryDirectory() as folder:
        sealer = LocalSealer(Path(folder) / "keys", name=_NAME)
        made = hidden()
        names = list(made)
        leaves = [
            log.leaf_hash(log.fingerprint_of(canonical_form(document))) for document, _ in made.values()
        ]
        size = len(leaves)

        def span(start: int, stop: int) -> bytes:
            return log.root_of(leaves[start:stop])

        def published(upto: int) -> dict[str, object]:
            point = Checkpoint(
                origin="urn:budstikke:log:314159268", size=upto, root=log.root(upto, span), made_at=SIGNED_AT
            )
            return point.signed(sealer.sign_checkpoint(point.canonical, now=SIGNED_AT))

        def place(name: str) -> dict[str, object]:
            path = log.inclusion_path(names.index(name), size, span)
            return {"index": names.index(name), "path": [step.hex() for step in path]}

        last, first = published(size), published(len(_CHAIN))
        growth = [step.hex() for step in log.consistency_path(len(_CHAIN), size, span)]
        signed = {
            name: [sealer.sign_evidence(canonical_form(document), now=SIGNED_AT)]
            for name, (document, _) in made.items()
        }
        before = {
            name: EvidenceFile(
                document=made[name][0], signatures=signed[name], disclosures=made[name][1], log=place(name)
            )  # type: ignore[arg-type]
            for name in _CHAIN[: _CHAIN.index("ContentHandover")]
        }
        out = {
            file_name(name): evidence_file(
                document,
                signed[name],
                disclosures=shown,  # type: ignore[arg-type]
                log={**place(name), "checkpoint": last, "earlier": {"checkpoint": first, "path": growth}},
                chain=list(before.values()) if name == "ContentHandover" else (),
            )
            for name, (document, shown) in made.items()
        }
        # As an auditor's export shows it: the clerk's findings stay hidden.
        refused = file_name("ContentHandoverFailure")
        out[refused] = redacted(
            out[refused], keep={"/recipient/name", "/report/navnfraedi", "/report/idtype"}
        )
        out["checkpoint.json"] = _written(last)
        out["consistency.json"] = _written({"first": first, "second": last, "path": growth})
        out["trust.pem"] = sealer.trust_pem(now=SIGNED_AT)
        return out


def out_of_step() -> list[str]:
    """Return the files that are missing, too many, or of other documents than those made here."""
    made = {file_name(name): document for name, (document, _) in hidden().items()}
    due = {*made, "checkpoint.json", "consistency.json", "trust.pem"}
    there = {path.name for path in EXAMPLES.iterdir()}
    changed = {
        name
        for name in made.keys() & there
        if json.loads((EXAMPLES / name).read_bytes())["evidence"] != made[name]
    }
    return sorted((due ^ there) | changed)


def _written(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, indent=1) + "\n").encode()


def main(arguments: list[str]) -> int:
    """Write the files, or say which are out of step."""
    if only_checks(arguments, saying=__doc__):
        stale = out_of_step()
        sys.stdout.write("".join(f"{name}\n" for name in stale))
        return int(bool(stale))
    made = files()
    for path in EXAMPLES.iterdir():
        path.unlink()
    for name, content in made.items():
        (EXAMPLES / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    assert not set(NAMES_NOT_MADE) - set(EVENT_NAMES)
    raise SystemExit(main(sys.argv[1:]))
