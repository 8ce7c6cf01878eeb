"""§7: requests and their deadlines, what is kept, who may see, which moves are told."""

from __future__ import annotations

from datetime import date

import pytest

from budstikke.post.terms.editions import FORWARDING_PRESENT
from budstikke.post.terms.forwarding.cases import (
    CaseFacts,
    CaseKind,
    Received,
    after_months,
    kept_until,
    prolong_case,
    take_case,
)
from budstikke.post.terms.forwarding.holdings import HOLDINGS
from budstikke.post.terms.forwarding.kinds import AddressKind, Service
from budstikke.post.terms.forwarding.moves import Mover, tell_move
from budstikke.post.terms.forwarding.protection import (
    OF_THE_REGISTRY,
    Protection,
    is_protected,
    may_see,
    protect,
    stricter,
)
from budstikke.post.terms.forwarding.register_words import CHANGES, Change, shown

EDITION = FORWARDING_PRESENT


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),  # Monday, Wednesday
        (date(2027, 1, 31), date(2027, 2, 28)),  # Sunday, Sunday
        (date(2027, 12, 31), date(2028, 1, 31)),  # Friday, Monday
        (date(2028, 1, 30), date(2028, 2, 29)),  # Sunday, Tuesday
    ],
)
@pytest.mark.parametrize("kind", CaseKind)
def test_a_request_is_due_a_month_after_it_came(kind: CaseKind, received_on: date, due_on: date) -> None:
    """Also where the next month is shorter."""
    decision = take_case(
        CaseFacts(kind=kind, received_on=received_on, channel=Received.LETTER), edition=EDITION
    )
    assert decision.answer["due_on"] == due_on


@pytest.mark.parametrize(
    ("channel", "identified", "codes"),
    [
        (Received.PHONE, True, ["REQUEST_NOT_WRITTEN"]),
        (Received.EMAIL, False, ["REQUESTER_UNKNOWN"]),
        (Received.PHONE, False, ["REQUEST_NOT_WRITTEN", "REQUESTER_UNKNOWN"]),
        (Received.COUNTER, True, []),
    ],
)
def test_a_request_is_written_and_its_writer_known(
    channel: Received, identified: bool, codes: list[str]
) -> None:
    """A telephone call is no writing."""
    facts = CaseFacts(
        kind=CaseKind.ACCESS,
        received_on=date(2026, 11, 23),  # Monday
        channel=channel,
        identified=identified,
    )
    assert [refusal.code for refusal in take_case(facts, edition=EDITION).refusals] == codes


def test_a_deadline_is_prolonged_once_and_only_while_it_runs() -> None:
    """By two months, counted from the day the request came."""
    received_on, due_on = date(2026, 11, 23), date(2026, 12, 23)  # Monday, Wednesday
    first = prolong_case(received_on=received_on, due_on=due_on, today=due_on, edition=EDITION)
    assert first.answer["due_on"] == date(2027, 2, 23)  # Tuesday
    late = prolong_case(
        received_on=received_on,
        due_on=due_on,
        today=date(2026, 12, 24),  # Thursday
        edition=EDITION,
    )
    again = prolong_case(
        received_on=received_on,
        due_on=date(2027, 2, 23),  # Tuesday
        today=due_on,
        edition=EDITION,
    )
    assert [each.refusals[0].code for each in (late, again)] == ["TOO_LATE_TO_PROLONG"] * 2


def test_what_held_no_more_is_kept_for_three_years() -> None:
    """By the edition's months."""
    assert kept_until(date(2026, 11, 23), edition=EDITION).answer["last_day"] == date(
        2029, 11, 23
    )  # Monday, Friday
    assert after_months(date(2026, 3, 31), -1) == date(2026, 2, 28)  # Tuesday, Saturday


@pytest.mark.parametrize(("grade", "protection"), OF_THE_REGISTRY.items())
def test_every_grade_but_the_open_one_protects(grade: str, protection: Protection) -> None:
    """Code 6, code 7 and a client's address alike."""
    assert is_protected(protection) == (grade != "ugradert")
    decision = protect(before="", after=protection, edition=EDITION)
    assert decision.answer["deny"] == decision.answer["purge"] == is_protected(protection)


def test_only_the_person_and_the_right_see_a_protected_address() -> None:
    """A code nobody knows protects too."""
    for protection in ("client", "confidential", "strictly_confidential", "unheard_of"):
        assert not may_see(protection=protection, has_right=False)
        assert may_see(protection=protection, has_right=True)
        assert may_see(protection=protection, has_right=False, is_the_person=True)
    assert may_see(protection="", has_right=False)


def test_the_stricter_protection_counts() -> None:
    """From both sides."""
    assert stricter("strictly_confidential", Protection.CONFIDENTIAL) is Protection.STRICTLY
    assert stricter("", Protection.CLIENT) is Protection.CLIENT
    assert stricter("unheard_of", Protection.NONE) is Protection.STRICTLY


@pytest.mark.parametrize(
    ("movers", "service", "to", "told"),
    [
        ([Mover(ref="a", consented=True)], Service.PERMANENT, AddressKind.RESIDENTIAL, True),
        ([Mover(ref="a", consented=True)], Service.TEMPORARY, AddressKind.RESIDENTIAL, False),
        ([Mover(ref="a", consented=True)], Service.PERMANENT, AddressKind.BUSINESS, False),
        ([Mover(ref="a", consented=True, numbered=False)], Service.PERMANENT, AddressKind.RESIDENTIAL, False),
        ([Mover(ref="a", consented=True, died=True)], Service.PERMANENT, AddressKind.RESIDENTIAL, False),
        ([], Service.PERMANENT, AddressKind.RESIDENTIAL, False),
        (
            [Mover(ref="a", consented=True), Mover(ref="b", consented=False)],
            Service.PERMANENT,
            AddressKind.RESIDENTIAL,
            False,
        ),
    ],
)
def test_a_move_is_told_with_the_consent_of_each(
    movers: list[Mover], service: Service, to: AddressKind, told: bool
) -> None:
    """A permanent one of persons, to where they live."""
    decision = tell_move(movers, service=service, to=to, edition=EDITION)
    assert decision.answer["told"] is told
    assert bool(decision.refusals) is not told


def test_why_a_move_is_not_told_does_not_show_who_is_protected() -> None:
    """The answer is the very one for missing consent."""
    protected = tell_move(
        [Mover(ref="a", consented=True, protection="confidential")],
        service=Service.PERMANENT,
        edition=EDITION,
    )
    unwilling = tell_move([Mover(ref="a", consented=False)], service=Service.PERMANENT, edition=EDITION)
    assert protected.as_json() == unwilling.as_json()


def test_everything_a_person_is_shown_is_worded_twice() -> None:
    """Holdings, sources and changes."""
    assert CHANGES.keys() == set(Change)
    for words in (*CHANGES.values(), *(row.words for row in HOLDINGS.values()), shown("registry 12")):
        assert words.no
        assert words.en
        assert words.no != words.en
    assert shown("nothing of ours").no == "nothing of ours"
