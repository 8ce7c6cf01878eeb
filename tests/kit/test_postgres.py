"""The embedded server belongs to its data folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from budstikke.kit.postgres import embedded_cluster


def test_a_data_folder_made_anew_does_not_find_the_old_ones_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout that was deleted and cloned again at the same place starts with an empty cluster."""
    monkeypatch.setenv("BUDSTIKKE_DATA", str(tmp_path / "data"))
    before = embedded_cluster()
    assert embedded_cluster().folder == before.folder
    (before.folder / "left-over").touch()
    shutil.rmtree(tmp_path / "data")
    after = embedded_cluster()
    assert not (after.folder / "left-over").exists()
    for cluster in (before, after):
        shutil.rmtree(cluster.folder, ignore_errors=True)
