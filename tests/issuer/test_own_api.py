"""The issuer's own API: described as it answers, and whoever moves money tells where it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.issuer.people import KARI, OLA, customer

from budstikke.issuer.records.models import AuditRow, Transfer
from budstikke.kit.clock import now

pytestmark = pytest.mark.usefixtures("issuer_database")
KEY = "agreed-on-beforehand"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The key that was agreed on."""
    path = tmp_path / "payments-key"
    path.write_text(f"{KEY}\n")
    monkeypatch.setitem(settings.ISSUER, "payments_key", path)
    return path


def told(changed: Mapping[str, object] | None = None, *, key: str = KEY) -> Any:
    """Tell of a transfer to Kari's account, with what a test changes."""
    said = {
        "reference": "T-100",
        "national_number": KARI,
        "direction": "to_player",
        "amount_ore": 25_050,
        "state": "sent",
        "sent_at": (now() - timedelta(hours=1)).isoformat(),
        **(changed or {}),
    }
    head = {"host": "localhost", **({"authorization": f"Bearer {key}"} if key else {})}
    return Client(headers=head).post("/api/v1/transfers", said, content_type="application/json")


def test_money_is_told_of_by_its_own_key_and_shown_to_its_customer(key: Path) -> None:
    """Told again the state changes; of somebody else, or of another amount, it is refused."""
    kari = customer()
    customer(OLA)
    assert told().status_code == 204 and told({"state": "arrived"}).status_code == 204
    row = Transfer.objects.get()
    assert (row.customer_id, row.state, row.amount_ore) == (kari.pk, "arrived", 25_050)
    for otherwise in ({"amount_ore": 1}, {"national_number": OLA}, {"direction": "from_player"}):
        answer = told(otherwise)
        assert answer.status_code == 409 and answer.json()["faults"][0]["field"] == "reference"
    rows = AuditRow.objects.filter(verb="transfer.told", actor="payments")
    assert rows.count() == 5 and KARI not in json.dumps([each.facts for each in rows])


def test_nobody_else_tells_and_nobody_learns_who_is_a_customer(key: Path) -> None:
    """Without a key, with another, where none was agreed on; a number nobody has here is answered alike."""
    customer()
    assert {told(key=given).status_code for given in ("", "guessed", f"{KEY}x", "æøå")} == {401}
    assert not Transfer.objects.exists()
    known, unknown = told(), told({"reference": "T-101", "national_number": OLA})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert Transfer.objects.count() == 1
    key.unlink()
    assert told().status_code == 401


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"national_number": "123"}, "national_number"),
        ({"amount_ore": 0}, "amount_ore"),
        ({"amount_ore": "12"}, "amount_ore"),
        ({"state": "lost"}, "state"),
        ({"sent_at": "2026-11-23T10:00:00"}, "sent_at"),  # a Monday, and nobody knows where
        ({"sent_at": "2999-01-01T00:00:00+00:00"}, "sent_at"),  # a Tuesday, to come
        ({"reference": "T 1\u0000"}, "reference"),
        ({"name": "Kari"}, "name"),
    ],
)
def test_what_is_wrong_is_named_and_not_repeated(key: Path, changed: dict[str, object], field: str) -> None:
    """By its field and a code; whatever was sent may be a person's."""
    answer = told(changed)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["faults"]] == [field]
    assert str(next(iter(changed.values()))) not in answer.content.decode() or changed == {"amount_ore": 0}


def test_what_is_no_json_is_said_so(key: Path) -> None:
    """Not a fault of ours."""
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {KEY}"})
    answer = client.post("/api/v1/transfers", b"{", content_type="application/json")
    assert answer.status_code == 422 and answer.json()["faults"][0]["code"] == "NOT_JSON"


def test_the_description_is_published_as_it_lies_in_the_documentation() -> None:
    """The same for programs and for readers; maintenance needs no key, transfers do."""
    said = Client(headers={"host": "localhost"}).get("/api/v1/openapi.json").json()
    lies = Path(__file__).parents[2] / "docs" / "api" / "issuer.json"
    assert said == json.loads(lies.read_text(encoding="utf-8"))
    assert "security" not in said["paths"]["/api/v1/maintenance"]["get"]
    assert said["paths"]["/api/v1/transfers"]["post"]["security"]
