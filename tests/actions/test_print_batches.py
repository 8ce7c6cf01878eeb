"""Notices on paper: each is in one batch, and every sheet that was not printed has a name."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from tests.actions.line import NOW, codes, number
from tests.actions.test_notices import channels, notice, send, waiting

from budstikke.post.actions.telling.print_notices import make_batches, not_printed, note_printed
from budstikke.post.channels.paper import PrintFolder

pytestmark = pytest.mark.usefixtures("installation")
TOMORROW = NOW + timedelta(days=1, seconds=1)


def printed_for(folder: Path, *serials: int) -> PrintFolder:
    """Letters whose recipients can be told by paper only, and the sheets that wait."""
    waiting(*serials, mobile="", email="")
    paper = PrintFolder(folder)
    send(channels(letter=paper))
    return paper


def keys(*serials: int) -> list[str]:
    """The keys of first notices."""
    return [f"{number(serial)}-0" for serial in serials]


def test_a_batch_is_one_file_and_a_list_of_what_it_holds(tmp_path: Path) -> None:
    """Each sheet by its key and its pages; the single files are gone, and a second run finds nothing."""
    paper = printed_for(tmp_path, 1, 2)
    (batch,) = make_batches(paper, now=NOW)
    assert [sheet.key for sheet in batch.sheets] == keys(1, 2)
    assert len(pypdf.PdfReader(BytesIO(batch.file.read_bytes())).pages) == sum(s.pages for s in batch.sheets)
    listed = (batch.file.parent / "manifest.json").read_text()
    assert [sheet["key"] for sheet in json.loads(listed)["sheets"]] == keys(1, 2)
    assert "Nordmann" not in listed
    assert not list(tmp_path.glob("*.pdf"))
    assert make_batches(paper, now=TOMORROW) == []


def test_a_batch_that_was_left_half_made_is_finished_first(tmp_path: Path) -> None:
    """Killed after the sheets were moved: the next run sets them, and none is in two batches."""
    paper = printed_for(tmp_path, 1, 2)
    half = tmp_path / "batches" / "20261123T070000-00" / "single"
    half.mkdir(parents=True)
    moved = tmp_path / f"{keys(1)[0]}.pdf"
    moved.rename(half / moved.name)
    first, second = make_batches(paper, now=NOW)
    assert [sheet.key for sheet in first.sheets] == keys(1)
    assert [sheet.key for sheet in second.sheets] == keys(2)


def test_a_sheet_nobody_has_spoken_of_is_named_after_a_day(tmp_path: Path) -> None:
    """In a batch or not; one that was printed is not."""
    paper = printed_for(tmp_path, 1, 2)
    (batch,) = make_batches(paper, now=NOW)
    assert not_printed(now=NOW) == []
    # Sent at once, they are noted in the order in which they came out.
    missing = sorted((sheet.key, sheet.batch) for sheet in not_printed(now=TOMORROW))
    assert missing == [(key, batch.id) for key in keys(1, 2)]
    found = note_printed(batch.id, printed=keys(1), spoiled=[], now=NOW)
    assert (found.printed, found.not_told_of) == (1, (keys(2)[0],))
    assert [sheet.key for sheet in not_printed(now=TOMORROW)] == keys(2)


def test_a_spoiled_sheet_is_made_again_and_is_in_the_next_batch(tmp_path: Path) -> None:
    """The failure is an event; the new sheet is spoken of anew."""
    paper = printed_for(tmp_path, 1)
    (batch,) = make_batches(paper, now=NOW)
    assert note_printed(batch.id, printed=[], spoiled=keys(1), now=NOW).spoiled == 1
    assert notice().sent_at is None
    send(channels(letter=paper))
    assert codes(1)[-3:] == ["NOTIFICATION_PRINTED", "NOTIFICATION_FAILED", "NOTIFICATION_PRINTED"]
    (again,) = make_batches(paper, now=TOMORROW)
    assert note_printed(again.id, printed=keys(1), spoiled=[], now=TOMORROW).printed == 1
    assert not_printed(now=TOMORROW + timedelta(days=2)) == []


def test_a_receipt_for_what_is_not_in_the_batch_notes_nothing(tmp_path: Path) -> None:
    """A batch nobody made, and a key of another."""
    paper = printed_for(tmp_path, 1)
    (batch,) = make_batches(paper, now=NOW)
    assert note_printed("never", printed=keys(1), spoiled=[], now=NOW).not_in_batch == tuple(keys(1))
    assert note_printed("", printed=keys(1), spoiled=[], now=NOW).printed == 0
    found = note_printed(batch.id, printed=keys(2), spoiled=[], now=NOW)
    assert (found.not_in_batch, found.not_told_of) == (tuple(keys(2)), tuple(keys(1)))
