"""Another sender's things are as unknown as nobody's, at every route with something to guess, and in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest
from django.http import HttpResponse
from tests.actions import line
from tests.actions.line import at
from tests.doors import api_caller, portal
from tests.doors.walls.askers import Asker
from tests.doors.walls.routes import routes
from tests.stories.browser.counter import session_of

from budstikke.kit.clock import now, today
from budstikke.kit.database import address
from budstikke.post.terms.roles import Role

MONTH, FIRST_DAY = date(2026, 11, 1), date(2026, 12, 1)  # Sunday, Tuesday
# What nobody has, in the place of each thing somebody has.
NOBODYS: Mapping[str, object] = {
    **dict.fromkeys(("upload", "booked", "webhook", "report"), uuid4()),
    "claim id": 999_999, "evidence id": uuid4(), "acceptance": 999_999, "number": line.number(7), "name": "F999999",
    "customer": "10001111111",
}  # fmt: skip
# Routes with something to guess that is no sender's: staff see all senders, or only what is at their outlet
# (tests/doors/test_counter.py); of a link the address is the secret; the rest is everybody's.
_NOT_A_SENDERS = ("counter/", "desk/", "devices/", "forwarding/", "labels/", "pickuppoint/", "shippingguide/",
                  "address/", "api/v1/sorting/", "sender/invited/", "sender/sign-in/", "sender/reports/")  # fmt: skip
_TRACKING = ("tracking", "api/tracking", "api/v2/tracking")
# The form of the answer stands in these, and nothing else.
_FORMS = {"form": "pdf", "extension": "json", "kind": "PARCELS-DELIVERED"}


@pytest.fixture(scope="module")
def things(town: None) -> dict[str, object]:
    """One thing of each kind that a sender has, by the part of an address that names it."""
    from budstikke.post.actions.booking.order_table import COLUMNS, Row
    from budstikke.post.actions.booking.upload import book_upload, keep_upload
    from budstikke.post.actions.helping.open_claim import Opened, Told, open_claim
    from budstikke.post.actions.helping.settle_claim import Verdict, settle_claim
    from budstikke.post.actions.invoicing.run_invoices import run_invoices
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.post.actions.senders import extracts, webhooks
    from budstikke.post.actions.senders.webhooks import Wanted
    from budstikke.post.records.models import Evidence, Sender
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.terms.pum.settling import Claimant, ClaimKind, Ground

    line.wait_for_recipient(1)
    line.give(1, line.check(1).check_id)
    with acting_as(CARRIER):
        sender_id = Sender.objects.get(customer_number=line.CUSTOMER).id
    made = run_invoices(MONTH, today=FIRST_DAY, now=at(FIRST_DAY))
    assert isinstance(made, tuple)
    told = Told(kind=ClaimKind.LOST, claimant=Claimant.SENDER, told_on=line.TODAY)
    claim = open_claim(line.number(1), told, by="sender", now=line.NOW, sender_id=sender_id)
    assert isinstance(claim, Opened)
    # Decided, so that there is an answer to it.
    told_no = Verdict(value_ore=90_000, ground=Ground.BY_TERMS)
    settled = settle_claim(claim.claim.id, told_no, clerk="desk-1", today=line.TODAY, now=line.NOW)
    assert settled is not None
    assert not settled.refusals
    evidence_events(sealer=line.sealer(), now=line.NOW, all_of_them=True)
    log_evidence(sealer=line.sealer(), now=line.NOW)
    wanted = Wanted(event_groups=("DELIVERED",), url="https://e.example/", content_type="x", headers=())
    (webhook,) = webhooks.subscribe([line.number(1)], wanted, sender_id=sender_id, key_id=None, now=now())
    upload, booked = uuid4(), uuid4()
    values = {**dict.fromkeys(COLUMNS, ""), "name": "Kari Nordmann", "street": "Lilleveien 2", "postcode": "5004",
              "city": "BERGEN"}  # fmt: skip
    for each in (upload, booked):
        keep_upload(each, [Row(row=1, values=values)], sender_id=sender_id, now=now())
    book_upload(booked, sender_id=sender_id, today=today(), now=now())
    extract = extracts.ask_for(next(iter(extracts.KINDS)), sender_id=sender_id, from_on=MONTH, to_on=line.TODAY,
                               now=line.NOW)  # fmt: skip
    assert extract
    extracts.make(extract.id, now=line.NOW)
    with acting_as(CARRIER):
        evidence = Evidence.objects.filter(letter__number=line.number(1)).values_list("uuid", flat=True)[0]
    return {
        "number": line.number(1), "name": made[0], "claim id": claim.claim.id,
        "claim": claim.claim.id, "evidence id": evidence,
        "webhook": webhook.id, "upload": upload, "booked": booked, "report": extract.id, "customer": line.CUSTOMER,
        "acceptance": _accepted(sender_id),
    }  # fmt: skip


def _accepted(sender_id: int) -> int:
    from django.contrib.auth.models import User

    from budstikke.post.actions.senders.accept_agreement import accept_agreement
    from budstikke.post.records.models import Acceptance
    from budstikke.post.records.scope import CARRIER, acting_as

    portal.enter(Role.OWNER, username="first")
    decision = accept_agreement(
        sender_id,
        obliged_as="bank",
        accepts=True,
        mailbox_organisation_number=line.EDI_ID,
        accepted_by=User.objects.get(username="first").pk,
        sealer=line.sealer(),
        today=line.TODAY,
        now=line.NOW,
    )
    assert not decision.refusals
    with acting_as(CARRIER):
        return int(Acceptance.objects.get().id)


@pytest.fixture(scope="module")
def owners(things: dict[str, object]) -> tuple[dict[str, Asker], dict[str, Asker]]:
    """The owner of each of two senders, at the portal and by a key; the first has the things."""
    from django.contrib.auth.models import User

    first = User.objects.get(username="first").pk
    mine = {"sender": Asker(session=lambda: session_of(first)), "": Asker(headers=api_caller.with_key().head)}
    other = api_caller.other_sender()
    second = portal.enter(Role.OWNER, username="second", customer=api_caller.OTHER)
    theirs = {"sender": Asker(session=lambda: session_of(second)), "": Asker(headers=other.head)}
    return mine, theirs


def guessable() -> list[tuple[str, tuple[str, ...]]]:
    """Every route of a sender's with something to guess, and what it is."""
    found = []
    for route in routes():
        parts = tuple(part for part in route.parts if part not in _FORMS)
        if parts and not route.path.startswith(_NOT_A_SENDERS):
            found.append((route.path, parts))
    return found


def _given(path: str, things: Mapping[str, object]) -> dict[str, object]:
    given = {**things, "id": things["claim id" if "claims/" in path else "evidence id"], **_FORMS}
    if "dispatches/" in path:
        given |= {"upload": things["booked"], "form": "sheet"}
    return given


def _asks(who: Mapping[str, Asker], path: str, method: str, things: Mapping[str, object]) -> HttpResponse:
    (route,) = (each for each in routes() if each.path == path)
    asker = who["sender" if path.startswith("sender/") else ""]
    return asker.ask(method, route.address(**_given(path, things)) + _QUERIES.get(path, ""))


_PERIOD = "?fromDate=01.11.2026&toDate=30.11.2026"
_QUERIES = {path: _PERIOD for path, parts in guessable() if "<kind>" in path}


def _same(one: HttpResponse, other: HttpResponse) -> bool:
    return (one.status_code, _without(one)) == (other.status_code, _without(other))


def _without(answer: HttpResponse) -> bytes:
    """Return the content without what every answer has anew."""
    import re

    content = re.sub(rb'"uuid": ?"[^"]*"', b"", answer.content)
    return re.sub(rb'name="(csrfmiddlewaretoken|nonce)" value="[^"]*"', b"", content)


@pytest.mark.parametrize(("path", "parts"), guessable(), ids=[path for path, _ in guessable()])
def test_what_another_sender_has_is_answered_like_what_nobody_has(
    owners: tuple[dict[str, Asker], dict[str, Asker]],
    things: dict[str, object],
    path: str,
    parts: tuple[str, ...],
) -> None:
    """It is there for whom it belongs to; to the owner of another sender the answer is that for none, to the byte."""
    mine, theirs = owners
    assert set(parts) <= {*things, "id"}, "something to guess that no sender has here"
    assert _asks(mine, path, "GET", things).status_code in (200, 202, 302, 405)
    for method in ("GET", "POST", "DELETE"):
        guessed = _asks(theirs, path, method, things)
        assert guessed.status_code in (403, 404, 405), (method, guessed)
        assert _same(guessed, _asks(theirs, path, method, NOBODYS)), method


def test_tracking_tells_of_no_letter_of_another_sender(
    owners: tuple[dict[str, Asker], dict[str, Asker]],
) -> None:
    """There a number stands in the question."""
    mine, theirs = owners
    for path in _TRACKING:
        told = {
            (who, serial): asker[""].ask("GET", f"/{path}.json?q={line.number(serial)}").content
            for who, asker in (("mine", mine), ("theirs", theirs))
            for serial in (1, 7)
        }
        assert told["theirs", 1] == told["theirs", 7]
        assert line.number(1).encode() in told["mine", 1]


def test_the_things_are_still_there_and_unchanged(
    owners: tuple[dict[str, Asker], dict[str, Asker]], things: dict[str, object]
) -> None:
    """What the other sender sent to their addresses ended and booked nothing."""
    mine, _ = owners
    asked: list[Callable[[], HttpResponse]] = [
        lambda: mine[""].ask("GET", f"/event-cast/api/v1/webhooks/{things['webhook']}"),
        lambda: mine["sender"].ask("GET", f"/sender/order/table/{things['upload']}/"),
    ]
    assert [ask().status_code for ask in asked] == [200, 200]


def _tables(owner: psycopg.Connection) -> dict[str, int]:
    """Every table of this application that is guarded by rows, and how many rows it has."""
    names = owner.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity AND relforcerowsecurity"
    ).fetchall()
    owner.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
    return {name: owner.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in names}


def test_behind_that_the_database_shows_no_row_to_nobody_and_none_of_another(
    owners: tuple[dict[str, Asker], dict[str, Asker]], things: dict[str, object]
) -> None:
    """A query without a tenant, as one forgotten somewhere would be; and the second sender asking for all there is."""
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        ids = dict(Sender.objects.values_list("customer_number", "id"))
    with psycopg.connect(address("post", "owner")) as owner, psycopg.connect(address("post", "app")) as app:
        filled = {name: rows for name, rows in _tables(owner).items() if rows}
        assert {"letter", "event", "claim", "invoice", "webhook", "upload", "extract", "acceptance"} <= set(
            filled
        )
        readable = [name for name in filled if _may_read(app, name)]
        for name in readable:
            assert app.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,), name
        app.execute("SELECT set_config('budstikke.tenant', %s, true)", [str(ids[api_caller.OTHER])])
        for name in readable:
            for column in ("sender_id", "letter_id"):
                if not _has(owner, name, column):
                    continue
                theirs = f"SELECT count(*) FROM {name} WHERE {column} = %s"
                whose = ids[line.CUSTOMER] if column == "sender_id" else _letter_id()
                assert app.execute(theirs, [whose]).fetchone() == (0,), (name, column)


def _letter_id() -> int:
    from budstikke.formats.s10 import letter_id

    return letter_id(line.number(1))


def _may_read(app: psycopg.Connection, name: str) -> bool:
    return bool(app.execute("SELECT has_table_privilege(%s, 'SELECT')", [name]).fetchone()[0])  # type: ignore[index]


def _has(owner: psycopg.Connection, name: str, column: str) -> bool:
    asked = "SELECT 1 FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s AND NOT attisdropped"
    return owner.execute(asked, [name, column]).fetchone() is not None


def test_the_ids_of_what_cannot_be_counted_through_are_random(things: dict[str, object]) -> None:
    """Where an id is all that stands between two senders' files it is no number in a row."""
    assert all(isinstance(things[name], UUID) for name in ("webhook", "upload", "report", "evidence id"))
