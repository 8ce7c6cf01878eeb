"""Labels, reports and signatures, each against the same work without what we add to it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from bench.clocks import Clock, middle

_SEALED_AT = datetime(2026, 11, 21, 9, 15, 40, tzinfo=UTC)  # Saturday


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Make papers; processor time, since nothing waits for anybody."""
    yield from _labels(240 if small else 960)
    yield from _reports(folder, 10 if small else 40)


def _per_s(work: Callable[[], object], *, count: int, rounds: int = 3) -> float:
    clock = Clock()
    return count / middle([clock.cost(work) for _ in range(rounds)]).own_s


def _labels(count: int) -> Iterator[dict[str, object]]:
    from budstikke.formats.s10 import make
    from budstikke.post.papers.barcode import code_39, data_matrix
    from budstikke.post.papers.label import Label, render_pdf
    from budstikke.post.papers.label_forms import FORMS

    numbers = [make(prefix="RR", serial=serial, country="NO") for serial in range(count)]
    labels = [
        Label(
            number=number,
            recipient_name="Áile Čearru-Ødegård Nordmann",
            address_lines=("Lilleveien 2 B",),
            postcode="5004",
            city="BERGEN",
            sender_name="Eksempel eID AS",
            return_lines=("Storgata 1", "0155 OSLO"),
            passport_only=False,
            order_reference="ORDRE-1001",
            customer_number="10009999999",
            test=True,
        )
        for number in numbers
    ]
    render_pdf(labels[:1], form=FORMS["C5"])
    bars = _per_s(lambda: [(code_39(number), data_matrix(number)) for number in numbers], count=count)
    for form in FORMS.values():
        made = _per_s(lambda: render_pdf(labels, form=form), count=count)  # noqa: B023
        yield {
            "measure": "labels",
            "of": f"{count} labels in one PDF, form {form.name}",
            "against": "drawing their two barcodes only",
            "ratio": round(made / bars, 3),
            "labels_per_cpu_s": round(made),
            "barcodes_per_cpu_s": round(bars),
        }


def _reports(folder: Path, count: int) -> Iterator[dict[str, object]]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    from budstikke.post.channels.seal import LocalSealer
    from budstikke.post.papers.report import report_pdf
    from budstikke.proof.canonical import canonical_form
    from budstikke.proof.evidence_file import evidence_file

    sealer = LocalSealer(folder / "seal")
    picture = _picture()
    # Every report is another letter's: setting the same page again would find it in typst's memory.
    documents = [_evidence(f"RR{serial:09d}NO", picture) for serial in range(5 * count)]
    document = documents[0]
    canonical = canonical_form(document)
    files = iter(
        [
            evidence_file(each, [sealer.sign_evidence(canonical_form(each), now=_SEALED_AT)])
            for each in (*documents, *documents)
        ]
    )

    def page() -> bytes:
        return report_pdf(next(files), made_at=_SEALED_AT, document_picture=picture)

    pdf = page()
    sealer.seal_pdf(pdf, now=_SEALED_AT)
    key, many = ec.generate_private_key(ec.SECP256R1()), 50 * count
    bare = _per_s(lambda: [key.sign(canonical, ec.ECDSA(hashes.SHA256())) for _ in range(many)], count=many)
    pages = _per_s(lambda: [page() for _ in range(count)], count=count)
    seals = _per_s(lambda: [sealer.seal_pdf(pdf, now=_SEALED_AT) for _ in range(count)], count=count)
    reports = _per_s(lambda: [sealer.seal_pdf(page(), now=_SEALED_AT) for _ in range(count)], count=count)
    signed = _per_s(
        lambda: [sealer.sign_evidence(canonical_form(document), now=_SEALED_AT) for _ in range(many)],
        count=many,
    )
    yield {
        "measure": "reports",
        "of": f"{count} reports of {len(pdf)} bytes set and sealed PAdES B-LTA",
        "against": "setting the page alone",
        "ratio": round(reports / pages, 3),
        "reports_per_cpu_s": round(reports, 1),
        "goal": ">= 10 a CPU second",
        "pages_per_cpu_s": round(pages, 1),
        "seals_per_cpu_s": round(seals, 1),
    }
    yield {
        "measure": "evidence_signatures",
        "of": f"canonical form and JWS of {len(canonical)} bytes",
        "against": "the bare ECDSA P-256 signature",
        "ratio": round(signed / bare, 3),
        "signatures_per_cpu_s": round(signed),
        "bare_per_cpu_s": round(bare),
    }


def _picture() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    noise = hashlib.shake_256(b"SPECIMEN").digest(125 * 88 * 3)
    Image.frombytes("RGB", (125, 88), noise).resize((1250, 880)).save(out, "JPEG", quality=85)
    return out.getvalue()


_REASON = {
    "rule": "document_accepted",
    "clauses": ["PUM §11", "PUM §12"],
    "facts": {"document": "passport"},
    "words": {"no": "Passet er godtatt.", "en": "The passport is accepted."},
}
_DECISION = {
    "question": "handover",
    "outcome": "released",
    "edition": "pum-present",
    "answer": {"on": "2026-11-21"},
    "clauses": ["PUM §11", "PUM §12"],
    "reasons": [_REASON] * 3,
}


def _evidence(number: str, picture: bytes) -> Mapping[str, object]:
    """Return the evidence of an invented hand-over with a picture."""
    from budstikke.proof.evidence import Evidence, Happening, Party
    from budstikke.proof.wording import Words

    return Evidence(
        id="6d99008e-2672-4b55-9b09-996b09a06e47",
        event="ContentHandover",
        happened_at=_SEALED_AT,
        recorded_at=_SEALED_AT,
        issuer=Party(name="Eksempelposten SPECIMEN", orgnr="314159261"),
        sender=Party(name="Eksempel eID AS SPECIMEN", orgnr="991825827"),
        letter_number=number,
        consignment="70707074500000128",
        order_reference="ORDRE-1001",
        edition="pum-present",
        actor="clerk-7",
        place="122608 Bergen postkontor SPECIMEN",
        test=True,
        report={
            "kollinr": number,
            "dato": _SEALED_AT,
            "utleveringssted": "122608 Bergen postkontor SPECIMEN",
            "kundebehandler": "clerk-7",
            "navndokinnehaver": "Kari Nordmann",
            "navnfraedi": "Kari Nordmann",
            "fnr": "20914695016",
            "idtype": "Pass",
            "doknr": "SPECIMEN1",
            "utstedt": "NOR",
            "gyldigtil": date(2031, 5, 2),  # Friday
        },
        decisions=[_DECISION],
        events=[
            Happening(
                code=f"EVENT_{nth}",
                words=Words("Innlevert", "Handed in"),
                happened_at=_SEALED_AT,
                recorded_at=_SEALED_AT,
                place="OSLO",
            )
            for nth in range(8)
        ],
        signing="signed",
        document_picture=picture,
    ).as_json()
