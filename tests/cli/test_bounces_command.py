"""`budstikke bounces`: a mail that came back sends its notice on to the next channel."""

from __future__ import annotations

import json
from pathlib import Path

import django
import pytest

django.setup()
from tests.actions import line  # noqa: E402
from tests.formats.test_bounce import bounce  # noqa: E402

from budstikke.cli.main import main  # noqa: E402
from budstikke.formats.bounce import return_path  # noqa: E402
from budstikke.kit.clock import move_to  # noqa: E402
from budstikke.post.channels.bounce_address import bounce_tag  # noqa: E402
from budstikke.post.records.models import Notice  # noqa: E402
from budstikke.post.records.scope import CARRIER, acting_as  # noqa: E402

pytestmark = pytest.mark.usefixtures("installation")


def told_by_mail() -> None:
    """One letter whose recipient was told by e-mail."""
    move_to(line.NOW)
    line.book(line.file_of([line.order(1, email="kari@example.no")]))
    line.bring_to_outlet([1])
    with acting_as(CARRIER):
        waiting = list(Notice.objects.values_list("id", flat=True))
    line.tell(waiting)


def maildir(folder: Path, *mails: bytes) -> Path:
    """A Maildir with mails nobody has read."""
    for name in ("new", "cur"):
        (folder / name).mkdir()
    for nth, mail in enumerate(mails):
        (folder / "new" / f"{nth}.mx").write_bytes(mail)
    return folder


def address(key: str) -> str:
    """The address a mail with this key returns to."""
    return return_path("budstikke@post.example", key=key, tag=bounce_tag(key))


def test_a_mail_that_came_back_is_followed_by_paper(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """Paper is what is left; the Maildir is emptied."""
    told_by_mail()
    key = f"{line.number(1)}-0"
    folder = maildir(tmp_path, bounce(to=address(key)))
    assert main(["bounces", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "key": key, "action": "failed", "status": "5.1.1", "known": True
    }  # fmt: skip
    assert not list((folder / "new").iterdir())
    with acting_as(CARRIER):
        waiting = list(Notice.objects.filter(sent_at=None).values_list("id", flat=True))
    line.tell(waiting)
    assert line.codes(1)[-3:] == ["NOTIFICATION_SENT", "NOTIFICATION_FAILED", "NOTIFICATION_PRINTED"]


def test_a_mail_that_is_late_changes_nothing(tmp_path: Path) -> None:
    """Its server is still trying."""
    told_by_mail()
    late = bounce(to=address(f"{line.number(1)}-0"), action="delayed", status="4.4.1")
    assert main(["bounces", str(maildir(tmp_path, late))]) == 0
    assert line.codes(1)[-1] == "NOTIFICATION_SENT"


def test_what_is_none_of_ours_is_told_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """Exit code 1, a line for each."""
    told_by_mail()
    ours = bounce(to=address(f"{line.number(1)}-0"))
    never_sent = bounce(to=address("RR000000999NO-0"))
    assert main(["bounces", str(maildir(tmp_path, b"Hei", never_sent, ours))]) == 1
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert ("error" in first, second["known"], third["known"]) == (True, False, True)


@pytest.mark.parametrize("tag", ["", ".abcdefgh234567xy"])
def test_a_bounce_that_nobody_sent_us_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture, tag: str
) -> None:
    """Whoever knows a letter's number cannot make us believe its notice did not arrive."""
    told_by_mail()
    forged = bounce(to=f"budstikke+{line.number(1)}-0{tag}@post.example")
    assert main(["bounces", str(maildir(tmp_path, forged))]) == 1
    assert "error" in json.loads(capsys.readouterr().out)
    assert line.codes(1)[-1] == "NOTIFICATION_SENT"
