"""Forgetting: on its day, with a signed receipt, from everywhere, and nothing else with it."""

from __future__ import annotations

import json
from datetime import timedelta

import psycopg
import pytest
from tests.actions import line
from tests.actions.keeping import PERSONAL, SAFE, delivered, everything_kept, forgotten
from tests.actions.line import NOW, TODAY, number
from tests.actions.test_log import audited, trust
from tests.channels.fake_sealer import FailingSealer

from budstikke.kit.database import address
from budstikke.post.actions.keeping.hold import lift_hold, place_hold
from budstikke.post.actions.moving.finish import back_at_sender, found, lost
from budstikke.post.actions.moving.sweep import return_uncollected
from budstikke.post.actions.proving.evidence_of_events import evidence_events
from budstikke.post.actions.proving.evidence_rows import disclosures_of, shown
from budstikke.post.actions.proving.log_evidence import log_evidence
from budstikke.post.actions.proving.prove import proven_file
from budstikke.post.actions.proving.replay_terms import replay_terms
from budstikke.post.channels.errors import Unreachable
from budstikke.post.records.models import Erasure, Evidence, HandOver, IdCheck, Letter, LetterWarning, Report
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.asked_again import ask_again
from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.pum.keeping import CATEGORIES, HeldFor, Moment, years_after
from budstikke.proof.evidence_file import read_evidence_file
from budstikke.proof.verify import verify

pytestmark = pytest.mark.usefixtures("installation")

CEILING = years_after(TODAY, years=10) + timedelta(days=1)  # Monday, 24 November 2036


def test_nothing_is_forgotten_before_its_day() -> None:
    """The safety period's last day still has everything."""
    delivered()
    assert forgotten(SAFE - timedelta(days=1)) == (0, 0)
    assert all(word in everything_kept() for word in PERSONAL)


def test_particulars_go_after_the_safety_period() -> None:
    """Numbers, pictures, signature, ways to reach, our copy of the report; name and address stay for the years."""
    letter_id, report = delivered(picture=line.SIGNATURE)
    assert forgotten(SAFE) == (1, 0)
    kept = everything_kept()
    assert [word for word in PERSONAL if word in kept] == ["Nordmann", "Kari", "Lilleveien"]
    with acting_as(CARRIER):
        check, handed, copy = IdCheck.objects.get(), HandOver.objects.get(), Report.objects.get()
        evidence = handed.evidence
        fields = shown(evidence)["report"]
    assert (check.document_sealed, check.picture_sealed, handed.signature_sealed, copy.content_sealed) == (
        None,
    ) * 4
    # No longer shown, and hashes in the signed document for ever.
    assert {name for name, value in fields.items() if isinstance(value, dict)} == {"dnr", "doknr"}
    assert "Nordmann" in fields["navndokinnehaver"]
    assert copy.letter_id == letter_id and verify(report, trust=trust(), at=NOW + timedelta(hours=1)).holds


def test_an_erasure_leaves_a_signed_receipt_that_names_nobody() -> None:
    """What kinds of data, of which letter, when, on which clause; in the log like all evidence."""
    delivered()
    forgotten(SAFE)
    log_evidence(sealer=line.sealer(), now=line.at(SAFE))
    with acting_as(CARRIER):
        receipt = Erasure.objects.select_related("evidence").get()
        content = proven_file(receipt.evidence)
    document = read_evidence_file(content).document
    assert verify(content, trust=trust(), at=line.at(SAFE)).holds
    assert (document["event"], document["letter"]["number"]) == ("Erasure", number(1))
    (decision,) = document["decisions"]
    assert decision["clauses"] == ["PUM §12", "PUM §15"]
    assert decision["answer"]["categories"] == [
        category.code for category in CATEGORIES if category.moment is Moment.PARTICULARS
    ]
    again = ask_again(decision, edition=PUM_PRESENT).as_json()
    assert {name: decision[name] for name in again} == json.loads(json.dumps(again))
    alone = json.dumps(document) + str(disclosures_of(receipt.evidence))
    assert not any(word in alone for word in PERSONAL)


def test_at_the_ceiling_nothing_of_the_person_is_left() -> None:
    """Not in a table, not behind a seal; the log and every signature hold as before."""
    delivered()
    forgotten(SAFE)
    assert forgotten(CEILING - timedelta(days=1)) == (0, 0)
    assert forgotten(CEILING) == (0, 1)
    kept = everything_kept()
    assert [word for word in PERSONAL if word in kept] == []
    log_evidence(sealer=line.sealer(), now=line.at(SAFE))
    audit = audited()
    assert audit.holds and audit.size == 8, audit
    with acting_as(CARRIER):
        for record in Evidence.objects.filter(made_at=NOW):
            assert verify(proven_file(record), trust=trust(), at=line.at(SAFE)).holds


def test_a_letter_that_went_back_is_forgotten_in_its_own_time() -> None:
    """A failed check's particulars after the time for complaints, the rest after the time for claims."""
    line.wait_for_recipient(1)
    line.turn_away(1)
    gone = TODAY + timedelta(days=22)  # Tuesday, 15 December
    return_uncollected(today=gone, now=line.at(gone))
    back_at_sender([number(1)], place="OSLO", actor="clerk-1", now=line.at(gone))
    with acting_as(CARRIER):
        letter = line.letters()[number(1)]
        LetterWarning.objects.create(letter=letter, due_at=NOW, ended_at=NOW, outcome="told")
    line_days = [forgotten(gone + timedelta(days=days)) for days in (90, 91)]
    assert line_days == [(0, 0), (1, 0)]
    with acting_as(CARRIER):
        assert not LetterWarning.objects.exists()
    end = years_after(gone, years=3)
    assert [forgotten(end), forgotten(end + timedelta(days=1))] == [(0, 0), (0, 1)]
    assert not any(word in everything_kept() for word in PERSONAL)


def test_what_happens_to_a_forgotten_letter_is_evidenced_without_a_name() -> None:
    """Lost, forgotten after years, found in a cellar, lost again."""
    line.book(line.file_of([line.order(1)]))
    line.bring_to_outlet([1])
    lost([number(1)], place="", actor="service-1", now=NOW)
    evidence_events(sealer=line.sealer(), now=NOW)
    end = years_after(TODAY, years=3) + timedelta(days=1)  # Saturday, 24 November 2029
    assert forgotten(end) == (1, 1)
    found([number(1)], place="OSLO", actor="service-1", now=line.at(end))
    lost([number(1)], place="", actor="service-1", now=line.at(end))
    assert evidence_events(sealer=line.sealer(), now=line.at(end)) >= 1
    with acting_as(CARRIER):
        newest = Evidence.objects.order_by("-id")[0]
    assert shown(newest)["recipient"] is None


def test_forgetting_twice_forgets_once() -> None:
    """One receipt for each moment."""
    delivered()
    assert [forgotten(SAFE), forgotten(SAFE)] == [(1, 0), (0, 0)]
    with acting_as(CARRIER):
        assert Erasure.objects.count() == 1


def test_a_run_that_dies_leaves_no_letter_half_forgotten() -> None:
    """No receipt without erasure, no erasure without receipt; the next run does it."""
    delivered()
    with pytest.raises(Unreachable):
        forgotten(SAFE, sealer=FailingSealer(line.sealer(), [Unreachable("down")]))
    with acting_as(CARRIER):
        assert not Erasure.objects.exists() and HandOver.objects.get().signature_sealed is not None
    assert forgotten(SAFE) == (1, 0)


def test_a_hold_stops_forgetting_until_it_is_lifted() -> None:
    """Placed by one, lifted by another, and the letter beside it goes its way."""
    delivered()
    delivered(2)
    assert place_hold([number(1), number(77)], reason=HeldFor.COURT, by="service-1", now=NOW) == (number(77),)
    assert place_hold([number(1)], reason=HeldFor.COURT, by="service-1", now=NOW) == ()
    assert forgotten(SAFE) == (1, 0)
    assert forgotten(SAFE + timedelta(days=1)) == (0, 0)
    assert lift_hold([number(1)], reason=HeldFor.COURT, by="service-2", now=NOW) == 1
    assert forgotten(SAFE + timedelta(days=1)) == (1, 0)


def test_an_open_support_case_stops_forgetting() -> None:
    """Somebody is still looking into it."""
    from budstikke.post.records.models import SupportCase

    delivered()
    with acting_as(CARRIER):
        letter = Letter.objects.get()
        case = SupportCase.objects.create(
            letter=letter, sender_id=letter.sender_id, outlet_id=line.BERGEN, cause="other", opened_at=NOW,
            opened_on=TODAY, opened_by="clerk-7",
        )  # fmt: skip
    assert forgotten(SAFE) == (0, 0)
    with acting_as(CARRIER):
        SupportCase.objects.filter(id=case.id).update(closed_at=NOW, closed_on=TODAY)
    assert forgotten(SAFE) == (1, 0)


def test_what_was_forgotten_is_not_asked_again() -> None:
    """The record of the check is gone, so a replay of the terms passes the letter over."""
    delivered()
    delivered(2)
    forgotten(SAFE)
    place_hold([number(2)], reason=HeldFor.CLAIM, by="service-1", now=NOW)
    forgotten(CEILING)
    replayed = list(replay_terms(edition=PUM_PRESENT, since=None, today=CEILING))
    assert [each.letter.number for each in replayed] == [number(2)]


# By raw SQL


@pytest.fixture
def both(installation: None) -> object:
    """Run a statement on a delivered letter in a role, rolled back; returns the fault's SQLSTATE, or rows changed."""
    letter_id, _ = delivered()

    def run(role: str, statement: str, *before: str) -> str | int:
        with psycopg.connect(address("post", role)) as connection:
            try:
                connection.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
                for each in before:
                    connection.execute(each.replace("ID", str(letter_id)))  # type: ignore[arg-type]
                return connection.execute(statement.replace("ID", str(letter_id))).rowcount  # type: ignore[arg-type]
            except psycopg.Error as fault:
                return fault.sqlstate or ""
            finally:
                connection.rollback()

    return run


_RECEIPT = (
    "INSERT INTO erasure (letter_id, sender_id, moment, erased_at, evidence_id)"
    " SELECT letter_id, sender_id, '{}', now(), id FROM evidence WHERE letter_id = ID ORDER BY id {} LIMIT 1"
)
FIRST, LAST = _RECEIPT.format("particulars", "ASC"), _RECEIPT.format("rest", "DESC")
ALONE = [
    "UPDATE evidence SET disclosures_sealed = NULL",
    "UPDATE hand_over SET signature_sealed = NULL",
    "UPDATE event SET decision = NULL",
    "UPDATE id_check SET picture_sealed = NULL",
    "UPDATE report SET content_sealed = NULL",
]


@pytest.mark.parametrize("statement", ALONE)
def test_the_working_role_cannot_erase_by_itself(both, statement: str) -> None:
    """Not even what the receipt is for: it has two functions and no more."""
    assert both("app", statement, FIRST, LAST) == "42501"


@pytest.mark.parametrize("statement", ALONE[:3])
def test_the_owner_cannot_erase_without_a_receipt(both, statement: str) -> None:
    """The trigger stops whom no REVOKE stops."""
    assert both("owner", statement) == "23001"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence SET disclosures_sealed = disclosures_sealed || '\\x00'",
        "UPDATE evidence SET content_sealed = NULL",
        "UPDATE evidence SET sha256 = ''",
        "UPDATE hand_over SET signature_sealed = '\\x00'",
        "UPDATE hand_over SET clerk = 'another'",
        "UPDATE event SET decision = '{}' WHERE decision IS NOT NULL",
        "UPDATE event SET code = 'LOST'",
        "UPDATE erasure SET moment = 'never'",
        "DELETE FROM evidence",
        "DELETE FROM event",
        "DELETE FROM hand_over",
        "DELETE FROM erasure",
        "UPDATE letter SET recipient_name = 'Ola Nordmann'",
        "UPDATE letter SET recipient_name = ''",
    ],
)
def test_a_receipt_allows_erasing_and_nothing_else(both, statement: str) -> None:
    """Whoever owns the tables can empty what was due, and exchange nothing."""
    assert both("owner", statement, FIRST, LAST) in ("23001", "23514")


@pytest.mark.parametrize(
    "function", ["erase_particulars(ARRAY[ID]::bigint[], '{}', '{}')", "erase_rest(ARRAY[ID]::bigint[])"]
)
@pytest.mark.parametrize(
    ("before", "fault"),
    [
        ((), "23001"),
        ((FIRST, LAST, "SELECT set_config('budstikke.tenant', '1', true)"), "23001"),
        (
            (
                FIRST,
                LAST,
                "INSERT INTO hold (letter_id, sender_id, reason, placed_at, placed_by, lifted_by)"
                " SELECT id, sender_id, 'court', now(), 'x', '' FROM letter",
            ),
            "23001",
        ),
        ((FIRST, LAST), 1),
    ],
)
def test_the_functions_ask_for_receipts_and_holds(
    both, function: str, before: tuple[str, ...], fault: object
) -> None:
    """Whatever the action forgot to ask, and whoever's transaction it is."""
    assert both("app", f"SELECT {function}", *before) == fault


def test_a_letter_under_way_is_not_erased_whatever_its_receipt_says(both) -> None:
    """The letter's own state is asked."""
    line.wait_for_recipient(2)
    other = line.letters()[number(2)].id
    receipt = FIRST.replace("SELECT letter_id", f"SELECT {other}")
    asked = f"SELECT erase_particulars(ARRAY[{other}]::bigint[], '{{}}', '{{}}')"
    assert both("app", asked, receipt) == "23001"
