"""Keys in a hardware security module (SoftHSM): what they seal is judged like what a key in a file sealed."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests import own_process
from tests.channels import tokens
from tests.proof.specimen import SEALED_AT, evidence

from budstikke.post.channels.authority import ROLES
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.hardware import Hardware
from budstikke.post.channels.key_store import KeyStore, NoAuthority
from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

ALL = ("root", *ROLES)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give a token; the module reads where it lies once for the whole process."""
    settings = tokens.make_token(tmp_path_factory.mktemp("softhsm"))
    os.environ["SOFTHSM2_CONF"] = settings["SOFTHSM2_CONF"]
    return settings


@pytest.fixture(scope="module")
def hardware(token: dict[str, str]) -> Hardware:
    """Give the token as the sealer reaches it."""
    return Hardware(
        module=token["BUDSTIKKE_HARDWARE_MODULE"],
        token=token["BUDSTIKKE_HARDWARE_TOKEN"],
        pin=lambda: tokens.PIN,
    )


def _sealed(sealer: LocalSealer, *, now=SEALED_AT) -> bytes:
    document = evidence(document_picture=None, signature_picture=None)
    content = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=now)])
    return sealer.seal_pdf(report_pdf(content, made_at=now), now=now)


def _sealer(folder: Path, hardware: Hardware | None, roles: tuple[str, ...] = ALL) -> LocalSealer:
    return LocalSealer(folder, store=KeyStore(hardware=hardware, in_hardware=roles))


@pytest.mark.parametrize("roles", [ALL, ("seal", "evidence", "log"), ("seal",)], ids="+".join)
def test_what_a_key_in_hardware_sealed_holds_like_any_other(
    hardware: Hardware, tmp_path: Path, roles: tuple[str, ...]
) -> None:
    """Root, seal, evidence, log and time stamps, or some of them; also years later."""
    sealer = _sealer(tmp_path, hardware, roles)
    sealed = _sealed(sealer)
    trust = Trust.from_pem(sealer.trust_pem(now=SEALED_AT))
    verdict = verify(sealed, trust=trust, at=SEALED_AT + timedelta(hours=1))
    assert verdict.holds, [check.words.en for check in verdict.checks if not check.holds]
    assert verify(sealed, trust=Trust(roots=trust.roots), at=SEALED_AT + 4 * 365 * DAY).holds
    names = {check.name for check in verdict.checks}
    in_file = LocalSealer(tmp_path / "file")
    assert names == {
        check.name
        for check in verify(
            _sealed(in_file), trust=Trust.from_pem(in_file.trust_pem(now=SEALED_AT)), at=SEALED_AT + DAY
        ).checks
    }
    for role in ALL:
        content = (tmp_path / f"{role}.pem").read_bytes()
        assert (b"PRIVATE KEY" in content) == (role not in roles), role


def test_a_checkpoint_of_a_key_in_hardware_is_judged_too(hardware: Hardware, tmp_path: Path) -> None:
    """The log signs with its own key in the token."""
    from budstikke.proof.checkpoint import Checkpoint

    sealer = _sealer(tmp_path, hardware)
    said = Checkpoint(origin="urn:budstikke:log:314159268", size=1, root=bytes(32), made_at=SEALED_AT)
    signed = said.signed(sealer.sign_checkpoint(said.canonical, now=SEALED_AT))
    trust = Trust.from_pem(sealer.trust_pem(now=SEALED_AT))
    assert verify(json.dumps(signed).encode(), trust=trust, at=SEALED_AT + DAY).holds


def test_a_rotation_moves_a_key_into_hardware_and_old_seals_hold(hardware: Hardware, tmp_path: Path) -> None:
    """A key stays where it was made: what moves is the next one."""
    before = _sealed(LocalSealer(tmp_path))
    sealer = _sealer(tmp_path, hardware, ("seal",))
    assert b"PRIVATE KEY" in (tmp_path / "seal.pem").read_bytes()
    later = SEALED_AT + DAY
    assert sealer.authority(later).rotate("seal", now=later).in_hardware
    after = _sealed(sealer, now=later)
    trust = Trust.from_pem(sealer.trust_pem(now=later))
    assert [verify(each, trust=trust, at=later + DAY).holds for each in (before, after)] == [True, True]


def test_of_older_keys_the_token_keeps_the_one_before(hardware: Hardware, tmp_path: Path) -> None:
    """A process may be about to sign with it; the ones before that are destroyed."""
    sealer = _sealer(tmp_path, hardware, ("evidence",))
    held = [sealer.authority(SEALED_AT).rotate("evidence", now=SEALED_AT) for _ in range(3)]
    still = [hardware.key(each.certificate.public_key()) is not None for each in held]  # type: ignore[arg-type]
    assert still == [False, True, True]


def test_a_wrong_pin_is_unreachable_and_never_said(token: dict[str, str], tmp_path: Path) -> None:
    """It is tried again later; the message holds no PIN."""
    wrong = Hardware(module=token["BUDSTIKKE_HARDWARE_MODULE"], token=tokens.LABEL, pin=lambda: "999999")
    with pytest.raises(Unreachable) as caught:
        wrong.make("budstikke seal")
    assert "999999" not in f"{caught.value!r}{caught.value.__cause__!r}"


@pytest.mark.parametrize(("module", "label"), [("/nowhere/module.so", tokens.LABEL), ("", "no such token")])
def test_a_module_or_token_that_is_not_there_is_unreachable(
    token: dict[str, str], module: str, label: str
) -> None:
    """As when the machine is being serviced."""
    gone = Hardware(module=module or token["BUDSTIKKE_HARDWARE_MODULE"], token=label, pin=lambda: tokens.PIN)
    with pytest.raises(Unreachable):
        gone.make("budstikke seal")


def test_a_session_that_broke_is_opened_again(hardware: Hardware, tmp_path: Path) -> None:
    """One signature fails as unreachable; the next is made."""
    sealer = _sealer(tmp_path, hardware, ("evidence",))
    sealer.sign_evidence(b"{}", now=SEALED_AT)
    hardware._session.close()
    with pytest.raises(Unreachable):
        sealer.sign_evidence(b"{}", now=SEALED_AT)
    assert sealer.sign_evidence(b"{}", now=SEALED_AT)["signature"]


def test_without_its_token_a_certificate_is_no_key(hardware: Hardware, tmp_path: Path) -> None:
    """Somebody forgot the settings: said in words."""
    _sealer(tmp_path, hardware).sign_evidence(b"{}", now=SEALED_AT)
    with pytest.raises(NoAuthority, match="no token"):
        LocalSealer(tmp_path).sign_evidence(b"{}", now=SEALED_AT)


def test_a_key_does_not_leave_its_token(hardware: Hardware) -> None:
    """Neither by us nor by PKCS#11."""
    from pkcs11 import Attribute, ObjectClass

    key = hardware.make("budstikke stays")
    for leave in (key.private_numbers, key.private_bytes):
        with pytest.raises(NotImplementedError):
            leave()
    (private,) = hardware._session.get_objects(
        {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: "budstikke stays"}
    )
    assert (private[Attribute.SENSITIVE], private[Attribute.EXTRACTABLE]) == (True, False)
    hardware.forget("budstikke stays", but=())


def test_the_command_rotates_into_the_token_and_says_no_pin(token: dict[str, str], tmp_path: Path) -> None:
    """By settings alone, with the PIN in a file; a process with the PIN in its environment reads the same key."""
    environment = {
        **os.environ,
        **token,
        "BUDSTIKKE_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://x@localhost:1/x",
    }

    def ran(*arguments: str, **changed: str) -> str:
        done = own_process.command("keys", *arguments, env={**environment, **changed})
        assert tokens.PIN not in done.stdout + done.stderr
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert json.loads(ran("rotate", "seal"))["where"] == "hardware"
    del environment["BUDSTIKKE_HARDWARE_PIN_FILE"]
    made = json.loads(ran("rotate", "seal", BUDSTIKKE_HARDWARE_PIN=tokens.PIN))
    rows = json.loads(ran("list", BUDSTIKKE_HARDWARE_PIN=tokens.PIN))
    assert [row["state"] for row in rows if row["kind"] == "seal"] == ["older", "current"]
    assert made["id"] == next(row["id"] for row in rows if row["state"] == "current")
