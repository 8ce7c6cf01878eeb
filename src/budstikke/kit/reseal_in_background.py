"""
Has rows brought under the newest key a little at a time, by a process of its own that ends soon.

Only the tables' owner may seal history anew, and what runs all day is not the owner: so its rights live for a few
seconds in another process, the very command an operator would run.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime

from budstikke.kit.database import Service
from budstikke.kit.keyring import Purpose
from budstikke.kit.resealing_progress import is_due

_SECONDS = 20
_log = logging.getLogger(__name__)


class NotTheOwner(Exception):
    """This process was given no way to the owner's role; an operator runs the command that the message names."""


def reseal_in_background(service: Service, purpose: Purpose, *, now: datetime) -> bool:
    """
    Go on for a while where there is something to do.

    Returns: whether it was tried.
    Raises:  NotTheOwner.
    """
    if not is_due(service, purpose, now=now):
        return False
    kind = f"{service}-{purpose}"
    if os.environ.get(f"{service.upper()}_DATABASE_URL") and not os.environ.get("DATABASE_URL"):
        raise NotTheOwner(f"rows wait under an older key; run: budstikke keys reseal {kind}")
    command = [sys.executable, "-m", "budstikke.cli.main", "keys", "reseal", kind, "--seconds", str(_SECONDS)]
    # Exit code 1 says that rows are left, which is what the next time is for.
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20 * _SECONDS, check=False
    )
    return True


def reseal_for_a_while(service: Service, purposes: Iterable[Purpose], *, now: datetime) -> None:
    """Do so for each purpose a service seals for; where it may not, say which command an operator runs."""
    for purpose in purposes:
        try:
            reseal_in_background(service, purpose, now=now)
        except NotTheOwner as reason:
            _log.warning("%s", reason)
