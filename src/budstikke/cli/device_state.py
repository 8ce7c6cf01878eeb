"""An invented state for the chips of a test installation: its key in a file, its certificate imported."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from budstikke.kit.clock import now
from budstikke.kit.installation import write_whole
from budstikke.post.actions.reading.import_master_list import import_master_list
from budstikke.post.papers.specimen.chip_state import SpecimenState

# Older than any specimen's day of issue, and good for longer than the newest one is.
_FOUNDED_BEFORE = timedelta(days=12 * 365)
_LASTS_DAYS = 30 * 365


def found_state(file: Path, *, country: str) -> dict[str, object]:
    """Found a state, or take the one whose key is in the file, and import its certificate."""
    if file.exists():
        state = SpecimenState.from_pem(file.read_bytes())
    else:
        state = SpecimenState.founded(country=country, at=now() - _FOUNDED_BEFORE, days=_LASTS_DAYS)
        write_whole(file, state.as_pem())
    imported = import_master_list([(file.name, state.certificate)], publisher_sha256=None, now=now())
    return {"country": state.country, "file": str(file), "new_certificates": imported.new}
