"""
How far bringing rows under the newest key has come: noted beside the ring of keys, for whoever goes on or asks.

The note names the key it is about. A new rotation makes it worthless, and losing it costs one look through the rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from budstikke.kit.database import Service
from budstikke.kit.installation import data_folder, write_whole
from budstikke.kit.keyring import Purpose, ring

# A transaction that had begun before a rotation may still write under the key before.
SETTLED_AFTER = timedelta(hours=1)
# What is left and cannot be opened will not open a minute later either.
_TRIED_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """
    `rows` were brought under `key` so far; `left` says what was not when it was counted, None while under way.

    `stuck`: the last run brought none of what is left.
    """

    key: str
    rows: int
    at: str
    left: Mapping[str, int] | None = field(default=None)
    stuck: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing was left."""
        return self.left is not None and not self.left


def progress_of(service: Service, purpose: Purpose) -> Progress | None:
    """Return what is noted for the present key; None while nothing is."""
    try:
        found = Progress(**json.loads(_path(service, purpose).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return found if found.key == ring(service, purpose).current.name else None


def note_progress(service: Service, purpose: Purpose, progress: Progress) -> None:
    """Note how far it has come."""
    write_whole(_path(service, purpose), json.dumps(asdict(progress)).encode())


def is_due(service: Service, purpose: Purpose, *, now: datetime) -> bool:
    """Say whether there may be rows under an older key that somebody should look for now."""
    *older, current = ring(service, purpose).keys
    if not older:
        return False
    noted = progress_of(service, purpose)
    if noted is None or not (noted.is_done or noted.stuck):
        return True
    at = datetime.fromisoformat(noted.at)
    if noted.stuck:
        return now - at >= _TRIED_AGAIN_AFTER
    settled = datetime.fromisoformat(current.made_at) + SETTLED_AFTER
    return at < settled <= now


def _path(service: Service, purpose: Purpose) -> Path:
    return data_folder() / "keys" / f"{service}-{purpose}.resealing.json"
