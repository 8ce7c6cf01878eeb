"""The senders' folders by SFTP: what is reached, and that nothing is read before it is whole."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
from tests.actions import line
from tests.doors.sftp_place import ANSWERS, ORDERS, Place, opened

from budstikke.kit.clock import now
from budstikke.post.doors.edi import sftp_files


@pytest.fixture
def place(installation: None, tmp_path: Path) -> Iterator[Place]:
    """A server, and one user with a password."""
    with opened(tmp_path) as there:
        yield there


def test_an_order_file_is_taken_in_and_answered_in_the_senders_folder(place: Place) -> None:
    """From the upload to the CONTRL, through the intake that every order file goes through."""
    place.put(line.file_of([line.order(1)]))
    (taken,) = place.take_in()
    assert [booked.booked for booked in taken.interchanges] == [1]
    assert line.states() == {line.number(1): "booked"}
    ((name, content),) = place.fetched().items()
    assert name.startswith("CONTRL_") and b"UCI+PUM1+" in content
    assert place.waiting() == []


def test_statuses_are_put_where_the_sender_fetches_them(place: Place) -> None:
    """IFTSTA beside CONTRL."""
    from budstikke.post.actions.telling.write_statuses import write_statuses
    from budstikke.post.doors.edi.outgoing import put_out

    place.put(line.file_of([line.order(1)]))
    place.take_in()
    put_out(write_statuses(now=now()), place.folder)
    (status,) = [content for name, content in place.fetched().items() if name.startswith("IFTSTA_")]
    assert line.number(1).encode() in status


def test_faults_are_told_in_words_beside_the_answer(place: Place) -> None:
    """Who cannot see the folder of rejected files reads them where the answer is."""
    place.put(line.file_of([line.order(1, weight_g=500)]))
    place.take_in()
    (faults,) = [content for name, content in place.fetched().items() if name.endswith(".faults.json")]
    assert b'"WEIGHT"' in faults


def test_orders_in_another_senders_name_are_refused_and_answered_here(place: Place) -> None:
    """Whose door it came by counts, not what UNB says; the other's folder hears nothing."""
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        mine = Sender.objects.get()
        Sender.objects.create(
            customer_number="10009999998", name="Other SPECIMEN", organisation_number="310000027", edi_id="310000027",
            aml_obliged=True, agreement_on=mine.agreement_on, mailbox_organisation_number="310000027",
            hand_in_place="OSLO", street="Storgata 2", postcode="0155", city="OSLO",
        )  # fmt: skip
    place.put(line.file_of([line.order(1, customer="10009999998")], sender="310000027"))
    (taken,) = place.take_in()
    assert line.reasons(*taken.interchanges) == [(None, "UNKNOWN_CUSTOMER")]
    assert line.states() == {}
    assert any(name.startswith("CONTRL_") for name in place.fetched())
    assert not (place.folder.root / "out" / "310000027").exists()


def test_a_file_is_not_there_before_it_is_closed(place: Place) -> None:
    """The intake finds nothing while it is written, and all of it afterwards."""
    content = line.file_of([line.order(1)])

    async def doing(sftp: asyncssh.SFTPClient) -> None:
        async with sftp.open(f"{ORDERS}/orders.edi", "wb") as file:
            await file.write(content[:200])
            assert (await sftp.stat(f"{ORDERS}/orders.edi")).size == 200
            assert await place.meanwhile(place.take_in) == []
            await file.write(content[200:])

    place.with_sftp(doing)
    assert [booked.booked for taken in place.take_in() for booked in taken.interchanges] == [1]


@pytest.mark.parametrize("how", ["abort", "channel"])
def test_a_file_that_broke_off_is_never_taken_in(place: Place, how: str) -> None:
    """Neither when the connection is lost nor when the client ends the session with the file still open."""

    async def session() -> None:
        async with place.connect() as connection:
            sftp = await connection.start_sftp_client()
            file = await sftp.open(f"{ORDERS}/orders.edi", "wb")
            await file.write(line.file_of([line.order(1)]))
            if how == "abort":
                connection.abort()
            else:
                sftp.exit()
                await sftp.wait_closed()
                await asyncio.sleep(0.2)

    asyncio.run(session())
    for _ in range(50):
        if not place.waiting():
            break
        threading.Event().wait(0.1)
    assert place.waiting() == []
    assert place.take_in() == []
    assert line.states() == {}


@pytest.mark.parametrize("working", [".orders.edi", "orders.edi.part", "orders.edi.filepart", "orders.tmp"])
def test_a_file_under_its_working_name_waits_until_it_is_renamed(place: Place, working: str) -> None:
    """As many programs do, and the folder on the disk allows."""
    place.put(line.file_of([line.order(1)]), name=working)
    assert place.take_in() == []

    async def doing(sftp: asyncssh.SFTPClient) -> None:
        await sftp.rename(f"{ORDERS}/{working}", f"{ORDERS}/orders.edi")

    place.with_sftp(doing)
    assert len(place.take_in()) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../../../../etc/passwd",
        f"{ORDERS}/../../../../etc/passwd",
        f"{ORDERS}/..",
        f"{ANSWERS}/../../../keys/post-data.key",
        "/ToBring/Big14/a/b",
        f"{ORDERS}/a\\..\\b",
        f"{ORDERS}/blåbær.edi",
        f"{ORDERS}/{'a' * 102}",
        "/FromBring/.~x",
    ],
)
def test_no_path_leads_out_of_the_folder(place: Place, path: str) -> None:
    """Neither to read nor to write, to look at, to move to or to remove."""

    async def doing(sftp: asyncssh.SFTPClient) -> None:
        for attempt in (
            lambda: sftp.open(path, "rb"),
            lambda: sftp.open(path, "wb"),
            lambda: sftp.remove(path),
            lambda: sftp.rename(f"{ORDERS}/orders.edi", path),
            lambda: sftp.posix_rename(f"{ORDERS}/orders.edi", path),
            lambda: sftp.mkdir(path),
            lambda: sftp.rmdir(path),
            lambda: sftp.truncate(path, 0),
        ):
            with pytest.raises(asyncssh.SFTPError):
                await attempt()

    place.put(b"x")
    place.with_sftp(doing)
    assert place.waiting() == ["orders.edi"]


def test_nothing_lies_above_the_root(place: Place) -> None:
    """The way up ends there, and what is listed is what there is."""

    async def doing(sftp: asyncssh.SFTPClient) -> None:
        assert await sftp.realpath("../..") == "/"
        for folder, there in (
            ("/", {"ToBring", "FromBring"}),
            ("/ToBring", {"Big14"}),
            ("/../..", {"ToBring", "FromBring"}),
        ):
            assert set(await sftp.listdir(folder)) - {".", ".."} == there

    place.with_sftp(doing)


def test_links_are_neither_made_nor_followed(place: Place, tmp_path: Path) -> None:
    """Not even one that somebody on the machine has laid."""
    secret = tmp_path / "secret"
    secret.write_text("not yours")
    out = place.folder.out(line.EDI_ID)
    out.mkdir(parents=True, exist_ok=True)
    (out / "CONTRL_C1.edi").symlink_to(secret)

    async def doing(sftp: asyncssh.SFTPClient) -> None:
        for attempt in (
            lambda: sftp.symlink("/etc/passwd", f"{ORDERS}/x"),
            lambda: sftp.link(f"{ANSWERS}/CONTRL_C1.edi", f"{ORDERS}/x"),
            lambda: sftp.readlink(f"{ANSWERS}/CONTRL_C1.edi"),
            lambda: sftp.open(f"{ANSWERS}/CONTRL_C1.edi", "rb"),
            lambda: sftp.stat(f"{ANSWERS}/CONTRL_C1.edi"),
            lambda: sftp.statvfs("/"),
        ):
            with pytest.raises(asyncssh.SFTPError):
                await attempt()
        assert set(await sftp.listdir(ANSWERS)) == {".", ".."}

    place.with_sftp(doing)


def test_orders_cannot_be_read_back_nor_answers_written(place: Place) -> None:
    """Orders hold national numbers; answers are ours."""
    place.put(b"x")

    async def doing(sftp: asyncssh.SFTPClient) -> None:
        for path, mode in (
            (f"{ORDERS}/orders.edi", "rb"),
            (f"{ORDERS}/orders.edi", "ab"),
            (f"{ANSWERS}/a.edi", "wb"),
        ):
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await sftp.open(path, mode)

    place.with_sftp(doing)


def test_every_operation_of_the_library_is_answered_here() -> None:
    """A method left as the library has it would work on the disk as a whole."""
    ours = {**vars(sftp_files.SenderFiles), **vars(sftp_files.OnlyFiles)}
    kept = {"channel", "connection", "env", "logger", "convert_attrs", "format_user", "format_group", "format_longname",
            "map_path", "reverse_map_path", "supports_copy_data"}  # fmt: skip
    theirs = {name for name in vars(asyncssh.SFTPServer) if not name.startswith("_")}
    assert theirs - set(ours) - kept == set()


@pytest.mark.parametrize("asked", ["shell", "command", "forward", "listen", "scp"])
def test_there_is_no_shell_no_command_and_no_forwarding(place: Place, asked: str, tmp_path: Path) -> None:
    """SFTP is all that is spoken."""

    async def session() -> None:
        async with place.connect() as connection:
            with pytest.raises((asyncssh.Error, asyncssh.ChannelListenError, OSError)):
                if asked == "shell":
                    await connection.create_process()
                elif asked == "command":
                    await connection.run("id", check=True)
                elif asked == "forward":
                    await connection.open_connection("127.0.0.1", place.port)
                elif asked == "listen":
                    assert await connection.forward_remote_port("", 0, "127.0.0.1", 1)
                else:
                    await asyncssh.scp((connection, f"{ANSWERS}/x"), tmp_path)

    asyncio.run(session())


def test_a_file_beyond_the_limit_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """And leaves nothing; what waits together is bounded too."""
    monkeypatch.setattr(sftp_files, "LARGEST_FILE_BYTES", 1000)
    with pytest.raises(asyncssh.SFTPError):
        place.put(b"x" * 1001)
    assert place.waiting() == []
    monkeypatch.setattr(sftp_files, "LARGEST_FILE_BYTES", 10_000)
    monkeypatch.setattr(sftp_files, "MOST_WAITING_FILES", 2)
    for number in (1, 2):
        place.put(b"x", name=f"{number}.edi")
    with pytest.raises(asyncssh.SFTPError):
        place.put(b"x", name="3.edi")


def test_what_waits_together_is_bounded_in_bytes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender cannot fill the disk."""
    monkeypatch.setattr(sftp_files, "MOST_WAITING_BYTES", 3 << 20)
    with pytest.raises(asyncssh.SFTPError):
        place.put(b"x" * (4 << 20))
    assert place.waiting() == []


def test_a_part_that_a_killed_server_left_is_cleared_away(place: Place) -> None:
    """After a day; nothing ever reads it."""
    left = place.folder.arriving(line.CUSTOMER) / ".~orders.edi~0"
    left.write_bytes(b"x")
    os.utime(left, (1, 1))
    place.put(b"x")
    assert place.waiting() == ["orders.edi"]
