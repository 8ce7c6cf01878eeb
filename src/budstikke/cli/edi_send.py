"""
The sender's own program: letters from a table become labels and an order file, which goes to the carrier by SFTP.

What was begun is gone on with, nothing is sent twice, and what the carrier has said since is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from budstikke.cli.reading import NotReadable, opened
from budstikke.cli.sender_delivery import CannotDeliver, Delivery, deliver
from budstikke.cli.sender_orders import Sender, labels_of, orders_of, reference_of
from budstikke.cli.sender_state import Batch, InUse, Kept, NoNumbersLeft, State
from budstikke.formats import s10
from budstikke.formats.edifact.iftmin_out import write_orders
from budstikke.formats.edifact.writer import Envelope
from budstikke.kit.clock import now, today
from budstikke.kit.installation import is_test, write_whole
from budstikke.post.actions.booking.order_table import COLUMNS, Row, RowFault, faults_of, rows_of
from budstikke.post.terms.editions import pum_on

_CARRIER = "7080003248381"
_MOST_BYTES = 64 << 20
_LOOK_SECONDS = 2.0
_AGREED = ("customer_number", "edi_id", "name", "street", "postcode", "city")


class _NotReady(Exception):
    """What the program was given cannot be worked with; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    sender: Sender
    delivery: Delivery
    state: Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "table",
        nargs="?",
        metavar="FILE.csv",
        help="the letters, - for standard input; without it only news are fetched",
    )
    parser.add_argument(
        "--config", default="sender.toml", metavar="FILE", help="who sends, and where to (sender.toml)"
    )
    parser.add_argument(
        "--labels", metavar="FILE.pdf", help="write the address labels, in the order of postcodes"
    )
    parser.add_argument("--check", action="store_true", help="only look for faults; nothing is sent")
    parser.add_argument(
        "--wait", type=float, default=60.0, metavar="SECONDS", help="for the acknowledgement (60)"
    )
    one = parser.add_argument_group("one letter instead of a table")
    for column in COLUMNS:
        # A national number belongs into a table, not into the list of processes.
        if column not in ("passport_only", "national_number"):
            one.add_argument(f"--{column.replace('_', '-')}", default="", help="as in a table")
    one.add_argument(
        "--passport-only", action="store_const", const="yes", default="", help="only a passport will do"
    )


def run(arguments: argparse.Namespace) -> int:
    """Send and listen; 0 when all is well, 1 when anything was rejected or is not answered, 2 when asked wrongly."""
    try:
        rows, faults = _rows(arguments)
        if not faults:
            faults = list(faults_of(rows, edition=pum_on(today())))
        if faults or arguments.check:
            _print({"letters": len(rows), "faults": [fault.as_json() for fault in faults]}, arguments, faults)
            return 1 if faults else 0
        settings = _settings(Path(arguments.config))
        state = State(settings.state)
        with state.held():
            return _sent(rows, settings, state, arguments)
    except (_NotReady, NotReadable, NoNumbersLeft, InUse) as trouble:
        print(f"budstikke edi send: {trouble}", file=sys.stderr)
        return 2
    except CannotDeliver as trouble:
        print(f"budstikke edi send: {trouble}; nothing is lost, run the same again", file=sys.stderr)
        return 1


def _rows(arguments: argparse.Namespace) -> tuple[list[Row], list[RowFault]]:
    given = {column: getattr(arguments, column, "") for column in COLUMNS}
    if arguments.table and any(given.values()):
        raise _NotReady("give a table or one letter, not both")
    if any(given.values()):
        return [Row(row=1, values=given)], []
    if not arguments.table:
        return [], []
    with opened(arguments.table) as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise _NotReady("the table is larger than 64 MB; send several")
    return rows_of(content)


def _settings(path: Path) -> _Settings:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _NotReady(
            f"cannot read {path}: {error.strerror}; docs/senders.md says what stands in it"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _NotReady(f"{path} is no TOML: {error}") from None
    sftp = said.get("sftp", {})
    missing = [name for name in _AGREED if not said.get(name)]
    missing += [f"sftp.{name}" for name in ("host", "user", "known_hosts") if not sftp.get(name)]
    missing += (
        ["sftp.key or sftp.password_file"] if not (sftp.get("key") or sftp.get("password_file")) else []
    )
    if missing:
        raise _NotReady(f"{path} lacks {', '.join(missing)}")
    numbers = said.get("numbers")
    if numbers is not None and not (len(numbers) == 2 and all(map(s10.is_valid, numbers))):
        raise _NotReady(f"{path}: numbers are the first and the last letter number of your range")
    beside = path.absolute().parent
    sender = Sender(
        **{name: str(said[name]) for name in _AGREED}, numbers=(numbers[0], numbers[1]) if numbers else None
    )
    delivery = Delivery(
        host=str(sftp["host"]),
        port=int(sftp.get("port", 22)),
        user=str(sftp["user"]),
        known_hosts=beside / sftp["known_hosts"],
        key=beside / sftp["key"] if sftp.get("key") else None,
        password_file=beside / sftp["password_file"] if sftp.get("password_file") else None,
    )
    return _Settings(sender=sender, delivery=delivery, state=beside / said.get("state", "sender-state"))


def _sent(rows: Sequence[Row], settings: _Settings, state: State, arguments: argparse.Namespace) -> int:
    batch_id = _batch_id(rows, settings.sender) if rows else None
    if batch_id:
        batch = state.batch(batch_id)
        if batch is None and arguments.labels and not settings.sender.numbers and not all(map(_number, rows)):
            # Before anything is begun: what was begun is sent by the next run, whatever it is asked.
            raise _NotReady(
                "--labels needs letter numbers, and nothing was sent: name your range as `numbers` in the "
                "configuration, or send without --labels and ask for them when the statuses have come"
            )
        batch = batch or _begun(rows, batch_id, settings, state)
        if batch.answered:
            print("This table was sent and acknowledged before; nothing is sent again.", file=sys.stderr)
        if arguments.labels:
            _label(rows, batch, settings, Path(arguments.labels))
    waits_until = time.monotonic() + (arguments.wait if batch_id else 0)
    while True:
        deliver(settings.delivery, state)
        asked = state.batch(batch_id) if batch_id else None
        if asked is None or asked.answered or time.monotonic() >= waits_until:
            break
        time.sleep(_LOOK_SECONDS)
    told = [asked] if asked else state.batches()
    _print({"batches": [asdict(each) for each in told]}, arguments, ())
    if any(not each.answered for each in told):
        print("Not everything is acknowledged yet; run the same again later.", file=sys.stderr)
    return 0 if all(each.answered and all(one.booked for one in each.letters) for each in told) else 1


def _batch_id(rows: Sequence[Row], sender: Sender) -> str:
    said = json.dumps([sender.customer_number, [dict(row.values) for row in rows]], sort_keys=True)
    # As long as a reference in UNB may be.
    return f"B{hashlib.sha256(said.encode()).hexdigest()[:13].upper()}"


def _begun(rows: Sequence[Row], batch_id: str, settings: _Settings, state: State) -> Batch:
    sender, at = settings.sender, now()
    unnumbered = sum(not _number(row) for row in rows)
    fresh = iter(
        state.numbers(unnumbered, first=sender.numbers[0], last=sender.numbers[1]) if sender.numbers else ()
    )
    numbers = [s10.canonical(_number(row)) if _number(row) else next(fresh, "") for row in rows]
    envelope = Envelope(
        reference=batch_id,
        sender=sender.edi_id,
        sender_qualifier="30",
        recipient=_CARRIER,
        recipient_qualifier="14",
        prepared_at=at,
        test=is_test(),
    )
    batch = Batch(
        id=batch_id,
        file_name=f"{sender.edi_id}_{at:%Y%m%d-%H%M%S}_{batch_id}.edi",
        letters=[
            Kept(row=row.row, reference=reference_of(row, batch=batch_id), number=number)
            for row, number in zip(rows, numbers, strict=True)
        ],
    )
    orders = orders_of(rows, sender, batch=batch_id, numbers=numbers, now=at)
    state.begin(batch, write_orders(orders, envelope=envelope))
    return batch


def _number(row: Row) -> str:
    """The letter number the table gives, if it does."""
    return str(row.values["number"])


def _label(rows: Sequence[Row], batch: Batch, settings: _Settings, path: Path) -> None:
    from budstikke.post.papers.label import render_pdf
    from budstikke.post.papers.label_forms import SHEET

    numbers = [letter.number for letter in batch.letters]
    if not all(numbers):
        raise _NotReady("--labels needs letter numbers: ask again when the statuses have come")
    labels = labels_of(rows, settings.sender, batch=batch.id, numbers=numbers)
    write_whole(path, render_pdf(labels, form=SHEET))
    print(f"{len(labels)} labels in {path}", file=sys.stderr)


def _print(said: dict[str, object], arguments: argparse.Namespace, faults: Sequence[RowFault]) -> None:
    if arguments.json:
        print(json.dumps(said, ensure_ascii=False))
        return
    for fault in faults:
        print(f"row {fault.row}, {fault.column or 'the row'}: {fault.text}")
    if "letters" in said:
        print(f"{said['letters']} letters, {len(faults) or 'no'} faults")
    batches = said.get("batches", [])
    assert isinstance(batches, list)
    for batch in batches:
        state = "acknowledged" if batch["answered"] else "sent" if batch["uploaded"] else "not sent"
        print(f"{batch['id']}  {state}")
        for text in batch["faults"]:
            print(f"  {text}")
        for letter in batch["letters"]:
            booked = {None: "waits", True: "booked", False: "rejected"}[letter["booked"]]
            parts = (letter["reference"], letter["number"] or "-", booked, letter["status_text"] or "-")
            print(f"  {letter['row']:>6}  {parts[0]:<35} {parts[1]:<13}  {parts[2]:<8}  {parts[3]}")
            for text in letter["why"]:
                print(f"          {text}")
