"""The root is kept elsewhere: what it gives is looked at, and old keys are destroyed once nothing is owed by them."""

from __future__ import annotations

import argparse
import io
import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from tests.issuer.people import KARI, NOW, OLA, PIN, customer, with_card

from budstikke.cli import issuer_root
from budstikke.issuer.actions.cards import sign_in_by_card
from budstikke.issuer.actions.certificates import revocation_list
from budstikke.issuer.actions.eid_life import block
from budstikke.issuer.actions.retire_authority import retire_authority
from budstikke.issuer.channels import authority as authority_module
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.authority import LocalAuthority, RootIsElsewhere
from budstikke.issuer.channels.authority_root import (
    NotTaken,
    as_pem,
    bring,
    request_issuing,
    root_list,
    withdraw,
)
from budstikke.issuer.terms.eid_rights import BlockedFor
from budstikke.kit.clock import real_now

_NAME, _ADDRESS = "Eksempel eID AS", "https://eid.example"
_LONG = timedelta(hours=2)
Root = Callable[..., dict[str, object]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Root:
    """Run a command where the root is kept, with its passphrase; a refusal is a fault."""
    monkeypatch.setattr(issuer_root, "now", lambda: NOW)

    def asked(*words: str, passphrase: str = "correct horse SPECIMEN", well: int = 0) -> dict[str, object]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{passphrase}\n"))
        parser = argparse.ArgumentParser()
        issuer_root.configure(parser)
        verb, *rest = words
        done = issuer_root.run(parser.parse_args([verb, "--folder", str(tmp_path / "safe"), *rest]))
        told = capsys.readouterr()
        assert done == well, told.err
        found: dict[str, object] = json.loads(told.out) if told.out else {"fault": told.err}
        return found

    return asked


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalAuthority]:
    """The issuer's side of an installation in earnest: it makes no root of its own."""
    made = LocalAuthority(folder=tmp_path / "here", name=_NAME, address=f"{_ADDRESS}/ca")
    monkeypatch.setattr(authority_module, "is_test", lambda: False)
    monkeypatch.setattr(chosen, "authority", lambda: made)
    yield made


def _brought(root: Root, here: LocalAuthority, folder: Path) -> str:
    """Carry a request to the root, and what it gives back."""
    asked, given = folder / "issuing.csr", folder / "issuing.pem"
    asked.write_text(as_pem(request_issuing(here.keys, name=_NAME)))
    root("sign", str(asked), "--address", _ADDRESS, "--out", str(given))
    return bring(here, given.read_bytes(), now=NOW)


@pytest.fixture
def began(root: Root, here: LocalAuthority, tmp_path: Path) -> Path:
    """A first ceremony, held; returns where the root is kept."""
    root("make", "--name", _NAME)
    safe = tmp_path / "safe"
    for name in ("root.pem", "root.crl"):
        bring(here, (safe / name).read_bytes(), now=NOW)
    assert _brought(root, here, tmp_path) == "issuing-1"
    return safe


def _issued(here: LocalAuthority) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return here.issue(subject=x509.Name([]), key=key, now=NOW, ends_at=NOW + timedelta(days=9)).certificate


def test_an_issuer_works_by_what_its_root_gave_without_the_roots_key(
    root: Root, here: LocalAuthority, tmp_path: Path
) -> None:
    """Before the ceremony it issues nothing and makes no root; after it no private key of the root lies here."""
    with pytest.raises(RootIsElsewhere, match="keys request"):
        _issued(here)
    assert not list((tmp_path / "here").glob("*.pem"))
    root("make", "--name", _NAME)
    safe = tmp_path / "safe"
    assert bring(here, (safe / "root.pem").read_bytes(), now=NOW) == "root"
    assert bring(here, (safe / "root.crl").read_bytes(), now=NOW) == "root list"
    assert _brought(root, here, tmp_path) == "issuing-1"
    issuing = here.issuing(now=NOW)
    assert issuing is not None
    _issued(here).verify_directly_issued_by(issuing)
    issuing.verify_directly_issued_by(here.root(now=NOW))
    named = issuing.extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0].full_name
    assert named is not None and named[0].value == f"{_ADDRESS}/ca/root.crl"
    assert not here.keys.holds("root") and b"ENCRYPTED" in (safe / "root.key").read_bytes()
    assert (safe / "root.key").stat().st_mode & 0o077 == 0
    with pytest.raises(RootIsElsewhere):
        here.rotate("issuing", now=NOW)
    with pytest.raises(RootIsElsewhere):
        withdraw(here.keys, 1, reason="superseded", now=NOW)
    assert len(here.rotate("answers", now=NOW)) == 1


@pytest.mark.usefixtures("issuer_database")
def test_a_withdrawn_issuing_key_signs_nothing_and_its_cards_open_nothing(
    root: Root, here: LocalAuthority, began: Path, tmp_path: Path
) -> None:
    """From when the list is brought; the next key is another, and the old one is owed nothing any more."""
    _, card, _ = with_card(customer(KARI))
    assert sign_in_by_card(number=card, pin=PIN, now=NOW) is not None
    told = root("list", "--withdraw", str(tmp_path / "issuing.pem"))
    assert told["list"] == 2 and len(told["withdrawn"]) == 1  # type: ignore[arg-type]
    bring(here, (began / "root.crl").read_bytes(), now=NOW)
    assert here.withdrawn(1)
    assert sign_in_by_card(number=card, pin=PIN, now=NOW) is None
    with pytest.raises(RootIsElsewhere):
        _issued(here)
    assert _brought(root, here, tmp_path) == "issuing-2"
    assert not here.withdrawn(2) and sign_in_by_card(number=with_card(customer(OLA))[1], pin=PIN, now=NOW)
    retired = retire_authority("issuing", now=NOW, real_now=real_now() + _LONG)
    assert retired.destroyed == ["issuing-1", "answers-1-1"]
    # What was withdrawn stays so, however often the list is signed anew.
    assert root("list")["withdrawn"] == told["withdrawn"]


def test_what_is_brought_is_looked_at(root: Root, here: LocalAuthority, began: Path, tmp_path: Path) -> None:
    """Of another root, for a key that nobody asked for, ended, older than what is here, or nothing at all."""
    stranger = LocalAuthority(folder=tmp_path / "stranger", name=_NAME, address="http://x/ca")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(authority_module, "is_test", lambda: True)
        theirs = stranger.root(now=NOW)
        listed = root_list(stranger.keys, now=NOW)
        issued = stranger.issuing(now=NOW)
    assert listed is not None and issued is not None
    ours = (began / "root.crl").read_bytes()
    root("list")
    bring(here, (began / "root.crl").read_bytes(), now=NOW)
    given = (tmp_path / "issuing.pem").read_bytes()
    assert bring(here, given, now=NOW) == "issuing-1", "brought twice, it is the same"
    for content, at, why in (
        (theirs.public_bytes(Encoding.PEM), NOW, "another root"),
        (issued.public_bytes(Encoding.PEM), NOW, "did not sign it"),
        (listed.public_bytes(Encoding.DER), NOW, "did not sign this list"),
        (ours, NOW, "older than the list here, number 2"),
        (ours, NOW + timedelta(days=500), "in force"),
        (given, NOW + timedelta(days=13 * 365), "holds from"),
        (_issued(here).public_bytes(Encoding.PEM), NOW, "did not sign it"),
        (b"nothing", NOW, "neither"),
    ):
        with pytest.raises(NotTaken, match=why):
            bring(here, content, now=at)
    (tmp_path / "here" / "issuing-1.pem").unlink()
    (tmp_path / "here" / "issuing-1.key").unlink()
    with pytest.raises(NotTaken, match="no key that was asked for"):
        bring(here, given, now=NOW)


def test_where_the_root_is_kept_its_passphrase_opens_it_and_nothing_is_written_over(root: Root) -> None:
    """A short one is none; a wrong one signs nothing."""
    assert "fewer than" in str(root("make", "--name", _NAME, passphrase="short", well=1)["fault"])
    assert root("make", "--name", _NAME)["list"] == 1
    assert "there already" in str(root("make", "--name", _NAME, well=1)["fault"])
    assert root("list", passphrase="another horse SPECIMEN", well=1)["fault"]
    assert root("list")["list"] == 2


@pytest.mark.usefixtures("issuer_database")
def test_older_keys_are_destroyed_once_nothing_is_owed_and_what_is_kept_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An issuing key lists until its last certificate has ended; then its last list is served, and nobody answers."""
    made = LocalAuthority(folder=tmp_path, name="Eksempel eID TEST", address="http://localhost/ca")
    monkeypatch.setattr(chosen, "authority", lambda: made)
    eid, _, _ = with_card(customer(KARI))
    block(eid.pk, why=BlockedFor.LOST, now=NOW)
    made.rotate("issuing", now=NOW)
    young = retire_authority("issuing", now=NOW, real_now=real_now())
    assert young.destroyed == [] and "younger than an hour" in young.kept["issuing-1"]
    owed = retire_authority("issuing", now=NOW, real_now=real_now() + _LONG)
    assert owed.destroyed == [] and owed.kept["issuing-2"] == "it signs now"
    assert owed.kept["issuing-1"].startswith(
        "it lists and answers for 1 certificates, the last of which ends on "
    )
    later = eid.expires_at + timedelta(days=1)
    content = (tmp_path / "issuing-1.key").read_bytes()
    kept = os.open(tmp_path / "issuing-1.key", os.O_RDONLY)
    gone = retire_authority("issuing", now=later, real_now=real_now() + _LONG)
    assert gone.destroyed == ["issuing-1", "answers-1-1"]
    # Whoever had the file open finds no key in it.
    assert os.pread(kept, len(content), 0) != content
    os.close(kept)
    assert not made.answers_for(1) and made.issuing(1, now=later) is not None
    last = x509.load_der_x509_crl(revocation_list(1, now=later + timedelta(days=900)) or b"")
    issuing = made.issuing(1, now=later)
    assert issuing is not None and last.next_update_utc == issuing.not_valid_after_utc
    made.rotate("answers", now=later)
    answers = retire_authority("answers", now=later, real_now=real_now() + _LONG)
    assert answers.destroyed == ["answers-2-1"] and answers.kept == {"answers-2-2": "it answers now"}
