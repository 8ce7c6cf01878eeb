"""Settings that every service has alike."""

from __future__ import annotations

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from budstikke.kit.database import Role, Service, address
from budstikke.kit.installation import is_test
from budstikke.kit.keyring import ring


def database(service: Service) -> dict[str, Any]:
    """Return Django's settings for a service's database; the owner's only while migrating."""
    role: Role = "owner" if os.environ.get("BUDSTIKKE_AS_OWNER") == "1" else "app"
    parts = conninfo_to_dict(address(service, role))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        # Persistent connections and server-side prepared statements: a third of the server's time per read.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **parts},
    }


def token_keys(service: Service) -> tuple[str, list[str]]:
    """Return the secret a service signs sessions with, and the older ones it still takes."""
    *older, current = (key.secret.hex() for key in ring(service, "tokens").keys)
    return current, older


# Who the carrier is, on papers and in evidence; the default is invented.
CARRIER = {
    "name": os.environ.get("BUDSTIKKE_CARRIER_NAME", "Eksempelposten SPECIMEN"),
    "orgnr": os.environ.get("BUDSTIKKE_CARRIER_ORGNR", "314159268"),
}

SHARED: dict[str, Any] = {
    "USE_TZ": True,
    "TIME_ZONE": "Europe/Oslo",
    "LANGUAGE_CODE": "nb",
    "LANGUAGES": [("nb", "Norsk"), ("en", "English")],
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "DEBUG": False,
    "ALLOWED_HOSTS": os.environ.get("BUDSTIKKE_HOSTS", "localhost 127.0.0.1 [::1]").split(),
    "LOGGING_CONFIG": None,
    "STATIC_URL": "/static/",
    "TEST_INSTALLATION": is_test(),
}
