"""Letters that are over, and the days on which what was known of them is forgotten."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.actions import line
from tests.actions.line import NOW, TODAY, check, give, number, wait_for_recipient
from tests.actions.test_report_sent import Box

_BYTES = re.compile(r"\\x((?:[0-9a-f]{2})+)")
SAFE = TODAY + timedelta(days=31)  # Thursday, 24 December: the first day on which particulars are erased
# Everything that was said of Kari Nordmann, as it could be found in clear.
PERSONAL = ("Nordmann", "Kari", "Lilleveien", "20914695016", "CCC0022514", "+4799999999")


def delivered(serial: int = 1, **shown: object) -> tuple[int, bytes]:
    """Hand a letter over, its report in the sender's mailbox; returns its id and the report."""
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.post.actions.proving.send_report import send_report
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.records.undelivered import confirm

    wait_for_recipient(serial)
    give(serial, check(serial, **shown).check_id)
    letter_id, box = line.letters()[number(serial)].id, Box()
    send_report(letter_id, sealer=line.sealer(), mailbox=box, now=NOW)
    with acting_as(CARRIER):
        confirm([letter_id], at=NOW)
    evidence_events(sealer=line.sealer(), now=NOW)
    log_evidence(sealer=line.sealer(), now=NOW)
    return letter_id, box.taken[0]["documents"][0].content


def forgotten(today: date, *, sealer=None) -> tuple[int, int]:
    """Forget what is due on a day; how many letters at each moment."""
    from budstikke.post.actions.keeping.forget import forget

    counts = forget(sealer=sealer or line.sealer(), today=today, now=line.at(today))
    first, second = counts.values()
    return first, second


def everything_kept() -> str:
    """Return every row of every table as text, with all that is sealed laid open, as a thief of the keys has it."""
    import psycopg
    from psycopg import sql

    from budstikke.kit.database import address
    from budstikke.post.actions.proving.evidence_rows import content_of, disclosures_of
    from budstikke.post.actions.sealing import contact_of, unseal, unseal_number
    from budstikke.post.records.models import Evidence, HandOver, IdCheck, Letter, Report
    from budstikke.post.records.scope import CARRIER, acting_as

    said = []
    with psycopg.connect(address("post", "owner")) as owner:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            query = sql.SQL("SELECT row::text FROM {} AS row").format(sql.Identifier(table))
            rows = [row for (row,) in owner.execute(query)]
            # Bytes that lie open are written as hexadecimal digits.
            said += [bytes.fromhex(each).decode("latin-1") for row in rows for each in _BYTES.findall(row)]
            said += rows
    with acting_as(CARRIER):
        for record in Evidence.objects.all():
            said += [content_of(record).decode(), str([each.as_json() for each in disclosures_of(record)])]
        for model, column, kind in (
            (IdCheck, "document_sealed", "document"),
            (IdCheck, "picture_sealed", "picture"),
            (HandOver, "signature_sealed", "signature"),
            (Report, "content_sealed", "report"),
        ):
            for row in model.objects.exclude(**{column: None}):
                said.append(
                    unseal(getattr(row, column), letter_id=row.letter_id, kind=kind).decode("latin-1")
                )
        for letter in Letter.objects.exclude(national_number_sealed=None):
            said.append(
                unseal_number(letter.national_number_sealed, consignment_number=letter.consignment_number)
            )
        for letter in Letter.objects.exclude(contact_sealed=None):
            contact = contact_of(letter)
            said += [contact.mobile, contact.email]
    return "\n".join(said)
