#!/usr/bin/env python3
"""
Write the descriptions of the APIs (OpenAPI) that are made from the code.

    .venv/bin/python tools/api.py            renew them
    .venv/bin/python tools/api.py --check    say which are out of step (exit 1)
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools.checking import only_checks  # noqa: E402  (the checkout's own)


def described() -> dict[Path, str]:
    """Return each description by its file."""
    # Loading the doors needs some settings; no database and no keys.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.types")
    import django

    django.setup()
    from budstikke.issuer.doors.api.v1 import v1 as issuer
    from budstikke.post.doors.api.api import api as ours
    from budstikke.post.doors.bring.api import api as bring
    from budstikke.post.doors.devices.api import api as devices

    doors = {
        "api": (ours, "/api/v1/"),
        "bring": (bring, "/"),
        "devices": (devices, "/devices/v1/"),
        "issuer": (issuer, "/api/v1/"),
    }
    return {
        ROOT / "docs" / "api" / f"{name}.json": json.dumps(
            api.get_openapi_schema(path_prefix=prefix), indent=1, ensure_ascii=False
        )
        + "\n"
        for name, (api, prefix) in doors.items()
    }


def main(arguments: list[str]) -> int:
    """Renew the files, or say which are out of step."""
    checks = only_checks(arguments, saying=__doc__)
    made = described()
    stale = [
        path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
        if not checks:
            path.parent.mkdir(exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    return int(bool(stale) and checks)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
