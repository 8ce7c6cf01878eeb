"""Which channels the issuer reaches out by here, and who it is to the carrier."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from budstikke.kit.clock import real_now
from budstikke.kit.installation import data_folder, is_test
from budstikke.kit.rsa_keys import KeyFile

# What it is given by the carrier and the mailbox lies here, unless a setting names another place.
_FOLDER = data_folder() / "issuer"
_ORGNR = os.environ.get("BUDSTIKKE_ISSUER_ORGNR", "310000019" if is_test() else "")


def _file(setting: str, name: str) -> Path:
    return Path(os.environ.get(setting, str(_FOLDER / name)))


def _secret(setting: str, name: str) -> str:
    return _file(setting, name).read_text(encoding="utf-8").strip()


def _public_url() -> str:
    return os.environ.get("BUDSTIKKE_ISSUER_URL", "http://localhost:8202").rstrip("/")


def _trusted() -> list[Path]:
    named = os.environ.get("BUDSTIKKE_ISSUER_TRUST")
    folder = Path(named) if named else _FOLDER / "trust"
    return sorted(folder.glob("*.pem"))


# Who the issuer is, as the agreement with the carrier has it; the defaults are invented.
ISSUER: dict[str, Any] = {
    "name": os.environ.get("BUDSTIKKE_ISSUER_NAME", "Eksempel eID AS SPECIMEN"),
    "orgnr": _ORGNR,
    "edi_id": os.environ.get("BUDSTIKKE_ISSUER_EDI_ID", _ORGNR),
    "customer_number": os.environ.get("BUDSTIKKE_ISSUER_CUSTOMER", "10009999991" if is_test() else ""),
    "street": os.environ.get("BUDSTIKKE_ISSUER_STREET", "Storgata 1"),
    "postcode": os.environ.get("BUDSTIKKE_ISSUER_POSTCODE", "0155"),
    "city": os.environ.get("BUDSTIKKE_ISSUER_CITY", "OSLO"),
    "webhook_url": f"{_public_url()}/api/carrier/events",
    "track_url": os.environ.get("BUDSTIKKE_POST_URL", "http://localhost:8200").rstrip("/") + "/track/",
    "webhook_secret": lambda: _secret("BUDSTIKKE_ISSUER_WEBHOOK_SECRET_FILE", "webhook-secret"),
    # What whoever moves money proves itself by when it tells where a transfer is; without one nobody may.
    "payments_key": _file("BUDSTIKKE_ISSUER_PAYMENTS_KEY_FILE", "payments-key"),
    # Roots chosen beforehand, by which the carrier's seal is judged offline.
    "trust": _trusted,
}


def _files() -> dict[str, Any]:
    from budstikke.issuer.channels.carrier_files import Delivery

    named = urlsplit(f"//{os.environ.get('BUDSTIKKE_ISSUER_SFTP', '127.0.0.1:8222')}")
    return {
        "delivery": Delivery(
            host=named.hostname or "",
            port=named.port or 22,
            user=os.environ.get("BUDSTIKKE_ISSUER_SFTP_USER", "eid"),
            known_hosts=_file("BUDSTIKKE_ISSUER_SFTP_KNOWN_HOSTS", "known_hosts"),
            key=_file("BUDSTIKKE_ISSUER_SFTP_KEY", "sftp-key"),
            password_file=None,
        )
    }


def _api() -> dict[str, Any]:
    return {
        "url": os.environ.get("BUDSTIKKE_POST_URL", "http://localhost:8200"),
        "uid": os.environ.get("BUDSTIKKE_ISSUER_API_UID", "eid@issuer.example"),
        "key": _secret("BUDSTIKKE_ISSUER_API_KEY_FILE", "api-key"),
    }


def _public() -> dict[str, Any]:
    return {"url": os.environ.get("BUDSTIKKE_POST_URL", "http://localhost:8200")}


@cache
def _mailbox_key(path: Path) -> KeyFile:
    """Return the file with the key to our mailbox: checked again only when it was replaced."""
    return KeyFile(path, name=ISSUER["name"], now=real_now)


def _inbox() -> dict[str, Any]:
    return {
        "url": os.environ.get("BUDSTIKKE_MAILBOX_URL", "http://localhost:8201"),
        "sender_id": int(os.environ.get("BUDSTIKKE_ISSUER_MAILBOX_SENDER", "2001")),
        "key": _mailbox_key(_file("BUDSTIKKE_ISSUER_MAILBOX_KEY", "mailbox.pem")).present().key,
        "real_now": real_now,
    }


def _print_house() -> dict[str, Any]:
    folder = os.environ.get("BUDSTIKKE_ISSUER_PRINT_FOLDER", str(_FOLDER / "to-print"))
    return {
        "folder": Path(folder),
        "certificate": _file("BUDSTIKKE_ISSUER_PRINT_CERTIFICATE", "print-house.pem"),
    }


def _mail() -> dict[str, Any]:
    return {
        "host": os.environ.get("BUDSTIKKE_SMTP_HOST", "127.0.0.1"),
        "port": int(os.environ.get("BUDSTIKKE_SMTP_PORT", "8225")),
        "sender": os.environ.get("BUDSTIKKE_ISSUER_MAIL_FROM", "eid@issuer.example"),
    }


def authority_settings() -> dict[str, Any]:
    """Return where the authority's keys lie, who it is, and where its lists are found."""
    name = str(ISSUER["name"])
    return {
        "folder": data_folder() / "keys" / "issuer-authority",
        "name": f"{name} TEST" if is_test() else name,
        "address": f"{_public_url()}/ca",
    }


def _sms() -> dict[str, Any]:
    return {
        "url": _SMS_URL,
        "token": os.environ.get("BUDSTIKKE_ISSUER_SMS_TOKEN", ""),
        "sender_name": os.environ.get("BUDSTIKKE_ISSUER_SMS_NAME", "Eksempel-ID"),
    }


def reader_account() -> KeyFile:
    """Return the key by which the verifier knows the issuer; made at the first call."""
    return KeyFile(data_folder() / "keys" / "issuer-reader.pem", name=ISSUER["name"], now=real_now)


def _verifier() -> dict[str, Any]:
    return {
        "account": reader_account(),
        "real_now": real_now,
        "url": os.environ.get("BUDSTIKKE_ISSUER_READER_URL", ""),
        # The public key of the verifier whose readers count; without one none does.
        "key": _file("BUDSTIKKE_ISSUER_READER_KEY", "reader.pem"),
    }


_SMS_URL = os.environ.get("BUDSTIKKE_ISSUER_SMS_URL", "")
# Without a gateway a test installation writes what it would send to a file.
_SMS_TO_FILE = is_test() and not _SMS_URL

ISSUER_CHANNELS: dict[str, tuple[str, Any]] = {
    "files": ("budstikke.issuer.channels.carrier_files.CarrierFiles", _files),
    "api": ("budstikke.issuer.channels.carrier_api.CarrierApi", _api),
    "postcodes": ("budstikke.issuer.channels.carrier_postcodes.CarrierPostcodes", _public),
    "terms": ("budstikke.issuer.channels.carrier_terms.CarrierTerms", _public),
    "inbox": ("budstikke.issuer.channels.inbox.InboxReader", _inbox),
    "print_house": ("budstikke.issuer.channels.print_house.SealedFolder", _print_house),
    "mail": ("budstikke.issuer.channels.mail.Mail", _mail),
    "verifier": ("budstikke.issuer.channels.verifier.Verifier", _verifier),
    "authority": ("budstikke.issuer.channels.authority.LocalAuthority", authority_settings),
    "sms": ("budstikke.issuer.channels.sms.SmsToFile", dict)
    if _SMS_TO_FILE
    else ("budstikke.issuer.channels.sms.SmsGateway", _sms),
}
