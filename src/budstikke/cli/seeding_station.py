"""
A station to try: letters that wait, a document for each, and a scanner that reads what is laid on it.

For test installations only. Persons are invented, numbers synthetic, documents say SPECIMEN.
"""

from __future__ import annotations

import hashlib
import html
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from budstikke.cli.device_plan import with_glare
from budstikke.cli.seeding import senders
from budstikke.cli.seeding_sign_ins import OUTLET, SignIn, seed_sign_ins
from budstikke.formats.edifact.iftmin_out import write_orders
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.edifact.writer import Envelope
from budstikke.formats.picture import missing, read
from budstikke.kit import clock
from budstikke.kit.installation import data_folder, write_whole
from budstikke.post.papers.specimen import Specimen, invented, page_png
from budstikke.post.terms.pum.id_documents import DOCUMENTS

_CARRIER = "7080003248381"
_AT_LEAST = 4


@dataclass(frozen=True, slots=True)
class Case:
    """One letter to try: which document is shown for it, what is odd about it, and what is to be expected."""

    kind: str
    expect: str
    odd: str = ""


CASES = (
    Case("no_passport", "read by picture; the number is typed; handed over"),
    Case("no_national_id_card", "read by picture, number and all; handed over"),
    Case("no_driving_licence", "has no zone: typed; handed over"),
    Case("no_driving_licence", "this letter asks for a passport: turned away", "passport_only"),
    Case("no_passport", "expired: turned away", "expired"),
    Case("foreign_passport", "has no Norwegian number: a supplementary document is asked for"),
    Case("no_passport", "somebody else's: the names differ, turned away", "other_person"),
    Case("no_passport", "light is mirrored in its lines: another picture is asked for", "glare"),
)


def folder() -> Path:
    """Return where the documents and sign-ins lie."""
    return data_folder() / "station"


def seed_station() -> list[SignIn]:
    """Enter who may sign in, and see to it that letters wait at the outlet, each with a document."""
    if _waiting() < _AT_LEAST:
        _letters()
    return seed_sign_ins(str(senders()[0]["customer_number"]))


def _waiting() -> int:
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return Letter.objects.filter(state="ready", outlet_id=OUTLET).count()


def _letters() -> None:
    """Order a letter for each case, bring it to the outlet, and draw its document."""
    from budstikke.post.actions.booking.book import book_orders
    from budstikke.post.actions.booking.print_labels import labels_of_order
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
    from budstikke.post.papers.glyphs import PRINTABLE
    from budstikke.post.papers.label import render_pdf
    from budstikke.post.papers.label_forms import SHEET

    sender, now, today = senders()[0], clock.now(), clock.today()
    reference = _reference(now)
    shown = list(zip(CASES, _holders(today), strict=False))
    orders = [
        _order(nth, case, holder, sender, now=now, reference=reference)
        for nth, (case, holder) in enumerate(shown, 1)
    ]
    envelope = Envelope(
        reference=reference, sender=str(sender["organisation_number"]), sender_qualifier="30",
        recipient=_CARRIER, recipient_qualifier="14", prepared_at=now, test=True,
    )  # fmt: skip
    file = b"".join(write_orders(orders, envelope=envelope))
    sha256 = hashlib.sha256(file).hexdigest()
    for booked in book_orders(BytesIO(file), printable=PRINTABLE, sha256=sha256, today=today, now=now):
        assert booked.all_well, "the letters to try are good orders"
    customer = str(sender["customer_number"])
    labels = labels_of_order(reference, customer_number=customer)
    numbers = [label.number for label in labels]
    dispatch = Dispatch(customer_number=customer, place=str(sender["hand_in_place"]), numbers=numbers)
    hand_in(dispatch, clerk="clerk-1", today=today, now=now)
    arrive(numbers, outlet_id=OUTLET, clerk="clerk-1", now=now)
    write_whole(folder() / "labels.pdf", render_pdf(labels, form=SHEET))
    known = _numbers(order.consignment_number for order in orders)
    _documents([(number, *row) for number, row in zip(known, shown, strict=True)], today)


def _reference(now: datetime) -> str:
    return f"T{now:%y%m%d%H%M%S}"


def _numbers(consignments: Iterable[str]) -> list[str]:
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return [Letter.objects.get(consignment_number=each).number for each in consignments]


def _holders(today: date) -> Iterator[Specimen]:
    """Invent a holder for each case, of a name that every order file can spell."""
    for case in CASES:
        while True:
            holder = invented(case.kind, seed=secrets.randbelow(10**9))
            name = f"{holder.given_names} {holder.surname}"
            if len(name) > 35 or name.encode("latin-1", "ignore").decode("latin-1") != name:
                continue
            issued = today.replace(year=today.year - 5, day=min(today.day, 28))
            expires = issued.replace(year=issued.year + 10, month=1, day=2)
            holder = replace(holder, issued_on=issued, expires_on=expires)
            if _reads(case, holder, today):
                break
        yield holder


def _reads(case: Case, holder: Specimen, today: date) -> bool:
    """Say whether a document does what is expected of its case; of a few flat pages the reading is not sure."""
    shown = _shown(case, holder, today)
    if case.odd == "glare" or not DOCUMENTS[case.kind].mrz or missing():
        return True
    return read(page_png(shown), today=today).automatic


def _order(
    nth: int, case: Case, holder: Specimen, sender: dict[str, Any], *, now: datetime, reference: str
) -> Booking:
    passport_only = case.odd == "passport_only"
    return Booking(
        interchange_reference=reference,
        message_reference=str(nth),
        segment_number=0,
        document_number=f"{reference}{nth:03}",
        function=Function.NEW,
        booked_at=now,
        service_code="2563",
        added_codes=("1239",) if passport_only else (),
        passport_only=passport_only,
        order_reference=f"STATION-{nth}",
        consignment_number=f"{reference}{nth:03}",
        customer_number=str(sender["customer_number"]),
        payer_number=str(sender["customer_number"]),
        sender=Party(
            str(sender["name"]), (str(sender["street"]),), str(sender["postcode"]), str(sender["city"]), "NO"
        ),
        recipient=Party(
            f"{holder.given_names} {holder.surname}", (f"Bryggen {nth}",), "5004", "BERGEN", "NO"
        ),
        return_address=None,
        # By SMS nobody is told at night, and what nobody was told of cannot be collected: most are told by mail.
        recipient_mobile="+4740990001" if nth == 1 else "",
        recipient_email="" if nth == 1 else f"mottaker{nth}@example.no",
        recipient_national_number=holder.national_number,
        letters=(BookedLetter(None, 40, 4, 229, 162, "EN", "C5"),),
    )


def _shown(case: Case, holder: Specimen, today: date) -> Specimen:
    if case.odd == "expired":
        return replace(holder, expires_on=date(today.year - 1, 12, 1))
    if case.odd == "other_person":
        return replace(holder, surname="Annerledes", given_names="Ada")
    return holder


def _documents(rows: list[tuple[str, Case, Specimen]], today: date) -> None:
    """Draw the documents, and list them before those of the letters that were ordered earlier."""
    listed = []
    for number, case, holder in rows:
        shown = _shown(case, holder, today)
        if case.odd == "glare":
            name, content = f"{number}.jpg", with_glare(shown)
        else:
            name, content = f"{number}.png", page_png(shown)
        write_whole(folder() / name, content)
        listed.append(
            f"<tr><td><code>{number}</code><td><a href='{name}' download><img src='{name}' alt='' width='260'></a>"
            f"<td>{html.escape(case.kind)}<td>{html.escape(case.expect)}"
        )
    page = folder() / "index.html"
    before = [row for row in page.read_text().splitlines() if row.startswith(_ROW)] if page.exists() else []
    write_whole(page, _PAGE.format(rows="\n".join([*listed, *before])).encode())


_ROW = "<tr><td><code>"


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>TEST: letters to try, and their documents</title>
<style>body {{ font: 1rem/1.5 sans-serif; margin: 2rem; max-width: 70rem }}
td {{ padding: .5rem; vertical-align: top }}</style>
<h1>TEST: letters to try, and their documents</h1>
<p>All persons are invented, numbers synthetic, documents SPECIMEN. Take up a letter at the station by its number, then
copy its document into the folder <code>scanner</code> beside this page: the simulated scanner reads it. Or print it
and hold it before the camera. <a href="labels.pdf">Labels to scan</a>.</p>
<table>
<tr><th scope="col">Letter<th scope="col">Document<th scope="col">Kind<th scope="col">What is to be expected
{rows}
</table>
"""
