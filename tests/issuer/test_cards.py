"""Cards: PIN, PUK, certificates, and the answers about them, checked by OpenSSL where it is."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.issuer.people import NOW, PIN, customer, issued, with_card

from budstikke.issuer.terms.eid_rights import BlockedFor
from budstikke.issuer.terms.products import Product
from budstikke.law.refusal import Refusal

if TYPE_CHECKING:
    from budstikke.issuer.records.models import Eid

OPENSSL = shutil.which("openssl")


def test_a_card_signs_in_by_its_number_and_pin(issuer_database: None) -> None:
    """Both are needed, and a right PIN gives the tries back."""
    from budstikke.issuer.actions.cards import sign_in_by_card

    eid, number, _ = with_card(customer())
    assert sign_in_by_card(number=number, pin="9999", now=NOW) is None
    assert sign_in_by_card(number="1234567890", pin=PIN, now=NOW) is None
    found = sign_in_by_card(number=number, pin=PIN, now=NOW)
    assert found is not None
    assert found.pk == eid.pk
    assert eid.means.get().wrong_pins == 0


def test_a_blocked_pin_opens_by_the_puk_and_a_blocked_puk_never(issuer_database: None) -> None:
    """Three wrong PINs, five wrong PUKs; then only a new card helps."""
    from budstikke.issuer.actions.cards import sign_in_by_card, unblock_pin

    eid, number, puk = with_card(customer())
    for _ in range(3):
        assert sign_in_by_card(number=number, pin="9999", now=NOW) is None
    assert sign_in_by_card(number=number, pin=PIN, now=NOW) is None
    assert unblock_pin(eid.pk, puk=puk, new="8305", now=NOW) is None
    assert sign_in_by_card(number=number, pin="8305", now=NOW) is not None
    wrong = "00000000" if puk != "00000000" else "00000001"
    codes = [unblock_pin(eid.pk, puk=wrong, new="7194", now=NOW) for _ in range(5)]
    assert [refusal.code for refusal in codes if refusal] == ["PUK_WRONG"] * 4 + ["PUK_BLOCKED"]
    refusal = unblock_pin(eid.pk, puk=puk, new="7194", now=NOW)
    assert refusal is not None
    assert refusal.code == "PUK_BLOCKED"


@pytest.mark.parametrize("pin", ["1111", "1234", "9876", "123", "123456789", "12a4", "9146"])
def test_a_pin_that_a_thief_tries_first_is_not_taken(issuer_database: None, pin: str) -> None:
    """The same digits, a row, or what stands in the national number."""
    from budstikke.issuer.actions.cards import activate_card

    refusal = activate_card(issued(customer(), Product.SMART_CARD).pk, pin=pin, now=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.code in ("PIN_FORM", "PIN_TOO_EASY")


def test_an_enterprise_certificate_names_the_organisation_and_nobody(issuer_database: None) -> None:
    """It speaks for systems; no person stands in it."""
    from budstikke.issuer.actions.cards import activate_card
    from budstikke.issuer.actions.certificates import certificate_of
    from budstikke.issuer.actions.issue_eid import issue_eid

    eid = issue_eid(
        customer_id=customer().pk,
        product=Product.ENTERPRISE,
        order_number="V-3001",
        organisation={"name": "Prøvebanken AS", "orgnr": "314159268", "contact": "drift@example.com"},
        now=NOW,
    )
    assert isinstance(activate_card(eid.pk, pin=PIN, now=NOW), tuple)
    found = certificate_of(eid.means.get())
    assert found is not None
    told = found[1].subject.rfc4514_string()
    assert "NTRNO-314159268" in told
    assert "Kari" not in told


def _laid_out(eid: Eid, folder: Path) -> dict[str, Path]:
    from budstikke.issuer.actions.certificates import certificate_of
    from budstikke.issuer.channels import chosen

    found = certificate_of(eid.means.order_by("-id")[0])
    assert found is not None
    files = {"card": found[1]}
    issuing = chosen.authority().issuing(found[0].issuing_key, now=NOW)
    assert issuing is not None
    files |= {"root": chosen.authority().root(now=NOW), "issuing": issuing}
    for name, certificate in files.items():
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return {name: folder / f"{name}.pem" for name in files}


def _answered(files: dict[str, Path], folder: Path, *, at: int) -> str:
    """Ask as OpenSSL asks, answer as we answer, let OpenSSL judge the answer."""
    from budstikke.issuer.actions.certificates import answer_status

    assert OPENSSL
    asked, told = folder / "asked.der", folder / "told.der"
    about = ["-issuer", str(files["issuing"]), "-cert", str(files["card"])]
    subprocess.run([OPENSSL, "ocsp", *about, "-reqout", str(asked)], check=True, capture_output=True)
    told.write_bytes(answer_status(asked.read_bytes(), now=NOW))
    command = [OPENSSL, "ocsp", "-no_nonce", *about, "-reqin", str(asked), "-respin", str(told)]
    command += ["-attime", str(at), "-validity_period", str(10**9)]  # the stories' day is not today
    judged = subprocess.run([*command, "-CAfile", str(files["root"])], capture_output=True, text=True)
    assert "Response verify OK" in judged.stderr, judged.stderr
    return judged.stdout


@pytest.mark.skipif(OPENSSL is None, reason="no openssl here")
def test_openssl_believes_the_certificate_the_list_and_the_answers(
    issuer_database: None, tmp_path: Path
) -> None:
    """Good in use, on hold when blocked, good again, revoked when closed; each by list and by answer."""
    from budstikke.issuer.actions.certificates import revocation_list
    from budstikke.issuer.actions.eid_life import block, close, unblock

    assert OPENSSL
    eid, _, _ = with_card(customer())
    files = _laid_out(eid, tmp_path)
    at = int(NOW.timestamp()) + 60

    def verified() -> bool:
        (tmp_path / "revoked.crl").write_bytes(revocation_list(now=NOW) or b"")
        command = [
            OPENSSL,
            "verify",
            "-attime",
            str(at),
            "-crl_check",
            "-CRLfile",
            str(tmp_path / "revoked.crl"),
        ]
        command += ["-CAfile", str(files["root"]), "-untrusted", str(files["issuing"]), str(files["card"])]
        return subprocess.run(command, capture_output=True).returncode == 0  # type: ignore[arg-type]

    assert verified()
    assert ": good" in _answered(files, tmp_path, at=at)
    assert block(eid.pk, why=BlockedFor.LOST, now=NOW) is None
    assert not verified()
    assert "certificateHold" in _answered(files, tmp_path, at=at)
    assert unblock(eid.pk, now=NOW) is None
    assert verified()
    assert close(eid.pk, now=NOW) is None
    assert not verified()
    assert ": revoked" in _answered(files, tmp_path, at=at)


def test_nothing_is_said_of_a_certificate_that_is_not_ours(issuer_database: None) -> None:
    """Neither of a guessed number nor of what cannot be read."""
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.x509 import ocsp

    from budstikke.issuer.actions.certificates import answer_status
    from budstikke.issuer.channels import chosen

    issuing = chosen.authority().issuing(now=NOW)
    assert issuing is not None
    asked = ocsp.OCSPRequestBuilder().add_certificate(issuing, issuing, SHA1()).build()
    told = ocsp.load_der_ocsp_response(answer_status(asked.public_bytes(Encoding.DER), now=NOW))
    assert told.response_status == ocsp.OCSPResponseStatus.UNAUTHORIZED
    told = ocsp.load_der_ocsp_response(answer_status(b"x", now=NOW))
    assert told.response_status == ocsp.OCSPResponseStatus.MALFORMED_REQUEST


def test_a_closed_card_signs_in_nobody_and_an_expired_one_neither(issuer_database: None) -> None:
    """The certificate ends with the eID."""
    from budstikke.issuer.actions.cards import sign_in_by_card
    from budstikke.issuer.actions.eid_life import end_what_is_over

    eid, number, _ = with_card(customer())
    late = eid.expires_at + timedelta(days=1)
    assert sign_in_by_card(number=number, pin=PIN, now=late) is None
    assert end_what_is_over(now=late) == 1
    eid.refresh_from_db()
    assert eid.state == "expired"
