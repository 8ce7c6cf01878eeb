"""A letter's whole life with all a database may be told of a person, and what a thief of it looks for."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import psycopg
from PIL import Image
from tests.actions import counter, line

NUMBER = "20914695016"
# What the order, the document and the counter say; none of it may be readable in a database.
SPECIMEN = {
    "national number": NUMBER.encode(),
    "phone": b"4799999999",
    "e-mail": b"kari.specimen@post.example",
    "document number": b"CCC0022514",
    "second factor": b"JBSWY3DPEHPK3PXP",
    "webhook header": b"let-us-in-0451",
    "what shows a claim": b"Kvittering 0452 SPECIMEN",
}


def picture(shade: int) -> bytes:
    """A picture that is like no other."""
    content = io.BytesIO()
    Image.effect_noise((60, 40), shade).save(content, "PNG")
    return content.getvalue()


DOCUMENT, SIGNATURE = picture(40), picture(80)
PICTURES = {"document picture": DOCUMENT[60:100], "signature": SIGNATURE[60:100]}


def order(serial: int, **changed: object):
    """An order that says all an order can."""
    given = {"mobile": "+4799999999", "email": SPECIMEN["e-mail"].decode(), "national_number": NUMBER}
    return line.order(serial, reference=str(serial), **{**given, **changed})


def live(mailbox: object) -> None:
    """Order, replace, refuse, notify, turn away, hand over, evidence, report; another letter stays at the counter."""
    from tests.house.factor import add_factor

    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.actions.proving.evidence_of_interchanges import evidence_interchanges
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.post.actions.proving.send_report import send_report
    from budstikke.post.actions.telling.write_statuses import write_statuses
    from budstikke.post.records.models import Letter, Notice
    from budstikke.post.records.scope import CARRIER, acting_as

    now, sealer = line.NOW, line.sealer()
    line.book(line.file_of([order(1), order(2), order(3, mobile="4799999999 nei"), order(4)]))
    line.book(line.file_of([order(2, function=line.Function.REPLACE)], reference="PUM2"))
    line.bring_to_outlet([1, 2])
    with acting_as(CARRIER):
        waiting = list(Notice.objects.values_list("id", flat=True))
    line.tell(waiting)
    line.turn_away(1)
    checked = line.check(1, picture=DOCUMENT)
    assert checked.passed, checked.decision
    line.give(1, checked.check_id, signature=SIGNATURE)
    (station,) = counter.stations(1)
    scanner = counter.scanner(station)
    nonce = uuid4()
    counter.opened(2, station, nonce=nonce)
    counter.kept(nonce)
    counter.sent(scanner, {"lines": ["P<NORNORDMANN<<KARI", NUMBER]}, picture=DOCUMENT, check=nonce)
    visit(station, scanner)
    add_factor(SPECIMEN["second factor"].decode())
    later = now + timedelta(minutes=5)
    evidence_events(sealer=sealer, now=later)
    evidence_interchanges(sealer=sealer, now=later)
    log_evidence(sealer=sealer, now=later)
    for _ in write_statuses(now=later) or ():
        pass
    with acting_as(CARRIER):
        letter = Letter.objects.get(number=line.number(1))
    send_report(letter.id, sealer=sealer, mailbox=mailbox, now=later)
    ask(letter)
    accept(letter.sender_id, sealer=sealer)


def visit(station: int, scanner: str) -> None:
    """Have somebody come about forwarding: a document shown and read, an order begun."""
    from budstikke.post.actions.counter.draft import Draft
    from budstikke.post.actions.counter.visit import keep_document, keep_wanted, open_visit

    here = open_visit(station_id=station, clerk="clerk-1", nonce=uuid4(), now=line.NOW)
    counter.sent(scanner, {"lines": ["P<NORNORDMANN<<KARI", NUMBER]}, picture=DOCUMENT, check=here)
    shown = Draft(kind="no_passport", mrz_lines=("P<NORNORDMANN<<KARI", NUMBER))
    assert keep_document(here, shown, clerk="clerk-1", now=line.NOW) is None
    assert keep_wanted(here, {"old_street": "SPECIMEN"}, clerk="clerk-1", now=line.NOW) is None


def accept(sender_id: int, *, sealer: object) -> None:
    """Have the sender accept its agreement, which is kept signed."""
    from django.contrib.auth import get_user_model

    from budstikke.post.actions.senders.accept_agreement import accept_agreement
    from budstikke.post.actions.senders.portal_users import register_portal_user
    from budstikke.post.terms.pum.onboarding import OBLIGED
    from budstikke.post.terms.roles import Role

    who = {"username": "owner", "password": "owner SPECIMEN", "roles": [Role.OWNER]}
    assert register_portal_user(line.CUSTOMER, **who)
    decision = accept_agreement(
        sender_id,
        obliged_as=next(iter(OBLIGED)),
        accepts=True,
        mailbox_organisation_number=line.EDI_ID,
        accepted_by=get_user_model().objects.get(username="owner").id,
        sealer=sealer,
        today=line.TODAY,
        now=line.NOW,
    )
    assert not decision.refusals


def ask(letter: object) -> None:
    """Be told of a letter by a webhook with its own headers, have a list made, and claim for it."""
    from budstikke.post.actions.helping.open_claim import Told, open_claim
    from budstikke.post.terms.pum.settling import Claimant, ClaimKind

    shown = SPECIMEN["what shows a claim"].decode()
    told = Told(kind=ClaimKind.DELAYED, claimant=Claimant.SENDER, told_on=line.TODAY, documents=shown)
    open_claim(letter.number, told, by="sender", now=line.NOW)  # type: ignore[attr-defined]
    from budstikke.post.actions.booking.order_table import Row
    from budstikke.post.actions.booking.upload import keep_upload
    from budstikke.post.actions.senders import extracts
    from budstikke.post.actions.senders.api_keys import api_key_of, register_api_key
    from budstikke.post.actions.senders.webhooks import Wanted, subscribe
    from budstikke.post.terms.roles import Role

    given = {"uid": "system@bank.example", "label": "list", "roles": [Role.REPORTS], "now": line.NOW}
    key = api_key_of(register_api_key(line.CUSTOMER, **given))
    wanted = Wanted(
        event_groups=("DELIVERED",),
        url="https://bank.example/told",
        content_type="application/json",
        headers=(("X-Secret", SPECIMEN["webhook header"].decode()),),
    )
    subscribe([letter.number], wanted, sender_id=letter.sender_id, key_id=key.id, now=line.NOW)
    days = {"from_on": line.TODAY, "to_on": line.TODAY}
    extract = extracts.ask_for("PARCELS-DELIVERED", sender_id=letter.sender_id, **days, now=line.NOW)
    extracts.make(extract.id, now=line.NOW)
    # A table that was looked through in the portal and not booked yet.
    keep_upload(
        uuid4(), [Row(row=1, values={"name": "Kari Nordmann"})], sender_id=letter.sender_id, now=line.NOW
    )


def dumped(address: str) -> dict[str, bytes]:
    """Every table as COPY writes it, past every policy; the bytes of bytea columns as they are, too."""
    tables = {}
    with psycopg.connect(address) as connection:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        for (name,) in names:
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
                tables[name] = b"".join(bytes(piece) for piece in copy)
    return tables


def found_in(tables: dict[str, bytes], secrets: dict[str, bytes]) -> list[tuple[str, str]]:
    """Where a secret can be read: as it is, or in the hexadecimal digits of bytes."""
    return sorted(
        (table, what)
        for table, content in tables.items()
        for what, secret in secrets.items()
        if secret in content or secret.hex().encode() in content
    )
