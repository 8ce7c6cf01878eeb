"""Sign-in by an eID over OpenID Connect, to the portal and at the door of forwarding: off unless one is named."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from budstikke.kit.installation import is_test

_URL = os.environ.get("BUDSTIKKE_EID_URL", "")
_LEVELS = os.environ.get("BUDSTIKKE_EID_LEVELS", "idporten-loa-high").split()


def _host_of_forms() -> str:
    # The page people are sent to may lie at another host than what describes it.
    named = os.environ.get("BUDSTIKKE_EID_SIGN_IN_HOST")
    parts = urlsplit(_URL)
    return named or f"{parts.scheme}://{parts.netloc}"


# What the portal asks: how the provider is called, which levels are high enough, where its forms lead; empty for off.
PORTAL_EID: dict[str, Any] = (
    {"name": os.environ.get("BUDSTIKKE_EID_NAME", "ID-porten"), "levels": _LEVELS, "host": _host_of_forms()}
    if _URL
    else {}
)
EID: dict[str, Any] = {
    "PORTAL_EID": PORTAL_EID,
    "SOCIALACCOUNT_ADAPTER": "budstikke.post.doors.forwarding.sign_in.Eids",
    "SOCIALACCOUNT_STORE_TOKENS": False,
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
    "SOCIALACCOUNT_PROVIDERS": {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "eid",
                    "name": PORTAL_EID["name"],
                    "client_id": os.environ.get("BUDSTIKKE_EID_CLIENT", ""),
                    "secret": os.environ.get("BUDSTIKKE_EID_SECRET", ""),
                    "settings": {
                        "server_url": _URL,
                        # What is signed says it all; nothing more is asked for.
                        "fetch_userinfo": False,
                        "oauth_pkce_enabled": True,
                    },
                }
            ]
            if PORTAL_EID
            else []
        }
    },
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "http" if is_test() else "https",
}
