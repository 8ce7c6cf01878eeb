"""The house listens to its logs: a whole line of work at DEBUG, and every fault, without naming a person."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image
from tests.actions import line

# What the order and the document say of Kari; none of it may be heard.
SECRETS = (
    "Nordmann",
    "NORDMANN",
    "Lilleveien",
    "20914695016",
    "CCC0022514",
    "47999999",
    "kari@",
)
NUMBER = "20914695016"
SERIAL = 40_000_001


def _heard(caplog: pytest.LogCaptureFixture) -> str:
    said = []
    for record in caplog.records:
        said.append(f"{record.name}: {record.getMessage()}")
        if record.exc_info and record.exc_info[1]:
            said.append(_whole(record.exc_info[1]))
    return "\n".join(said)


def _whole(error: BaseException) -> str:
    """An exception and what caused it, as a log would print them."""
    said: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(said) < 10:
        said.append(f"{type(cause).__name__}: {cause} {cause!r}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(said)


def _silent(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


def _order(**changed: object):
    return line.order(
        SERIAL, mobile="+4799999999", email="kari@example.com", national_number=NUMBER, **changed
    )


def test_no_log_names_a_person_on_the_way_to_the_hand_over(
    installation: None, caplog: pytest.LogCaptureFixture
) -> None:
    """From the order to the hand-over, with a refusal on the way, at the most talkative level."""
    from budstikke.post.actions.counter.check_identity import check_identity
    from budstikke.post.actions.counter.hand_over import Signature, hand_over
    from budstikke.post.actions.proving.send_report import send_report
    from budstikke.post.actions.reading.presented import Typed
    from budstikke.post.actions.telling.notify import send_notices
    from budstikke.post.channels import chosen
    from budstikke.post.channels.errors import Unreachable
    from budstikke.post.records.models import Letter, Notice
    from budstikke.post.records.scope import CARRIER, acting_as

    now, today = line.NOW, line.TODAY
    with caplog.at_level(logging.DEBUG):
        (booked,) = line.book(line.file_of([_order()]))
        assert booked.booked == 1
        line.bring_to_outlet([SERIAL])
        with acting_as(CARRIER):
            notices = list(Notice.objects.values_list("id", flat=True))
        send_notices(notices, channels=chosen.message_channels(), today=today, now=now)
        stranger = line.presented(
            SERIAL, typed=Typed(surname="Nordmann", given_names="Ola", document_number="C1")
        )
        assert not check_identity(stranger, sealer=chosen.sealer(), today=today, now=now).passed
        checked = check_identity(line.presented(SERIAL), sealer=chosen.sealer(), today=today, now=now)
        assert checked.passed, checked.decision
        signature = Signature(picture=_picture())
        hand_over(
            line.number(SERIAL),
            check_id=checked.check_id,
            clerk="clerk-7",
            signature=signature,
            sealer=chosen.sealer(),
            today=today,
            now=now + timedelta(minutes=1),
        )
        with acting_as(CARRIER):
            letter = Letter.objects.get()
        assert letter.state == "delivered"
        # No mailbox listens here: the report is sealed, and the fault is one a log would print.
        with pytest.raises(Unreachable) as down:
            send_report(letter.id, sealer=chosen.sealer(), mailbox=_nowhere(), now=now)
    _silent(_heard(caplog))
    _silent(_whole(down.value))


def _nowhere():
    from budstikke.kit.clock import real_now
    from budstikke.kit.installation import data_folder
    from budstikke.kit.rsa_keys import KeyFile
    from budstikke.post.channels.digipost_mailbox import DigipostMailbox

    key = KeyFile(data_folder() / "keys" / "house-test.pem", name="post", now=real_now)
    return DigipostMailbox(base_url="http://localhost:9", sender_id=1000, key=key, real_now=real_now)


def test_no_log_names_a_person_whose_order_is_refused(
    installation: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Repeated, unknown, foreign: refused orders are told to their sender, not to the log."""
    with caplog.at_level(logging.DEBUG):
        line.book(line.file_of([_order()]))
        line.book(line.file_of([_order(weight_g=900)], reference="PUM2"))
        line.book(line.file_of([_order(customer="10000000001")], reference="PUM3"))
        line.book(line.file_of([_order()], reference="PUM4")[:-40])
    _silent(_heard(caplog))


def _lacks_a_street(letter: object) -> None:
    letter.street = None
    letter.save(update_fields=["street"])


def _comes_too_early(letter: object) -> None:
    letter.notified_on, letter.last_collect_day = line.TODAY, line.TODAY - timedelta(days=1)
    letter.save(update_fields=["notified_on", "last_collect_day"])


def _twice(letter: object) -> None:
    letter.save(force_insert=True)


@pytest.mark.parametrize("broken", [_lacks_a_street, _comes_too_early, _twice])
def test_a_database_fault_names_no_person(installation: None, broken: Callable[[object], None]) -> None:
    """PostgreSQL repeats the failing row in its details; row-level security keeps it from doing so."""
    from django.db import IntegrityError

    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    line.book(line.file_of([_order()]))
    with pytest.raises(IntegrityError) as fault, acting_as(CARRIER):
        broken(Letter.objects.get())
    _silent(_whole(fault.value))


def test_a_person_named_in_a_log_is_heard(caplog: pytest.LogCaptureFixture) -> None:
    """The tests above listen where names would be said, also in what caused an exception."""
    with caplog.at_level(logging.DEBUG):
        try:
            raise ValueError("Kari Nordmann")
        except ValueError:
            logging.getLogger("house").exception("something failed")
    with pytest.raises(AssertionError):
        _silent(_heard(caplog))


def test_values_taken_down_for_a_check_do_not_show_when_printed() -> None:
    """A value that ends up in a message or a traceback keeps the person to itself."""
    from budstikke.post.channels.message import Message

    shown = repr(line.presented(SERIAL, nonce=uuid4(), mrz_lines=("P<NORNORDMANN<<KARI", NUMBER)))
    shown += repr(Message(key="k", mobile="+4799999999", email="kari@example.com", text="Kari Nordmann"))
    _silent(shown)


def _picture() -> bytes:
    content = io.BytesIO()
    Image.new("L", (40, 20), 255).save(content, "PNG")
    return content.getvalue()
