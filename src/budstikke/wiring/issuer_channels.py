"""Which channels of the issuer are real: by the environment, else stand-ins on a test installation."""

from __future__ import annotations

import os
from typing import Any

from budstikke.kit.installation import data_folder, is_test

_CHANNELS = "budstikke.issuer.channels"


def issuer_channels(*, public_url: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return for each channel the class and what it is made with."""
    name = os.environ.get("BUDSTIKKE_ISSUER_NAME", "Eksempel-ID")
    return {
        "authority": (
            f"{_CHANNELS}.authority.LocalAuthority",
            {
                "folder": data_folder() / "keys" / "issuer-authority",
                "name": f"{name} TEST" if is_test() else name,
                "address": f"{public_url}/ca",
            },
        ),
        "sms": _sms(name),
    }


def _sms(name: str) -> tuple[str, dict[str, Any]]:
    url = os.environ.get("BUDSTIKKE_ISSUER_SMS_URL", "")
    if not url and is_test():
        return f"{_CHANNELS}.sms.SmsToFile", {}
    return (
        f"{_CHANNELS}.sms.SmsGateway",
        {"url": url, "token": os.environ.get("BUDSTIKKE_ISSUER_SMS_TOKEN", ""), "sender_name": name},
    )
