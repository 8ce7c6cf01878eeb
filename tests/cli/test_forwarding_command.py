"""`budstikke forwarding`: what an operator is told when all is well, and when anything is not."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.actions import forwarding

from budstikke.cli.main import main
from budstikke.kit.clock import now, today
from budstikke.post.terms.forwarding.days import Period

pytestmark = pytest.mark.usefixtures("post_database")

Run = Callable[..., tuple[int, Any, str]]
SECRET = ("Kari", "Nordmann", "Lilleveien", "Nygata", "5004", "9008")
NOBODY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a sub-command, with JSON or bytes on standard input; gives the code, what was printed, and the rest."""

    def ran(*arguments: str, given: object = b"") -> tuple[int, Any, str]:
        content = given if isinstance(given, bytes) else json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        capsys.readouterr()
        try:
            code = main(["forwarding", *arguments])
        except SystemExit as ended:
            assert isinstance(ended.code, int)
            code = ended.code
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return ran


def _order(orderer: str, *others: str, **changed: object) -> dict[str, object]:
    start = today() + timedelta(days=30)
    told: dict[str, object] = {
        "service": "temporary",
        "channel": "counter",
        "period": {"start": start.isoformat(), "last_day": (start + timedelta(days=40)).isoformat()},
        "old": {"street": "Lilleveien 2", "postcode": "5004", "city": "BERGEN"},
        "new": {"street": "Nygata 7", "postcode": "9008", "city": "TROMSØ"},
        "orderer": orderer,
        "covered": [orderer, *others],
        "identified_by": "document",
    }
    return told | changed


def _item(**changed: object) -> dict[str, object]:
    told = {"kind": "letter", "name": "Kari Nordmann", "street": "Lilleveien 2", "postcode": "5004"}
    return told | changed


def _refused(said: Mapping[str, Any], code: str) -> None:
    assert said["code"] == code
    assert said["clauses"][0].startswith("Forwarding §")
    assert all(said[part][language] for part in ("words", "cure") for language in ("no", "en"))


def _running() -> str:
    """Have an order run since ten days ago."""
    orderer, then = forwarding.person(), now() - timedelta(days=40)
    days = Period(today() - timedelta(days=10), today() + timedelta(days=30))
    taken = forwarding.order(replace(forwarding.wanted(orderer), period=days), now=then)
    forwarding.send_all(now=then)
    assert forwarding.state(taken.reference) == "agreed"
    return taken.reference


def test_an_order_is_placed_and_said_again_refused(run: Run, tmp_path: Path) -> None:
    """From a file and from standard input; the second is in the way of the first, by the clause."""
    told = _order(str(forwarding.person()))
    (tmp_path / "order.json").write_text(json.dumps(told), encoding="utf-8")
    code, taken, _ = run("order", str(tmp_path / "order.json"))
    assert (code, taken["state"], taken["waits_for"]) == (0, "ordered", 0)
    code, again, _ = run("order", "-", given=told)
    assert (code, again["state"]) == (1, "refused")
    assert again["decision"]["reasons"][0]["rule"] == "OVERLAPS_SAME_KIND"
    assert again["decision"]["clauses"]


def test_an_order_for_somebody_unknown_is_refused_by_a_clause(run: Run) -> None:
    """Nothing is written, and the reference is not repeated."""
    code, said, errors = run("order", "-", given=_order(str(forwarding.person()), NOBODY))
    assert code == 1
    _refused(said, "PERSON_NOT_KNOWN")
    assert NOBODY not in json.dumps(said) + errors


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"service": "elsewhere"}, "order.service"),
        ({"period": {"start": "2026-02-30", "last_day": 5}}, "order.period.start"),
        ({"period": {"start": "9999-12-01", "last_day": "9999-12-31"}}, "order.period.start"),
        ({"period": {"start": "2027-02-02", "last_day": "2027-02-01"}}, "order.period"),
        ({"old": {"street": "Lilleveien 2", "postcode": 5004, "city": "BERGEN"}}, "order.old.postcode"),
        ({"old": {"street": " ", "postcode": "5004", "city": "BERGEN"}}, "order.old"),
        ({"old": {"street": "Lilleveien 2", "postcode": "5004", "city": "B\0"}}, "order.old.city"),
        ({"new": {"street": "Nygata 7", "Nordmann": 1}}, "order.new"),
        ({"new": {"street": "Nygata 7", "postcode": "9008", "city": "T", "country": "??"}}, "order.new"),
        ({"new": {"street": "Lilleveien 2", "postcode": "5004", "city": "BERGEN"}}, "order.new"),
        ({"new": None}, "order.new"),
        ({"service": "storage"}, "order.new"),
        ({"orderer": "Kari Nordmann"}, "order.orderer"),
        ({"orderer": None}, "order.orderer"),
        ({"covered": NOBODY}, "order.covered"),
        ({"covered": []}, "order.covered"),
        ({"covered": [NOBODY, NOBODY]}, "order.covered"),
        ({"customer": "business"}, "order.organisation"),
        ({"organisation": {"number": "999999999", "name": "Test AS"}}, "order.organisation"),
        ({"identified_by": "face"}, "order.identified_by"),
        ({"parcels": "yes"}, "order.parcels"),
        ({"Kari Nordmann": 1}, "order"),
    ],
)
def test_an_order_that_is_none_is_named_by_its_place(
    run: Run, changed: dict[str, object], where: str
) -> None:
    """Asked wrongly is 2; nothing of what was told is repeated, and nothing is written."""
    code, said, errors = run("order", "-", given=_order(str(forwarding.person())) | changed)
    assert (code, said) == (2, None)
    assert f"{where}:" in errors
    assert not any(secret in errors for secret in SECRET)
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    "given", [b"", b"{", b"\xff", b'{"a": 1, "a": 2}', b"[" * 100_000, b"[]", b"1" * 5_000, b'"Kari"']
)
@pytest.mark.parametrize("command", ["order", "confirm", "sort"])
def test_what_is_no_json_is_said_in_a_line(run: Run, command: str, given: bytes) -> None:
    """Whatever it is, there is one answer, and of an empty file of items that there is none."""
    code, said, errors = run(command, "-", given=given)
    assert (code, said) == (0 if command == "sort" and not given else 2, None)
    assert len(errors.splitlines()) >= 1
    assert "Traceback" not in errors
    assert "Kari" not in errors


@pytest.mark.parametrize("command", ["order", "confirm", "sort"])
def test_a_file_that_is_not_there_is_said(run: Run, tmp_path: Path, command: str) -> None:
    """As with every command."""
    code, said, errors = run(command, str(tmp_path / "none.json"))
    assert (code, said) == (2, None)
    assert "cannot read" in errors


def test_a_word_counts_once_and_only_of_whom_the_order_names(run: Run) -> None:
    """Twice changes nothing; of a stranger, or of no order, it is refused alike."""
    one, other, stranger = (str(forwarding.person(name)) for name in ("Kari A", "Ola B", "Per C"))
    _, taken, _ = run("order", "-", given=_order(one, other))
    assert taken["waits_for"] == 1
    word = {"reference": taken["reference"], "person": other, "identified_by": "document"}
    assert [run("confirm", "-", given=word)[:2] for _ in range(2)] == [
        (0, {"reference": taken["reference"], "confirmed": True, "changed": changed})
        for changed in (True, False)
    ]
    for wrong in ({"person": stranger}, {"reference": "F0"}):
        code, said, _ = run("confirm", "-", given=word | wrong)
        assert code == 1
        _refused(said, "ORDER_NOT_KNOWN")
    for name, value in (("person", "Kari"), ("identified_by", "face"), ("reference", None)):
        code, said, errors = run("confirm", "-", given={**word, name: value})
        assert (code, said) == (2, None)
        assert f"confirmation.{name}:" in errors


@pytest.mark.parametrize("command", ["stop", "object"])
def test_an_order_nobody_knows_is_refused(run: Run, command: str) -> None:
    """By the clause, whatever bytes stood in the argument."""
    more = ["--on", today().isoformat()] if command == "stop" else []
    for reference in ("F0", "\udcff", "x" * 10_000):
        code, said, _ = run(command, reference, "--by", "desk", *more)
        assert code == 1
        _refused(said, "ORDER_NOT_KNOWN")


def test_a_stop_is_not_beyond_the_last_day(run: Run) -> None:
    """Mail comes home when the order would have ended, and not years after."""
    from budstikke.post.records.models import ForwardingOrder
    from budstikke.post.records.scope import CARRIER, acting_as

    reference = _running()
    with acting_as(CARRIER):
        before = ForwardingOrder.objects.get(reference=reference).release_on
    code, said, _ = run("stop", reference, "--on", "9999-12-31")
    last_day = (today() + timedelta(days=30)).isoformat()
    assert (code, said["last_day"], said["decision"]["answer"]["last_day"]) == (0, last_day, last_day)
    with acting_as(CARRIER):
        assert ForwardingOrder.objects.get(reference=reference).release_on == before
    code, said, _ = run("stop", reference, "--on", "0001-01-01")
    assert (code, said["last_day"]) == (0, today().isoformat())
    assert run("stop", reference, "--on", "tomorrow")[0] == 2


def test_an_objection_freezes_at_once_and_once(run: Run) -> None:
    """Said again it changes nothing; a frozen order is not open to anything else."""
    reference = _running()
    assert run("publish")[0] == 0
    code, said, _ = run("object", reference)
    assert (code, said["frozen"], said["deny_number"] is None) == (0, True, False)
    assert run("object", reference)[:2] == (0, {"reference": reference, "frozen": True, "deny_number": None})
    code, said, _ = run("stop", reference, "--on", today().isoformat())
    assert code == 1
    _refused(said, "ORDER_NOT_OPEN")


def test_items_are_sorted_by_what_is_published_and_replayed(run: Run) -> None:
    """Before anything is published there is no verdict; after it the verdict can be asked again by its number."""
    code, said, errors = run("sort", "-", given=_item())
    assert (code, said) == (1, None)
    assert "nothing is published" in errors
    _running()
    code, first, _ = run("publish")
    assert (code, first["snapshot"]) == (0, 1)
    assert first["rows"] == first["added"] > 0
    assert run("publish")[:2] == (0, first | {"added": 0})
    assert run("publish", "--everything")[1]["snapshot"] == 2
    code, sorted_, _ = run("sort", "-", given=_item())
    assert (code, sorted_["verdict"], bool(sorted_["routing_code"])) == (0, "redirect", True)
    assert not any(secret in json.dumps(sorted_) for secret in SECRET)
    number = str(sorted_["number"])
    code, replayed, _ = run("replay", number, number)
    assert (code, list(replayed), replayed[number]["same"]) == (0, [number], True)
    code, replayed, _ = run("replay", "--edition", "forwarding-earlier", number)
    assert (code, replayed[number]["same"]) == (0, True)
    assert run("replay", number, str((1 << 63) - 1))[0] == 1


def test_a_routing_code_gives_its_label_into_a_file_only(run: Run, tmp_path: Path) -> None:
    """The screen shows no address; a code of nobody leaves no file."""
    _running()
    run("publish")
    code = run("sort", "-", given=_item())[1]["routing_code"]
    out = tmp_path / "label.txt"
    assert run("label", code, "--out", str(out))[:2] == (0, {"code": code, "out": str(out)})
    assert "Nygata 7" in out.read_text()
    assert out.stat().st_mode & 0o077 == 0
    other = tmp_path / "other.txt"
    failed, said, errors = run("label", "0" * len(code), "--out", str(other))
    assert failed == 1
    assert said is None or "Nygata" not in json.dumps(said)
    assert not other.exists()
    assert not any(secret in errors for secret in SECRET)


def test_of_items_all_are_sorted_or_none(run: Run) -> None:
    """Every line that is no item is named, and nothing is kept of the others; blank lines are no items."""
    from budstikke.post.records.models import SortedItem
    from budstikke.post.records.scope import CARRIER, acting_as

    run("publish")
    lines = [_item(), _item(postcode=5004), _item(kind="owl"), {}, _item(country=None), 3]
    code, said, errors = run("sort", "-", given=b"\n\n".join(json.dumps(each).encode() for each in lines))
    assert (code, said) == (2, None)
    assert {line.partition(":")[0] for line in errors.splitlines()} >= {
        *("line 3.postcode", "line 5.kind", "line 7.kind", "line 9.country", "line 11")
    }
    assert not any(secret in errors for secret in SECRET)
    assert run("sort", "-", given=b"\n \n")[:2] == (0, None)
    with acting_as(CARRIER):
        assert not SortedItem.objects.exists()
    assert run("sort", "-", given=_item())[0] == 0


@pytest.mark.parametrize("number", ["0", "-5", "x", str(1 << 63), "٣", "1" * 5_000])
def test_a_verdict_has_a_number(run: Run, number: str) -> None:
    """What is none is asked wrongly."""
    code, said, errors = run("replay", "--", number)
    assert (code, said) == (2, None)
    assert "Traceback" not in errors
