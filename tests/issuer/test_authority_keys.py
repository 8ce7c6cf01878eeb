"""The authority's keys are sealed and rotated while cards are in use: what was issued before goes on as it was."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from tests.issuer.people import KARI, NOW, OLA, PIN, customer, with_card
from tests.issuer.test_cards import OPENSSL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budstikke.issuer.channels.authority import LocalAuthority
    from budstikke.issuer.records.models import Eid


@pytest.fixture
def authority(
    issuer_database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalAuthority]:
    """Give an authority of this test's own, asked by everything that asks for one."""
    from budstikke.issuer.channels import chosen
    from budstikke.issuer.channels.authority import LocalAuthority

    made = LocalAuthority(folder=tmp_path, name="Eksempel eID TEST", address="http://localhost/ca")
    monkeypatch.setattr(chosen, "authority", lambda: made)
    yield made


def _certificate(eid: Eid) -> x509.Certificate:
    from budstikke.issuer.actions.certificates import certificate_of

    found = certificate_of(eid.means.get())
    assert found is not None
    return found[1]


def _answer(certificate: x509.Certificate, issuing: x509.Certificate) -> ocsp.OCSPResponse:
    from budstikke.issuer.actions.certificates import answer_status

    asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuing, SHA1()).build()
    return ocsp.load_der_ocsp_response(answer_status(asked.public_bytes(Encoding.DER), now=NOW))


def test_no_private_key_lies_readable_on_the_disk(authority: LocalAuthority, tmp_path: Path) -> None:
    """Nor can one be put in another's place: each is bound to its name."""
    from budstikke.issuer.channels.authority_keys import AuthorityKeys
    from budstikke.kit.vault import CannotOpen, vault_for

    authority.root(now=NOW)
    names = sorted(path.name for path in tmp_path.glob("*.*") if path.suffix in (".pem", ".key"))
    assert names == [
        "answers-1-1.key", "answers-1-1.pem", "issuing-1.key", "issuing-1.pem", "root.key", "root.pem",
    ]  # fmt: skip
    keys = AuthorityKeys(tmp_path, vault=vault_for("issuer"))
    for path in tmp_path.glob("*.key"):
        content = path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        assert (
            keys.held(path.stem).key.private_numbers().private_value.to_bytes(48, "big")[-32:] not in content
        )
    (tmp_path / "issuing-1.key").write_bytes((tmp_path / "answers-1-1.key").read_bytes())
    with pytest.raises(CannotOpen):
        keys.held("issuing-1")


def test_a_card_of_the_key_before_signs_in_is_listed_and_answered_about(authority: LocalAuthority) -> None:
    """Each key lists and answers for what it issued, and for nothing else."""
    from budstikke.issuer.actions.cards import sign_in_by_card
    from budstikke.issuer.actions.certificates import revocation_list
    from budstikke.issuer.actions.eid_life import block
    from budstikke.issuer.terms.eid_rights import BlockedFor

    before, number, _ = with_card(customer(KARI))
    first = authority.issuing(now=NOW)
    authority.rotate("issuing", now=NOW)
    after, _, _ = with_card(customer(OLA))
    second = authority.issuing(now=NOW)
    assert first is not None and second is not None
    assert authority.issuing(1, now=NOW) == first
    assert authority.issuing(3, now=NOW) is None
    signed_in = sign_in_by_card(number=number, pin=PIN, now=NOW)
    assert signed_in is not None and signed_in.pk == before.pk
    old, new = _certificate(before), _certificate(after)
    old.verify_directly_issued_by(first)
    new.verify_directly_issued_by(second)
    block(before.pk, why=BlockedFor.LOST, now=NOW)
    assert _answer(old, first).certificate_status is ocsp.OCSPCertStatus.REVOKED
    assert _answer(new, second).certificate_status is ocsp.OCSPCertStatus.GOOD
    # A question that names the other key is about no certificate of ours.
    assert _answer(old, second).response_status is ocsp.OCSPResponseStatus.UNAUTHORIZED
    for number_, issuing, listed in ((1, first, [old.serial_number]), (2, second, [])):
        crl = x509.load_der_x509_crl(revocation_list(number_, now=NOW) or b"")
        assert crl.is_signature_valid(issuing.public_key())  # type: ignore[arg-type]
        assert [each.serial_number for each in crl] == listed
    point = old.extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0].full_name
    assert point is not None and point[0].value == "http://localhost/ca/1/revoked.crl"


@pytest.mark.skipif(OPENSSL is None, reason="no openssl here")
def test_openssl_believes_both_keys_by_the_one_root(authority: LocalAuthority, tmp_path: Path) -> None:
    """With the list of each beside it, and the root's, after the rotation; one that the root withdrew, not."""
    from budstikke.issuer.actions.certificates import revocation_list, root_revocation_list
    from budstikke.issuer.channels.authority_root import withdraw

    cards = [_certificate(with_card(customer(KARI))[0])]
    authority.rotate("issuing", now=NOW)
    cards.append(_certificate(with_card(customer(OLA))[0]))
    (tmp_path / "root.crt").write_bytes(authority.root(now=NOW).public_bytes(Encoding.PEM))
    for number, card in enumerate(cards, 1):
        issuing, listed = authority.issuing(number, now=NOW), revocation_list(number, now=NOW)
        assert issuing is not None and listed is not None
        (tmp_path / "card.crt").write_bytes(card.public_bytes(Encoding.PEM))
        (tmp_path / "issuing.crt").write_bytes(issuing.public_bytes(Encoding.PEM))
        crl = x509.load_der_x509_crl(listed).public_bytes(Encoding.PEM)
        root_list = x509.load_der_x509_crl(root_revocation_list(now=NOW) or b"").public_bytes(Encoding.PEM)
        (tmp_path / "listed.crl").write_bytes(crl + root_list)
        command = [str(OPENSSL), "verify", "-crl_check_all", "-attime", str(int(NOW.timestamp()) + 60)]
        command += ["-CAfile", "root.crt", "-untrusted", "issuing.crt", "-CRLfile", "listed.crl", "card.crt"]
        judged = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        assert judged.stdout.strip() == "card.crt: OK", judged.stderr
    withdraw(authority.keys, 2, reason="key_compromise", now=NOW)
    withdrawn = x509.load_der_x509_crl(root_revocation_list(now=NOW) or b"").public_bytes(Encoding.PEM)
    (tmp_path / "listed.crl").write_bytes(crl + withdrawn)
    judged = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert judged.returncode == 2 and "certificate revoked" in judged.stderr, judged


def test_a_key_that_grows_old_is_followed_by_a_new_one_by_itself(authority: LocalAuthority) -> None:
    """No certificate outlives the key that lists it; an answering key lasts a year at most."""
    from cryptography.hazmat.primitives.asymmetric import ec

    key, nobody = ec.generate_private_key(ec.SECP256R1()).public_key(), x509.Name([])
    numbers = [
        authority.issue(subject=nobody, key=key, now=at, ends_at=at + timedelta(days=3 * 365)).number
        for at in (NOW, NOW + timedelta(days=8 * 365), NOW + timedelta(days=10 * 365))
    ]
    assert numbers == [1, 1, 2]
    assert [row.name for row in authority.listed()] == [
        "issuing-1",
        "issuing-2",
        "answers-1-1",
        "answers-2-1",
    ]
    card, _, _ = with_card(customer(KARI))
    issuing = authority.issuing(1, now=NOW)
    assert issuing is not None
    from budstikke.issuer.actions import certificates

    asked = ocsp.OCSPRequestBuilder().add_certificate(_certificate(card), issuing, SHA1()).build()
    later = NOW + timedelta(days=11 * 365 + 30)
    answer = ocsp.load_der_ocsp_response(
        certificates.answer_status(asked.public_bytes(Encoding.DER), now=later)
    )
    assert answer.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL
    assert [row.name for row in authority.listed() if row.is_current][1:] == ["answers-1-2", "answers-2-1"]


def test_new_data_keys_take_the_authority_s_keys_along(authority: LocalAuthority, tmp_path: Path) -> None:
    """They are counted with the rows, so no data key is forgotten that one of them needs."""
    from budstikke.issuer.actions import reseal
    from budstikke.kit.keyring import ring

    root, data = authority.root(now=NOW), ring("issuer", "data")
    assert "keys of the authority" not in reseal.not_resealed()
    data.add(now=NOW)
    assert reseal.not_resealed()["keys of the authority"] == 3
    assert dict(reseal.reseal_rows())["keys of the authority"] == 3
    assert reseal.not_resealed() == {}
    # Older keys stay here: what other tests sealed is under them.
    headers = {path.read_bytes()[1:5] for path in tmp_path.glob("*.key")}
    assert headers == {data.current.id}
    assert authority.root(now=NOW) == root
    assert len(authority.rotate("issuing", now=NOW)) == 2
