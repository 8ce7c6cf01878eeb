"""The signature of evidence, checked by our own judge and by another library."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import pem
from jwcrypto import jwk, jws
from tests.proof.specimen import SEALED_AT, evidence

from budstikke.post.channels.authority import Authority, as_asn1
from budstikke.post.channels.seal import LocalSealer
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import read_evidence_file
from budstikke.proof.signature import check_signature, read_header
from budstikke.proof.trust import Trust

NEXT_DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday


@pytest.fixture
def signature(signed_file: bytes) -> dict[str, str]:
    """Give the signature of the specimen."""
    return dict(read_evidence_file(signed_file).signatures[0])


def test_a_signature_over_unchanged_evidence_holds(signature: dict[str, str], trust: Trust) -> None:
    """Also years later, while the evidence certificate lasts."""
    for at in (NEXT_DAY, datetime(2035, 11, 22, tzinfo=UTC)):  # a Sunday, a Thursday
        assert check_signature(canonical_form(evidence()), signature, trust=trust, at=at).holds


def test_another_library_verifies_the_signature(signature: dict[str, str]) -> None:
    """JWS with detached payload, as anybody can check it."""
    leaf = read_header(signature).certificates[0]
    key = jwk.JWK.from_pem(pem.armor("PUBLIC KEY", leaf.public_key.dump()))
    token = jws.JWS()
    token.deserialize(f"{signature['protected']}..{signature['signature']}")
    token.verify(key, alg="ES256", detached_payload=canonical_form(evidence()))
    assert token.is_valid
    with pytest.raises(jws.InvalidJWSSignature):
        token.verify(key, alg="ES256", detached_payload=canonical_form(evidence(place="Oslo")))


def test_changed_evidence_is_found(signature: dict[str, str], trust: Trust) -> None:
    """One letter is enough."""
    found = check_signature(canonical_form(evidence(place="Oslo")), signature, trust=trust, at=NEXT_DAY)
    assert not found.holds
    assert "changed after it was signed" in found.words.en
    assert "endret" in found.words.no


def test_an_unknown_root_is_found(
    signature: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A signature is worth what its root is worth to the judge."""
    other = LocalSealer(tmp_path_factory.mktemp("other"))
    stranger = Trust.from_pem(other.trust_pem(now=SEALED_AT))
    found = check_signature(canonical_form(evidence()), signature, trust=stranger, at=NEXT_DAY)
    assert not found.holds
    assert "trusted root" in found.words.en


def test_without_a_time_stamp_an_ended_certificate_does_not_hold(
    signature: dict[str, str], trust: Trust
) -> None:
    """Nothing then proves that the signature is older than the end; a time stamp would."""
    late = datetime(2037, 11, 22, tzinfo=UTC)  # a Sunday
    found = check_signature(canonical_form(evidence()), signature, trust=trust, at=late)
    assert not found.holds
    assert "had ended" in found.words.en
    proven = check_signature(
        canonical_form(evidence()), signature, trust=trust, at=late, proven_at=SEALED_AT + timedelta(hours=1)
    )
    assert proven.holds


def test_a_revoked_evidence_certificate_is_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A listed revocation wins, even over a signature older than it."""
    sealer = LocalSealer(tmp_path_factory.mktemp("revoked"))
    signature = sealer.sign_evidence(canonical_form(evidence()), now=SEALED_AT)
    sealer.revoke("evidence", now=NEXT_DAY)
    trust = Trust.from_pem(sealer.trust_pem(now=NEXT_DAY))
    found = check_signature(canonical_form(evidence()), signature, trust=trust, at=NEXT_DAY)
    assert not found.holds
    assert "revoked" in found.words.en


def test_a_key_made_for_sealing_cannot_sign_evidence(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each key for one thing, and the judge holds it to that."""
    from joserfc import jws as joserfc_jws
    from joserfc.jwk import ECKey
    from joserfc.registry import HeaderParameter

    from budstikke.proof.signature import protected_header

    folder = tmp_path_factory.mktemp("roles")
    authority = Authority(folder, name="Role TEST", now=SEALED_AT)
    held = authority.holder("seal", now=SEALED_AT)
    header = protected_header(certificates=(held.der,), signed_at=SEALED_AT)
    registry = joserfc_jws.JWSRegistry(
        header_registry={"iat": HeaderParameter("Issued At", "int")}, algorithms=["ES256"]
    )
    registry.max_header_length = registry.max_payload_length = 1 << 20
    token = joserfc_jws.serialize_compact(
        header, canonical_form(evidence()), ECKey.import_key(held.key), registry=registry
    )
    protected, _, signed = token.split(".")
    found = check_signature(
        canonical_form(evidence()),
        {"protected": protected, "signature": signed},
        trust=Trust(roots=(as_asn1(authority.root),)),
        at=NEXT_DAY,
    )
    assert not found.holds
    assert "something else" in found.words.en


@pytest.mark.parametrize("header", ["", "e30", "AAAA", "!!!!", base64.urlsafe_b64encode(b"[1]").decode()])
def test_a_header_that_cannot_be_read_is_said_in_words(header: str, trust: Trust) -> None:
    """A verdict, never a traceback."""
    found = check_signature(b"{}", {"protected": header, "signature": "AAAA"}, trust=trust, at=NEXT_DAY)
    assert not found.holds
    assert "cannot be read" in found.words.en
