"""What is told the National Registry of moves, by whose consent, and what never leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.actions import registered
from tests.actions.line import NOW, TODAY

from budstikke.formats.registry.move import NAMESPACE, SCHEMA, schema_faults
from budstikke.post.actions.address_register.persons import (
    Address,
)
from budstikke.post.actions.address_register.protect import protect_person
from budstikke.post.actions.address_register.tell_registry import annul_move, tell_registry
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.registry_stand_in import Failure
from budstikke.post.records.models import (
    MoveMessage,
)
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.protection import Protection

pytestmark = pytest.mark.usefixtures("installation")
NEW = Address(street="Storgata 1", postcode="0155", city="OSLO")


def test_a_move_is_told_with_consent_by_the_schema_and_receipted() -> None:
    """Once, however often the job runs."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    assert registered.moved().answer["told"]
    assert registered.moved().answer["told"]
    with registered.registry(stand_in) as client:
        assert tell_registry(registry=client, now=NOW) == {"told": 1, "refused": 0}
        assert tell_registry(registry=client, now=NOW) == {"told": 0, "refused": 0}
    (message,) = stand_in.moves.values()
    assert schema_faults(message) == ()
    assert NAMESPACE.encode() in message
    assert f"<foedselsnummer>{number}</foedselsnummer>".encode() in message
    assert b"<husnummer>1</husnummer><husbokstav>B</husbokstav>" in message
    with acting_as(CARRIER):
        row = MoveMessage.objects.get()
    assert row.receipt
    assert row.sent_at == NOW


def test_what_the_registrys_own_schema_does_not_take_never_leaves(tmp_path: Path) -> None:
    """Where the operator has it, it is asked besides ours, before anything is sent."""
    own = tmp_path / "own.xsd"
    own.write_text(SCHEMA.read_text(encoding="utf-8").replace("[0-9]{1,4}", "[2-9]"), encoding="utf-8")
    stand_in = registered.new_stand_in()
    registered.entered(stand_in=stand_in)
    registered.moved()
    with registered.registry(stand_in, schema=own) as client:
        assert tell_registry(registry=client, now=NOW) == {"told": 0, "refused": 1}
    assert stand_in.moves == {}


def test_what_the_schema_does_not_take_never_leaves() -> None:
    """It is refused here, and nobody's address stays with it."""
    stand_in = registered.new_stand_in()
    registered.entered(stand_in=stand_in)
    registered.moved(city="OSLO ☃")
    with registered.registry(stand_in) as client:
        assert tell_registry(registry=client, now=NOW) == {"told": 0, "refused": 1}
    assert not stand_in.moves
    with acting_as(CARRIER):
        row = MoveMessage.objects.get()
    assert (row.refused, row.content_sealed) == ("NOT_VALID", None)


def test_a_registry_that_is_down_is_told_later_and_once() -> None:
    """A message that was taken while its receipt was lost is the same message."""
    stand_in = registered.new_stand_in()
    registered.entered(stand_in=stand_in)
    registered.moved()
    stand_in.fails(Failure.BUSY)
    with registered.registry(stand_in) as client:
        with pytest.raises(Unreachable):
            tell_registry(registry=client, now=NOW)
        tell_registry(registry=client, now=NOW)
        with acting_as(CARRIER), connection.cursor() as cursor:
            cursor.execute("UPDATE move_message SET sent_at = NULL")
        tell_registry(registry=client, now=NOW)
    assert len(stand_in.moves) == 1


def test_a_move_is_taken_back_before_and_after_it_was_told() -> None:
    """Before, it never leaves; after, a message annuls it under the same identifier."""
    stand_in = registered.new_stand_in()
    registered.entered(stand_in=stand_in)
    registered.moved(order="FW-1")
    assert annul_move("FW-1", actor="web", today=TODAY, now=NOW)
    registered.moved(order="FW-2")
    with registered.registry(stand_in) as client:
        tell_registry(registry=client, now=NOW)
        assert annul_move("FW-2", actor="web", today=TODAY, now=NOW)
        assert not annul_move("FW-2", actor="web", today=TODAY, now=NOW)
        tell_registry(registry=client, now=NOW)
    told, annulled = stand_in.moves.values()
    assert b"<erAnnullering>false" in told
    assert b"<erAnnullering>true" in annulled
    identifier = told.partition(b"<adresseendringsidentifikator>")[2].partition(b"<")[0]
    assert identifier in annulled


def test_without_consent_nothing_is_told() -> None:
    """And nothing is written."""
    registered.entered()
    assert [refusal.code for refusal in registered.moved(consented=False).refusals] == ["MOVE_NOT_TOLD"]
    with acting_as(CARRIER):
        assert not MoveMessage.objects.exists()


def test_whoever_is_protected_meanwhile_is_not_told_of() -> None:
    """The message that waited is emptied with the protection."""
    stand_in = registered.new_stand_in()
    registered.entered(stand_in=stand_in)
    registered.moved()
    protect_person(
        registered.person(), Protection.STRICTLY, has_right=False, actor="K7", today=TODAY, now=NOW
    )
    with registered.registry(stand_in) as client:
        assert tell_registry(registry=client, now=NOW) == {"told": 0, "refused": 0}
    assert not stand_in.moves
    with acting_as(CARRIER):
        assert MoveMessage.objects.get().content_sealed is None
