"""Booking stays quick whatever the server believes about its tables."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.actions import line

from budstikke.kit.database import address
from budstikke.post.records.arriving import _REFUSED, Arriving, Batch
from budstikke.post.records.incoming import Incoming
from budstikke.post.records.models import Interchange, Sender
from budstikke.post.records.scope import CARRIER, acting_as


def readings(plan: dict[str, Any], table: str) -> list[str]:
    """By what a table is looked into at each place of a plan; nothing where it is read whole."""
    found = [plan.get("Index Cond", "")] if plan.get("Relation Name") == table else []
    return found + [each for below in plan.get("Plans", ()) for each in readings(below, table)]


@pytest.mark.usefixtures("installation")
def test_letters_are_looked_up_by_index_when_the_server_takes_them_for_none() -> None:
    """Stock taken in the middle of a long booking sees none of its letters: they are not committed."""
    with acting_as(CARRIER), connection.cursor() as cursor:
        line.book(line.file_of([line.order(1)]))
        sender = Sender.objects.get()
        taken = Interchange.objects.get()
        cursor.execute(
            "INSERT INTO letter SELECT (jsonb_populate_record(letter, jsonb_build_object('id', id + step))).*"
            " FROM letter, generate_series(1, 5000) AS step"
        )
        with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
            owner.execute("ANALYZE letter")
        Incoming(sender_id=sender.id, interchange_id=taken.id)
        arriving = Arriving(
            sender_id=sender.id, interchange_id=taken.id, edition="x", now=line.NOW + timedelta(1)
        )
        arriving.copy(Batch(rows=[], waiting=0, decisions=[]))
        cursor.execute(f"EXPLAIN (FORMAT JSON) {_REFUSED}")
        (plan,) = cursor.fetchone()
        read = readings((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"], "letter")
        assert len(read) == 2
        assert all(read)
        arriving.close()
