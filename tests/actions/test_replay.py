"""`budstikke terms replay` over letters that were really booked, brought, shown a document and swept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.actions import helping, line

from budstikke.cli.main import main
from budstikke.law.decision import plain
from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
from budstikke.post.terms.asked_again import OF_LETTERS, ask_again
from budstikke.post.terms.editions import BY_ID, PUM_EARLIER, PUM_PRESENT
from budstikke.post.terms.pum.edition import NamePolicy
from budstikke.post.terms.pum.id_check import ALL_PASSED, Finding
from budstikke.post.terms.pum.letter import Measures

pytestmark = pytest.mark.usefixtures("installation")

DAY_18, DAY_22 = 18, 22
LATER = line.TODAY + timedelta(days=60)


class Seal:
    """A sealer that signs nothing: what is sealed is not looked at here."""

    def sign_evidence(self, content: bytes, *, now: datetime) -> dict[str, str]:
        """Sign nothing."""
        return {"protected": "", "signature": ""}


class Taken:
    """A channel that takes every message, or refuses every one for good."""

    def __init__(self, *, rejects: bool = False) -> None:
        self.rejects = rejects

    def send(self, message: object) -> None:
        """Take it."""
        from budstikke.post.channels.errors import Rejected

        if self.rejects:
            raise Rejected("UNKNOWN")


def on(day: int) -> tuple[date, datetime]:
    """The day and the moment, so many days after the notice."""
    return line.TODAY + timedelta(days=day), line.NOW + timedelta(days=day)


def tell(day: int = 0, *, sms_fails: bool = False) -> None:
    """Send every notice that waits."""
    from budstikke.post.actions.telling.notify import send_notices
    from budstikke.post.records.models import Notice
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        waiting = list(Notice.objects.filter(sent_at=None).order_by("id").values_list("id", flat=True))
    today, now = on(day)
    channels = {"sms": Taken(rejects=sms_fails), "email": Taken(), "letter": Taken()}
    send_notices(waiting, channels=channels, today=today, now=now)


def book(*serials: int, **changed: object) -> None:
    """Book one letter each."""
    orders = [line.order(serial, reference=str(serial), **changed) for serial in serials]
    booked = line.book(line.file_of(orders, reference=f"PUM{serials[0]}"))
    assert booked[0].booked == len(serials), list(booked[0].all_faults)


def wait(*serials: int, **changed: object) -> None:
    """Book letters, bring them to Bergen and tell their recipients."""
    book(*serials, **changed)
    line.bring_to_outlet(serials)
    tell()


def check(serial: int, day: int, **changed: object):
    """Show a document."""
    from budstikke.post.actions.counter.check_identity import check_identity

    today, now = on(day)
    return check_identity(line.presented(serial, **changed), sealer=Seal(), today=today, now=now)


def collect(serial: int, day: int) -> None:
    """Show a document, sign, and take the letter."""
    from budstikke.post.actions.counter.hand_over import Signature, hand_over

    checked = check(serial, day)
    assert checked.passed, checked.decision
    today, now = on(day)
    decision = hand_over(
        line.number(serial),
        check_id=checked.check_id,
        clerk="clerk-7",
        signature=Signature(picture=line.SIGNATURE),
        sealer=Seal(),
        today=today,
        now=now,
    )
    assert decision.outcome == "released"


def refuse(serial: int, day: int) -> None:
    """Be somebody else."""
    assert not check(serial, day, findings=replace(ALL_PASSED, photo=Finding.FAILED)).passed


def sweep(day: int) -> None:
    """Remind and send back what is due."""
    from budstikke.post.actions.moving.sweep import remind, return_uncollected

    today, now = on(day)
    remind(today=today, now=now)
    return_uncollected(today=today, now=now)


def changes(edition=PUM_EARLIER, **asked: object) -> list:
    """The letters that would have ended differently."""
    from budstikke.post.actions.proving.replay_terms import replay_terms

    given = {"since": None, "today": LATER, **asked}
    return [one for one in replay_terms(edition=edition, **given) if one.differs]  # type: ignore[arg-type]


def three_letters() -> None:
    """One collected on day 18, one never, one whose recipient could not show who they are."""
    wait(1, 2, 3)
    sweep(5)
    tell(5)
    refuse(3, 7)
    collect(1, DAY_18)
    sweep(DAY_22)


def test_two_weeks_would_have_sent_back_exactly_the_letter_of_day_18() -> None:
    """The one never collected and the one turned away went back anyway."""
    three_letters()
    (found,) = changes()
    told = json.loads(json.dumps(found.as_json()))
    assert told["letter"] == line.number(1)
    assert (told["recorded"]["ended"], told["recorded"]["on"]) == ("delivered", "2026-12-11")  # a Friday
    assert (told["replayed"]["ended"], told["replayed"]["on"]) == ("returned", "2026-12-08")  # a Tuesday
    assert told["recorded"]["decision"]["clauses"] == ["PUM §11", "PUM §12"]
    assert told["replayed"]["decision"]["clauses"] == ["PUM §14", "PUM §15"]
    for each in (told["recorded"]["decision"], told["replayed"]["decision"]):
        assert each["words"]["no"] and each["words"]["en"]
    assert told["differs"][-1]["recorded"]["outcome"] == "released"
    assert told["differs"][-1]["replayed"]["outcome"] == "refused"


def test_under_its_own_edition_every_letter_ends_as_it_did() -> None:
    """And no question is answered otherwise on the way, down to the last word."""
    everything()
    from budstikke.post.actions.proving.replay_terms import replay_terms

    every = list(replay_terms(edition=PUM_PRESENT, since=None, today=LATER))
    assert len(every) == 18
    assert [(one.letter.number, one.instead.differs) for one in every if one.instead.differs] == []
    assert [one.letter.number for one in every if one.differs or one.instead.not_known] == []


def test_every_recorded_decision_is_given_again_word_for_word() -> None:
    """From its own inputs alone; the sweep's, written by SQL, in what it writes."""
    everything()
    asked = set()
    for decision in _all_recorded():
        asked.add(decision["question"])
        again = ask_again(decision, edition=BY_ID[decision["edition"]]).as_json()
        for name in set(decision) - {"inputs", "also", "failed"}:
            assert decision[name] == json.loads(json.dumps(plain(again)))[name], (decision["question"], name)
    # What is forgotten is recorded in its receipt alone (test_forgetting.py).
    assert asked == set(OF_LETTERS) - {"keeping"}


def everything() -> None:
    """Letters of every kind, so that every question is asked."""
    from budstikke.formats.edifact.orders import Function
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.actions.moving.extend_deadline import (
        extend_deadline,
        give_back_case,
        give_back_outage,
    )
    from budstikke.post.actions.moving.finish import lost

    three_letters()
    wait(4, mobile="+4790000000")
    book(5, 6, 7, weight_g=None)
    for place, measured in (
        ("OSLO", {line.number(5): 201, line.number(6): 45}),
        ("BERGEN", {line.number(7): 45}),
    ):
        weighed = {number: Measures(weight_g=weight) for number, weight in measured.items()}
        dispatch = Dispatch(
            customer_number=line.CUSTOMER, numbers=list(measured), place=place, measured=weighed
        )
        hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW)
    book(8, 9)
    changed = [
        line.order(8, reference="8", function=Function.REPLACE, passport_only=True),
        line.order(9, reference="9", function=Function.CANCEL),
    ]
    assert line.book(line.file_of(changed, reference="CHANGED"))[0].changed == 2
    line.bring_to_outlet([8], outlet=line.SOTRA)
    arrive([line.number(8)], outlet_id=line.BERGEN, clerk="clerk-7", now=line.NOW)
    tell()
    wait(10, 11, 12)
    today, now = on(10)
    extend_deadline(line.number(10), until=on(40)[0], actor="desk", today=today, now=now)
    give_back_outage(outlet_id=line.BERGEN, first=on(6)[0], last=on(7)[0], actor="desk", now=now)
    opened, closed = on(8)[0], on(9)[0]
    tell_of_outage(12)
    give_back_case(line.number(11), opened_on=opened, open_to=closed, actor="desk", now=now)
    collect(8, 12)
    collect(10, 35)
    collect(11, 22)
    sweep(30)
    lost([line.number(6)], place="1", actor="clerk-1", now=on(30)[1])
    book(13, mobile="+4790000001", email="kari@example.test")
    line.bring_to_outlet([13])
    tell(sms_fails=True)
    check(12, 31)
    book(14)
    wait(15, 16, 17, 18)
    helping.helped(*on(3))
    helping.claimed(*on(4))


def tell_of_outage(serial: int) -> None:
    """Tell one recipient of an outage, as the watch over the devices does, while the scanner is down."""
    from budstikke.post.records.models import Letter, Notice, Outage
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        letter = Letter.objects.get(number=line.number(serial))
        told = {"sender_id": letter.sender_id, "kind": "outage", "ordinal": 1, "made_at": on(7)[1]}
        Notice.objects.create(letter=letter, **told)
    outage = Outage.objects.create(outlet_id=line.BERGEN, cause="silent", from_at=on(7)[1])
    tell(7)
    Outage.objects.filter(id=outage.id).update(until_at=on(7)[1])


def test_a_replacement_is_judged_and_written_down() -> None:
    """Its order is what another edition is asked about."""
    from budstikke.formats.edifact.orders import Function

    book(8)
    line.book(line.file_of([line.order(8, function=Function.REPLACE, weight_g=50)], reference="CHANGED"))
    wait(9)
    assert changes(replace(PUM_PRESENT, max_weight_g=45)) == []
    recorded = [one for one in _all_recorded() if one["question"] == "accept_order"]
    assert [one["inputs"]["letter"]["weight_g"] for one in recorded] == [45, 50, 45]


def test_names_are_judged_again_without_being_known() -> None:
    """The verdict under the other policy was taken down with the check."""
    wait(1, name="Kari Anne Nordmann")
    collected = check(1, 3)
    inputs = collected.decision["inputs"]
    assert isinstance(inputs, Mapping)
    assert inputs["names"] == {"rules": inputs["check"]["name"], "exact": "differs"}
    assert "Nordmann" not in json.dumps(collected.decision)
    assert set(inputs["names"]) == set(NamePolicy)


def test_a_visit_after_the_return_is_found_in_the_record_of_checks() -> None:
    """Sent back on day 22, asked for on day 25: under four weeks it would have been handed over."""
    wait(1)
    sweep(DAY_22)
    assert not check(1, 25).passed
    (found,) = changes(replace(PUM_PRESENT, collection_days=28))
    assert (found.instead.ended, found.instead.on) == ("delivered", on(25)[0])


def test_only_letters_booked_since_a_day_are_replayed() -> None:
    """The day itself counts, in Oslo."""
    three_letters()
    assert len(changes(since=line.TODAY)) == 1
    assert changes(since=line.TODAY + timedelta(days=1)) == []


def test_letters_booked_after_midnight_in_oslo_are_of_that_day() -> None:
    """At 23.30 in UTC it is half past midnight there."""
    late = line.NOW.replace(hour=23, minute=30)
    line.book(line.file_of([line.order(1)]), now=late, today=line.TODAY + timedelta(days=1))
    light = replace(PUM_PRESENT, max_weight_g=40)
    assert len(changes(light, since=line.TODAY + timedelta(days=1))) == 1
    assert changes(light, since=line.TODAY + timedelta(days=2)) == []


def test_what_was_weighed_and_passed_is_weighed_again() -> None:
    """The order said no weight; also where the whole dispatch was refused, the scales were read."""

    book(1, 2, weight_g=None)
    for serial, place in ((1, "OSLO"), (2, "BERGEN")):
        weighed = {line.number(serial): Measures(weight_g=45)}
        dispatch = Dispatch(
            customer_number=line.CUSTOMER, numbers=list(weighed), place=place, measured=weighed
        )
        hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW)
    (found,) = changes(replace(PUM_PRESENT, max_weight_g=40))
    assert (found.letter.number, found.instead.ended) == (line.number(1), "not_taken_in")
    measured = [
        one["inputs"]["measures"]["weight_g"] for one in _all_recorded() if one["question"] == "measure"
    ]
    assert measured == [45, 45]


def test_a_check_is_asked_again_before_the_hand_over_it_led_to() -> None:
    """Both were written at the same moment."""
    wait(1)
    collect(1, 3)
    others = tuple(kind for kind in PUM_PRESENT.approved_documents if kind != "no_passport")
    (found,) = changes(replace(PUM_PRESENT, approved_documents=others))
    assert found.instead.ended == "not_handed_over"
    assert found.instead.decision and found.instead.decision.refusals[0].code == "DOC_NOT_APPROVED"


def test_the_channel_of_every_notice_is_written_down_with_what_failed_before_it() -> None:
    """The first by SMS, refused; the second by e-mail; the reminder as well."""
    book(1, mobile="+4790000001", email="kari@example.test")
    line.bring_to_outlet([1])
    tell(sms_fails=True)
    sweep(5)
    tell(5, sms_fails=True)
    chosen = [one for one in _all_recorded() if one["question"] == "notice_channel"]
    assert [(one["outcome"], one["inputs"]["failed"]) for one in chosen] == [
        ("sms", []),
        ("email", ["sms"]),
        ("sms", []),
        ("email", ["sms"]),
    ]


def test_letters_are_drawn_from_a_cursor_of_the_server() -> None:
    """Neither side ever holds them all."""
    from django.db import connection

    from budstikke.post.actions.proving.replay_terms import replay_terms

    book(1, 2)
    letters = replay_terms(edition=PUM_EARLIER, since=None, today=LATER)
    next(letters)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE statement LIKE %s", ["%json_agg%"])
        assert cursor.fetchone() == (1,)
    assert len(list(letters)) == 1


def test_the_command_names_the_letter_and_both_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, and as one JSON document."""
    three_letters()
    assert main(["terms", "replay", "--edition", "pum-earlier"]) == 0
    told = capsys.readouterr().out
    assert f"{line.number(1)}  delivered 2026-12-11 -> returned 2026-12-08" in told
    assert "3 letters: 1 would have ended differently under pum-earlier" in told
    assert main(["terms", "replay", "--edition", "pum-earlier", "--since", "2026-11-01", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["letter"] for one in document["changes"]] == [line.number(1)]
    assert {name: document[name] for name in ("edition", "since", "letters", "different", "not_known")} == {
        "edition": "pum-earlier",
        "since": "2026-11-01",
        "letters": 3,
        "different": 1,
        "not_known": 0,
    }


def test_the_command_says_when_nothing_differs(capsys: pytest.CaptureFixture[str]) -> None:
    """Also over no letters at all the JSON is whole."""
    assert main(["terms", "replay", "--edition", "pum-present", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked wrongly."""
    with pytest.raises(SystemExit):
        main(["terms", "replay", "--edition", "pum-present", "--since", "yesterday"])
    assert "a day is written as 2026-11-23" in capsys.readouterr().err


def _all_recorded() -> list[dict]:
    from budstikke.post.records.past import letters_with_records
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return [
            dict(decision)
            for letter in letters_with_records()
            for entry in letter.history
            for decision in entry.decisions
        ]
