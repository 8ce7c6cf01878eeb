"""The issuer starts in production with nothing missing, nothing open to others, and nothing of a trial."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from tests import own_process

from budstikke.kit.rsa_keys import certificate_for
from budstikke.wiring.issuer_production import _FILES, _SETTINGS, demand_issuer_settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(name: str) -> bytes:
    return certificate_for(_key(), name=name, now=NOW)


def _faults(folder: Path, environment: dict[str, str]) -> list[str]:
    with pytest.raises(ImproperlyConfigured) as raised:
        demand_issuer_settings(folder, environment)
    return str(raised.value).splitlines()[1:]


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, str]:
    """Give everything that is asked for, in a data folder."""
    folder = tmp_path / "data" / "issuer"
    (folder / "trust").mkdir(parents=True)
    for _, name, _ in _FILES:
        (folder / name).write_text("k" * 40)
        (folder / name).chmod(0o600)
    for name, path in (("Trykkeriet AS", "print-house.pem"), ("Posten rot", "trust/post.pem")):
        (folder / path).write_bytes(_certificate(name))
    authority = tmp_path / "data" / "keys" / "issuer-authority"
    authority.mkdir(parents=True)
    for name in ("root.pem", "issuing-1.pem"):
        (authority / name).write_bytes(_certificate("eID rot"))
    (authority / "root.crl").write_bytes(b"as it was brought")
    return {
        **dict.fromkeys(_SETTINGS, "noe som er satt"),
        **{name: "https://eid.no" for name in _SETTINGS if name.endswith("_URL")},
        "BUDSTIKKE_DATA": str(tmp_path / "data"),
        "BUDSTIKKE_WRAPPING_KEYS": str(tmp_path / "wrapping"),
    }


def test_nothing_is_demanded_of_who_has_everything(whole: dict[str, str], tmp_path: Path) -> None:
    """So that each test below breaks one thing."""
    demand_issuer_settings(tmp_path / "data", whole)


def test_every_missing_setting_and_file_is_named_at_once(tmp_path: Path) -> None:
    """A process of its own, told to be in production and nothing else, names all of them and starts nothing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BUDSTIKKE")}
    environment |= {
        "BUDSTIKKE_PRODUCTION": "1",
        "BUDSTIKKE_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@localhost:1/none",
        "PYTHONPATH": os.environ["PYTHONPATH"],
    }
    ran = own_process.command("issuer-pack", "E1", "--out", tmp_path / "pack.zip", env=environment)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    for name in (*_SETTINGS, *(setting for setting, _, _ in _FILES), "BUDSTIKKE_ISSUER_TRUST"):
        assert f"{name}: " in ran.stderr, name
    assert not (tmp_path / "keys" / "issuer-authority").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BUDSTIKKE_ISSUER_NAME", "Eksempel eID AS SPECIMEN"),
        ("BUDSTIKKE_ISSUER_URL", "http://eid.no"),
        ("BUDSTIKKE_ISSUER_URL", "https://localhost:8202"),
        ("BUDSTIKKE_MAILBOX_URL", "https://mailbox.example"),
        ("BUDSTIKKE_ISSUER_SFTP", "127.0.0.1:8222"),
        ("BUDSTIKKE_ISSUER_MAIL_FROM", "eid@issuer.example"),
        ("BUDSTIKKE_ISSUER_SMS_TOKEN", ""),
        ("BUDSTIKKE_WRAPPING_KEYS", "{data}/keys"),
    ],
)
def test_what_a_trial_has_by_itself_is_refused(
    whole: dict[str, str], tmp_path: Path, name: str, value: str
) -> None:
    """Each is named by its setting, and nothing else is."""
    data = str(tmp_path / "data")
    (fault,) = _faults(tmp_path / "data", {**whole, name: value.replace("{data}", data)})
    assert fault.strip().startswith(f"{name}: ")


def test_keys_of_a_trial_are_refused(whole: dict[str, str], tmp_path: Path) -> None:
    """Anybody has them who has this program: roots, the print house's, and an authority made on a trial."""
    folder = tmp_path / "data"
    for name, place, setting in (
        ("Eksempelposten SPECIMEN TEST root", "issuer/trust/post.pem", "BUDSTIKKE_ISSUER_TRUST"),
        ("Eksempeltrykkeriet SPECIMEN", "issuer/print-house.pem", "BUDSTIKKE_ISSUER_PRINT_CERTIFICATE"),
        ("Eksempel eID TEST root", "keys/issuer-authority/root.pem", "BUDSTIKKE_DATA"),
    ):
        path = folder / place
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_certificate(name))
        (fault,) = _faults(folder, whole)
        assert setting in fault and "trial" in fault
        path.unlink() if before is None else path.write_bytes(before)


def test_the_root_is_kept_elsewhere_and_what_it_gave_is_here(whole: dict[str, str], tmp_path: Path) -> None:
    """A root's key beside what it certifies is refused, and so is to begin without what the ceremony brings."""
    folder = tmp_path / "data" / "keys" / "issuer-authority"
    (folder / "root.key").write_bytes(b"x")
    (fault,) = _faults(tmp_path / "data", whole)
    assert "root.key is a root's private key" in fault
    (folder / "root.key").unlink()
    (folder / "root.crl").unlink()
    (fault,) = _faults(tmp_path / "data", whole)
    assert "keys bring" in fault and "root.crl" in fault


def test_secrets_that_others_can_read_or_guess_are_refused(whole: dict[str, str], tmp_path: Path) -> None:
    """Both are named; and an empty folder of roots, by which nothing would hold."""
    folder = tmp_path / "data"
    (folder / "issuer" / "sftp-key").chmod(0o644)
    (folder / "issuer" / "webhook-secret").write_text("agreed on")
    (folder / "issuer" / "trust" / "post.pem").unlink()
    faults = _faults(folder, whole)
    assert [fault.strip().partition(":")[0] for fault in faults] == [
        "BUDSTIKKE_ISSUER_WEBHOOK_SECRET_FILE", "BUDSTIKKE_ISSUER_SFTP_KEY", "BUDSTIKKE_ISSUER_TRUST",
    ]  # fmt: skip
