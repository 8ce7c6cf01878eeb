"""How the demo waits: for as long as anything goes on, and it says what for."""

from __future__ import annotations

import pytest

from budstikke.cli import demo_waiting
from budstikke.cli.demo_papers import Failed
from budstikke.cli.demo_waiting import Waiting, defer


def test_what_ended_is_started_again_and_said(
    installation: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was killed is back before anybody gives up."""
    monkeypatch.setattr(demo_waiting, "_PATIENCE_S", 60)
    ended = [["worker"]]
    Waiting(lambda: ended.pop() if ended else []).until(lambda: not ended, "the reports")
    assert "worker has ended and is started again" in capsys.readouterr().err


def test_without_any_progress_it_gives_up_and_names_the_job(
    installation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody works here, so the sweep is never done."""
    monkeypatch.setattr(demo_waiting, "_PATIENCE_S", 0.5)
    defer("sweep")
    with pytest.raises(Failed, match=r"waited for the sweep: 1 sweep \(todo\)"):
        Waiting(list).for_jobs("the sweep")
