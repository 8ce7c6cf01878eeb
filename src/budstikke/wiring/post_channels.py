"""Which channel is real in this installation of the post: a test installation has fakes where the real is afar."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from budstikke.kit.clock import now, real_now
from budstikke.kit.installation import data_folder, is_test
from budstikke.kit.rsa_keys import signing_key

# The post's own account at the mailbox: whoever sends there has one.
BROKER_ID = int(os.environ.get("BUDSTIKKE_MAILBOX_SENDER", "1000"))
BROKER_KEY = data_folder() / "keys" / "post-mailbox.pem"


def channels(*, carrier: str) -> dict[str, tuple[str, Any]]:
    """Return, for each channel, its class and its arguments; a callable is asked for them at first use."""
    return {
        "sms": _sms(carrier),
        "email": ("budstikke.post.channels.email.Smtp", _smtp()),
        "letter": ("budstikke.post.channels.paper.PrintFolder", {"folder": data_folder() / "print"}),
        "sealer": ("budstikke.post.channels.seal.LocalSealer", lambda: _sealer(carrier)),
        # A subscriber on this very machine is for trying out.
        "callback": ("budstikke.post.channels.callback.Callback", {"loopback": is_test()}),
        "mailbox": ("budstikke.post.channels.mailbox.DigipostMailbox", _mailbox),
    }


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
    return {
        "folder": data_folder() / "keys" / "seal",
        "name": f"{carrier} TEST" if is_test() else carrier,
        "passphrase": passphrase.encode() if passphrase else None,
        "time_stamp_address": os.environ.get("BUDSTIKKE_TIME_STAMP_URL"),
        "time_stamp_roots": Path(roots).read_bytes() if roots else None,
    }


def _mailbox() -> dict[str, Any]:
    return {
        "base_url": os.environ.get("BUDSTIKKE_MAILBOX_URL", "http://localhost:8201"),
        "sender_id": BROKER_ID,
        "private_key": signing_key(BROKER_KEY, name="post", now=now()).key,
        "real_now": real_now,
    }
