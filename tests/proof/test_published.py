"""What is published about evidence: the schemas, the examples, and that they and the judge agree."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.proof.specimen import evidence
from tools import evidence as evidence_shapes
from tools import evidence_examples

from budstikke.proof.events import EVENT_NAMES
from budstikke.proof.evidence_shape import faults_of
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify_logged

FOLDER = Path(__file__).parents[2] / "docs" / "evidence"
EXAMPLES = FOLDER / "examples"
OF_THE_LOG = {"checkpoint.json", "consistency.json"}
EVIDENCE = sorted(path for path in EXAMPLES.glob("*.json") if path.name not in OF_THE_LOG)
AT = datetime(2026, 11, 21, tzinfo=UTC)  # a Saturday


def _schema(name: str) -> Any:
    """Return a validator of a published schema, its references resolved."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    referencing = pytest.importorskip("referencing", reason="jsonschema is not installed")
    read = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.schema.json")]
    registry = referencing.Registry().with_resources(
        [(each["$id"], referencing.Resource.from_contents(each)) for each in read]
    )
    (asked,) = [each for each in read if each["$id"] == f"urn:budstikke:{name}:1"]
    return jsonschema.Draft202012Validator(asked, registry=registry)


def _trust() -> Trust:
    return Trust.from_pem((EXAMPLES / "trust.pem").read_bytes())


@pytest.mark.parametrize(
    "path",
    [*EVIDENCE, EXAMPLES / "checkpoint.json", EXAMPLES / "consistency.json"],
    ids=lambda path: path.stem,
)
def test_an_example_holds(path: Path) -> None:
    """By nothing but the file and the root beside it."""
    verdict = verify_logged(path.read_bytes(), trust=_trust(), at=AT)
    assert verdict.holds, verdict


@pytest.mark.parametrize("path", EVIDENCE, ids=lambda path: path.stem)
def test_an_example_is_as_the_schema_says(path: Path) -> None:
    """And with a member more it is not."""
    content = json.loads(path.read_text(encoding="utf-8"))
    schema = _schema("evidence-file")
    assert not list(schema.iter_errors(content))
    assert list(schema.iter_errors(content | {"more": 1}))


def test_there_is_an_example_of_every_event_as_the_tool_makes_it() -> None:
    """tools/evidence_examples.py writes them anew, tools/evidence.py the shapes the checking page reads by."""
    assert evidence_examples.out_of_step() == []
    names = {json.loads(path.read_bytes())["evidence"]["event"] for path in EVIDENCE}
    assert names == set(EVENT_NAMES)
    assert evidence_shapes.SHAPES.read_text(encoding="utf-8") == evidence_shapes.shapes()


def test_a_checkpoint_is_as_the_schema_says() -> None:
    """The signed one, as it is published."""
    content = json.loads((EXAMPLES / "checkpoint.json").read_text(encoding="utf-8"))
    assert not list(_schema("checkpoint").iter_errors(content))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("qualified", True),
        ("event", "Delivered"),
        ("id", "1"),
        ("letter", {"number": "RR473124829NO"}),
        ("pictures", {"document": {"sha256": "00", "media_type": "image/png"}, "signature": None}),
        ("handling", {"actor": "", "place": None, "device": None, "routine": None}),
        ("report", {"kollinr": "RR473124829NO"}),
    ],
)
def test_schema_and_judge_refuse_alike(member: str, value: object) -> None:
    """Two descriptions of one thing."""
    good = evidence()
    schema = _schema("evidence")
    assert not list(schema.iter_errors(good)) and not faults_of(good)
    bad = good | {member: value}
    assert list(schema.iter_errors(bad)) and faults_of(bad)


def test_a_redacted_example_says_what_is_withheld() -> None:
    """The clerk's findings are not shown; the signature holds all the same."""
    verdict = verify_logged((EXAMPLES / "content-handover-failure.json").read_bytes(), trust=_trust(), at=AT)
    (disclosed,) = [each for each in verdict.checks if each.name == "disclosures"]
    assert "Withheld: /decisions/0/inputs/check" in disclosed.words.en


def test_the_fingerprint_is_had_with_the_tools_at_hand() -> None:
    """The second line of the file, without its line end, as docs/proof.md says."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    path = EXAMPLES / "content-handover.json"
    told = subprocess.run(
        f"sed -n 2p {path} | tr -d '\\n' | openssl dgst -sha256", shell=True, capture_output=True, text=True
    ).stdout
    canonical = path.read_bytes().split(b"\n")[1]
    assert hashlib.sha256(canonical).hexdigest() in told
    verdict = verify_logged(path.read_bytes(), trust=_trust(), at=AT)
    assert any(told.split("= ")[1].strip() in each.words.en for each in verdict.checks)


def _by_another_library(signature: dict[str, str], payload: bytes) -> bool:
    from cryptography.x509 import load_der_x509_certificate
    from jwcrypto import jwk, jws

    token = jws.JWS()
    token.deserialize(f"{signature['protected']}..{signature['signature']}")
    certificate = load_der_x509_certificate(base64.b64decode(token.jose_header["x5c"][0]))
    try:
        token.verify(jwk.JWK.from_pyca(certificate.public_key()), alg="ES256", detached_payload=payload)
    except jws.InvalidJWSSignature:
        return False
    return bool(token.is_valid)


@pytest.mark.parametrize("path", EVIDENCE, ids=lambda path: path.stem)
def test_another_library_verifies_an_example(path: Path) -> None:
    """JWS with detached payload: the second line of the file."""
    (signature,) = json.loads(path.read_bytes())["signatures"]
    payload = path.read_bytes().split(b"\n")[1]
    assert _by_another_library(signature, payload)
    assert not _by_another_library(signature, payload + b" ")


def test_another_library_verifies_a_checkpoint() -> None:
    """By another library's canonical form as well."""
    import rfc8785

    content = json.loads((EXAMPLES / "checkpoint.json").read_bytes())
    (signature,) = content["signatures"]
    assert _by_another_library(signature, rfc8785.dumps(content["checkpoint"]))
    assert not _by_another_library(signature, rfc8785.dumps(content["checkpoint"] | {"size": 0}))


def test_openssl_verifies_the_signature_of_an_example(tmp_path: Path) -> None:
    """With the signature's two numbers written as openssl wants them."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import load_der_x509_certificate

    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    path = EXAMPLES / "content-handover.json"
    (signature,) = json.loads(path.read_bytes())["signatures"]

    def plain(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    raw = plain(signature["signature"])
    der = base64.b64decode(json.loads(plain(signature["protected"]))["x5c"][0])
    public = load_der_x509_certificate(der).public_key()
    payload = base64.urlsafe_b64encode(path.read_bytes().split(b"\n")[1]).rstrip(b"=")
    (tmp_path / "signed").write_bytes(signature["protected"].encode() + b"." + payload)
    (tmp_path / "signature").write_bytes(
        encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    )
    (tmp_path / "key.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    command = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "signed"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / "signed").write_bytes((tmp_path / "signed").read_bytes() + b"x")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode != 0
