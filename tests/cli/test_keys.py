"""Keys are rotated and revoked by command while processes run: nobody is started again, and nothing stops holding."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests import own_process
from tests.mailbox.post import REPORT
from tests.mailbox.running import Organisation, Service
from tests.own_process import OwnProcess
from tests.proof.specimen import evidence

from budstikke.kit.clock import real_now
from budstikke.kit.rsa_keys import KeyFile
from budstikke.post.channels.digipost_mailbox import DigipostMailbox
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.mailbox import MailDocument
from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

YEAR = timedelta(days=365)
Keys = Callable[..., list]


def command(folder: Path) -> Keys:
    """Return `budstikke keys` of an installation, each time in a process of its own."""

    def keys(*arguments: str) -> list:
        ran = own_process.command("keys", *arguments, env={**os.environ, "BUDSTIKKE_DATA": str(folder)})
        assert ran.returncode == 0, ran.stderr
        assert "PRIVATE" not in ran.stdout + ran.stderr
        found = json.loads(ran.stdout)
        return found if isinstance(found, list) else [found]

    return keys


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """Give the command of an installation of its own."""
    return command(tmp_path)


_SIGNING = """
import sys
from datetime import timedelta
from budstikke.kit.clock import now
from budstikke.post.channels import chosen
import base64, json
seen = []
while len(seen) < 3:
    signed = chosen.sealer().sign_evidence(b"{}", now=now())
    padded = signed["protected"] + "=" * (-len(signed["protected"]) % 4)
    certificate = json.loads(base64.urlsafe_b64decode(padded))["x5c"][0]
    if certificate not in seen:
        seen.append(certificate)
        print(certificate, flush=True)
"""


@pytest.fixture
def signing(tmp_path: Path) -> Iterator[OwnProcess]:
    """Give a process that signs evidence without a break, as a worker does; it tells each certificate it meets."""
    environment = {
        **os.environ,
        "BUDSTIKKE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "budstikke.wiring.post",
    }
    running = OwnProcess("-c", _SIGNING, env=environment, stdout=subprocess.PIPE)
    yield running
    running.close()


def test_a_process_that_runs_signs_with_the_new_key(keys: Keys, signing: OwnProcess) -> None:
    """After a rotation, and after a revocation, which makes a new key by itself."""
    assert signing.stdout is not None
    first = signing.stdout.readline()
    keys("rotate", "evidence")
    second = signing.stdout.readline()
    keys("revoke", "evidence")
    third = signing.stdout.readline()
    assert len({first, second, third}) == 3
    assert signing.wait(20) == 0
    states = [row["state"] for row in keys("list") if row["kind"] == "evidence"]
    assert states == ["older", "revoked", "current"]


def _sealed(folder: Path, *, now) -> tuple[bytes, Trust]:
    name = "Eksempelposten SPECIMEN TEST"
    sealer = LocalSealer(folder / "keys" / "seal", name=name)
    document = evidence(document_picture=None, signature_picture=None)
    content = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=now)])
    sealed = sealer.seal_pdf(report_pdf(content, made_at=now), now=now)
    return sealed, Trust(roots=Trust.from_pem(sealer.trust_pem(now=now)).roots)


def test_years_after_rotations_by_command_every_report_holds(keys: Keys, tmp_path: Path) -> None:
    """Each kind of signing key was rotated twice; the root alone judges what was sealed before, between and after."""
    sealed, trust = [], None
    for _ in range(3):
        report, trust = _sealed(tmp_path, now=real_now())
        sealed.append(report)
        for kind in ("seal", "evidence", "log", "time-stamp"):
            keys("rotate", kind)
    assert trust is not None
    for years in (0, 1, 4, 9):
        at = real_now() + years * YEAR + timedelta(hours=1)
        assert [verify(each, trust=trust, at=at).holds for each in sealed] == [True] * 3


@pytest.mark.parametrize("kind", ["seal", "evidence", "time-stamp"])
def test_an_older_key_that_is_listed_takes_its_reports_with_it(keys: Keys, tmp_path: Path, kind: str) -> None:
    """By its serial number, after it was rotated away; the published list says so, and what came after holds."""
    old, _ = _sealed(tmp_path, now=real_now())
    (first,) = [row for row in keys("list") if row["kind"] == kind]
    keys("rotate", kind)
    new, _ = _sealed(tmp_path, now=real_now())
    (listed,) = keys("revoke", kind, "--serial", first["id"])
    assert listed["revoked"] == first["id"]
    trust = Trust.from_pem((tmp_path / "trust" / "post.pem").read_bytes())
    at = real_now() + timedelta(hours=1)
    assert [verify(each, trust=trust, at=at).holds for each in (old, new)] == [False, True]
    read = subprocess.run(
        ["openssl", "crl", "-inform", "DER", "-in", tmp_path / "trust" / "revoked.crl", "-noout", "-text"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert first["id"].upper() in read.stdout.replace("\n", "").upper()


def test_a_certificate_nobody_issued_cannot_be_revoked(keys: Keys, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit 1 and the reason; nothing is listed."""
    with pytest.raises(AssertionError, match="serial number"):
        keys("revoke", "seal", "--serial", "abc123")
    assert [row for row in keys("list") if row["state"] == "revoked"] == []


def test_the_mailbox_that_runs_answers_with_its_new_key(mailbox: Service, carrier: Organisation) -> None:
    """A client that knew the old certificate asks for the new one and goes on."""
    client = _client(mailbox, carrier.held)
    try:
        assert not _send(client, "RR473124829NO").repeated
        command(mailbox.folder)("rotate", "mailbox-answers")
        assert _send(client, "RR473124829NO").repeated
    finally:
        client.close()


def test_the_account_at_the_mailbox_changes_its_key_without_a_pause(
    mailbox: Service, carrier: Organisation, tmp_path: Path
) -> None:
    """Before the next key is registered the present one counts; from then on the next, in every process."""
    keys, held = command(tmp_path), carrier.held
    path = tmp_path / "keys" / "post-mailbox.pem"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{_pem(held)}")
    one, another = (_client(mailbox, KeyFile(path, name="post", now=real_now)) for _ in "ab")
    try:
        _send(one, "RR000000014NO")
        _send(another, "RR000000014NO")
        (prepared,) = keys("rotate", "mailbox-account")
        assert prepared["state"] == "to be registered"
        assert _send(one, "RR000000014NO").repeated
        _register(mailbox, carrier, prepared["public_key"])
        assert [_send(client, "RR000000014NO").repeated for client in (one, another, one)] == [True] * 3
        states = [row["state"] for row in keys("list") if row["kind"] == "mailbox-account"]
        assert states == ["current"]
    finally:
        _register(mailbox, carrier, held.present().certificate_pem)
        one.close()
        another.close()


def _pem(held: KeyFile) -> str:
    return held._path.read_text()


def _client(service: Service, key: KeyFile) -> DigipostMailbox:
    return DigipostMailbox(base_url=service.url, sender_id=9001, key=key, real_now=real_now)


def _send(client: DigipostMailbox, message_id: str):
    return client.send(
        message_id=message_id,
        recipient_organisation_number="974760673",
        subject="PUM",
        documents=[MailDocument("pdf", REPORT)],
    )


def _register(service: Service, owner: Organisation, public_key: str) -> None:
    line = {
        "sender_id": owner.sender_id,
        "organisation_number": owner.organisation_number,
        "name": owner.name,
        "public_key": public_key,
    }
    ran = own_process.command("mailbox", "open", "-", env=service.environment, given=json.dumps(line))
    assert ran.returncode == 0, ran.stderr


def test_an_account_whose_next_key_is_unknown_too_is_refused(
    mailbox: Service, bank: Organisation, tmp_path: Path
) -> None:
    """And keeps its present key: trying does not put the next one in place."""
    key = KeyFile(tmp_path / "other.pem", name="post", now=real_now)
    present, following = key.present(), key.prepare()
    client = DigipostMailbox(base_url=mailbox.url, sender_id=bank.sender_id, key=key, real_now=real_now)
    try:
        with pytest.raises(Rejected, match="INVALID_SIGNATURE"):
            _send(client, "RR000000028NO")
    finally:
        client.close()
    assert key.present().certificate_pem == present.certificate_pem
    waiting = key.following()
    assert waiting is not None
    assert waiting.certificate_pem == following.certificate_pem


def test_the_mailbox_reseals_what_it_holds(mailbox: Service, carrier: Organisation) -> None:
    """Account by account; contents open afterwards, and a report sent again is known for the same."""
    client = _client(mailbox, carrier.held)
    try:
        _send(client, "RR000000031NO")
        environment = {**mailbox.environment, "MAILBOX_DATABASE_URL": ""}
        ran = own_process.command("keys", "rotate", "mailbox-data", "--reseal", env=environment)
        assert ran.returncode == 0, ran.stderr
        made, done = map(json.loads, ran.stdout.splitlines())
        assert done["done"] == {
            "content.content_sealed": 1, "document.sha256_sealed": 1, "document.subject_sealed": 1,
        }  # fmt: skip
        assert done["left"] == {}
        (row,) = mailbox.look("SELECT content_sealed FROM content")
        assert bytes(row[0])[1:5].hex() == made["id"]  # type: ignore[arg-type]
        assert _send(client, "RR000000031NO").repeated
    finally:
        client.close()


def test_a_clerk_stays_signed_in_through_a_rotation(installation: None) -> None:
    """The session of before goes on, is signed anew by the new key, and ends when the old one is long forgotten."""
    import django
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from budstikke.kit.installation import data_folder
    from budstikke.kit.keyring import ring

    django.setup()
    user = get_user_model().objects.create_user("kari", password="a long one SPECIMEN")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = settings.SECRET_KEY
    command(data_folder())("rotate", "post-tokens")
    client.get("/track/")
    assert before != settings.SECRET_KEY
    assert before in settings.SECRET_KEY_FALLBACKS
    assert client.session.get("_auth_user_id") == str(user.pk)
    tokens = ring("post", "tokens")
    tokens.drop(*(key.id for key in tokens.keys))
    client.get("/track/")
    assert before not in settings.SECRET_KEY_FALLBACKS
    # Nothing was written into the session since: what only the forgotten key signed is no session any more.
    assert client.session.get("_auth_user_id") is None


def test_the_list_is_served_where_certificates_say_it_is(installation: None) -> None:
    """As DER; the roots beside it."""
    from cryptography import x509
    from django.test import Client

    from budstikke.kit.installation import data_folder

    keys = command(data_folder())
    keys("rotate", "seal")
    keys("publish")
    held = x509.load_pem_x509_certificate(
        (data_folder() / "keys" / "seal" / "seal.pem")
        .read_bytes()
        .partition(b"-----END PRIVATE KEY-----\n")[2]
    )
    (point,) = held.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert point.full_name is not None
    assert point.full_name[0].value == "http://localhost:8200/trust/revoked.crl"
    answer = Client().get("/trust/revoked.crl")
    assert answer.headers["Content-Type"] == "application/pkix-crl"
    root = Trust.from_pem(Client().get("/trust/post.pem").content).roots[0]
    assert x509.load_der_x509_crl(answer.content).issuer.public_bytes() == root.subject.dump()
