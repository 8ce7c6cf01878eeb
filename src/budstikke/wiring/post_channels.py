"""Which channel is real in this installation of the post: a test installation has fakes where the real is afar."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budstikke.formats.epayment import STAND_IN_SECRET
from budstikke.kit.clock import real_now
from budstikke.kit.installation import data_folder, is_test
from budstikke.kit.rsa_keys import KeyFile

if TYPE_CHECKING:
    from budstikke.post.channels.hardware import Hardware

# The post's own account at the mailbox: whoever sends there has one.
BROKER_ID = int(os.environ.get("BUDSTIKKE_MAILBOX_SENDER", "1000"))
BROKER_KEY = data_folder() / "keys" / "post-mailbox.pem"


def channels(*, carrier: str) -> dict[str, tuple[str, Any]]:
    """Return, for each channel, its class and its arguments; a callable is asked for them at first use."""
    made: dict[str, tuple[str, Any]] = {
        "sms": _sms(carrier),
        "email": ("budstikke.post.channels.email.Smtp", _smtp()),
        "letter": ("budstikke.post.channels.paper.PrintFolder", {"folder": data_folder() / "print"}),
        "sealer": ("budstikke.post.channels.seal.LocalSealer", lambda: _sealer(carrier)),
        # A subscriber on this very machine is for trying out.
        "callback": ("budstikke.post.channels.callback.Callback", {"loopback": is_test()}),
        "payments": ("budstikke.post.channels.epayment.EPayment", _payments),
        **({"registry": _REGISTRY} if os.environ.get("BUDSTIKKE_REGISTRY_URL") else {}),
        "mailbox": ("budstikke.post.channels.digipost_mailbox.DigipostMailbox", _mailbox),
    }
    # It takes an agreement with the mailbox, and a sender that gave the number for it (decision 0119).
    if os.environ.get("BUDSTIKKE_DIGITAL_NOTICES") == "1":
        made["digital"] = ("budstikke.post.channels.digital.digital_mailbox", _mailbox)
    return made


def _sms(carrier: str) -> tuple[str, dict[str, Any]]:
    url = os.environ.get("BUDSTIKKE_SMS_URL")
    if url is None and is_test():
        return "budstikke.post.channels.sms.FakeSmsGateway", {}
    return "budstikke.post.channels.sms.SmsGateway", {
        "url": url or "",
        "token": os.environ.get("BUDSTIKKE_SMS_TOKEN", ""),
        "sender_name": carrier[:11],
    }


def _smtp() -> dict[str, Any]:
    host = os.environ.get("BUDSTIKKE_SMTP_HOST", "localhost")
    user = os.environ.get("BUDSTIKKE_SMTP_USER")
    return {
        "host": host,
        "port": int(os.environ.get("BUDSTIKKE_SMTP_PORT", "25")),
        "sender": os.environ.get("BUDSTIKKE_MAIL_FROM", "budstikke@post.example"),
        "starttls": host not in ("localhost", "127.0.0.1"),
        "login": (user, os.environ.get("BUDSTIKKE_SMTP_PASSWORD", "")) if user else None,
    }


def _sealer(carrier: str) -> dict[str, Any]:
    passphrase = os.environ.get("BUDSTIKKE_SEAL_PASSPHRASE")
    roots = os.environ.get("BUDSTIKKE_TIME_STAMP_ROOTS")
    # Only who seals needs these; the settings are read by every command.
    from budstikke.post.channels.authority import ROLES
    from budstikke.post.channels.key_store import KeyStore

    return {
        "folder": data_folder() / "keys" / "seal",
        "name": f"{carrier} TEST" if is_test() else carrier,
        "store": KeyStore(
            passphrase=passphrase.encode() if passphrase else None,
            hardware=_hardware(),
            in_hardware=os.environ.get("BUDSTIKKE_HARDWARE_KEYS", " ".join(("root", *ROLES))).split(),
        ),
        "crl_address": os.environ.get("BUDSTIKKE_POST_URL", "http://localhost:8200") + "/trust/revoked.crl",
        "time_stamp_address": os.environ.get("BUDSTIKKE_TIME_STAMP_URL"),
        "time_stamp_roots": Path(roots).read_bytes() if roots else None,
    }


def _hardware() -> Hardware | None:
    module = os.environ.get("BUDSTIKKE_HARDWARE_MODULE")
    if not module:
        return None
    from budstikke.post.channels.hardware import Hardware

    return Hardware(module=module, token=os.environ.get("BUDSTIKKE_HARDWARE_TOKEN", "budstikke"), pin=_pin)


def _pin() -> str:
    """Return the PIN of the token, asked for when a session is opened."""
    named = os.environ.get("BUDSTIKKE_HARDWARE_PIN_FILE")
    return Path(named).read_text().strip() if named else os.environ.get("BUDSTIKKE_HARDWARE_PIN", "")


def _registry() -> dict[str, Any]:
    base_url = os.environ["BUDSTIKKE_REGISTRY_URL"].rstrip("/")
    from budstikke.post.channels.maskinporten import Maskinporten

    tokens = Maskinporten(
        issuer=os.environ.get("BUDSTIKKE_MASKINPORTEN_ISSUER", f"{base_url}/"),
        token_url=os.environ.get("BUDSTIKKE_MASKINPORTEN_URL", f"{base_url}/token"),
        client_id=os.environ.get("BUDSTIKKE_MASKINPORTEN_CLIENT", "budstikke"),
        scopes=os.environ.get(
            "BUDSTIKKE_REGISTRY_SCOPES", "folkeregister:deling/offentligmedhjemmel"
        ).split(),
        key=KeyFile(data_folder() / "keys" / "post-maskinporten.pem", name="post", now=real_now),
        real_now=real_now,
    )
    return {
        "base_url": base_url,
        "package": os.environ.get("BUDSTIKKE_REGISTRY_PACKAGE", "offentlig-med-hjemmel/api/v1"),
        "schema": Path(schema) if (schema := os.environ.get("BUDSTIKKE_REGISTRY_SCHEMA")) else None,
        "token": tokens.token,
        "forget_token": tokens.forget,
    }


_REGISTRY = ("budstikke.post.channels.registry.HttpRegistry", _registry)


def _mailbox() -> dict[str, Any]:
    return {
        "base_url": os.environ.get("BUDSTIKKE_MAILBOX_URL", "http://localhost:8201"),
        "sender_id": BROKER_ID,
        "key": KeyFile(BROKER_KEY, name="post", now=real_now),
        "real_now": real_now,
    }


def _payments() -> dict[str, Any]:
    standing_in = "stand-in" if is_test() else ""
    return {
        "base_url": os.environ.get("BUDSTIKKE_PAYMENT_URL", "http://localhost:8206" if is_test() else ""),
        "client_id": os.environ.get("BUDSTIKKE_PAYMENT_CLIENT_ID", standing_in),
        "client_secret": os.environ.get("BUDSTIKKE_PAYMENT_CLIENT_SECRET", standing_in),
        "subscription_key": os.environ.get("BUDSTIKKE_PAYMENT_SUBSCRIPTION_KEY", standing_in),
        "merchant_serial_number": os.environ.get("BUDSTIKKE_PAYMENT_MERCHANT", standing_in),
        "real_now": real_now,
    }


def payment_webhook_secret() -> str:
    """Return the secret by which the provider of payments signs; without one no webhook is taken."""
    return os.environ.get("BUDSTIKKE_PAYMENT_WEBHOOK_SECRET", STAND_IN_SECRET if is_test() else "")
