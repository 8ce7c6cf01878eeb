"""The address register: who is found, where mail goes on which day, requests, moves told, and what is forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.actions import line, registered
from tests.actions.line import NOW, TODAY

from budstikke.kit.database import address as address_of_database
from budstikke.kit.vault import vault_for
from budstikke.post.actions.address_register.persons import (
    Address,
    address_of,
    find_for_staff,
    note_address,
    note_reading,
    number_of,
)
from budstikke.post.actions.address_register.protect import protect_person
from budstikke.post.actions.address_register.register_cases import (
    Asked,
    Correction,
    content_of,
    correct,
    decline,
    open_cases,
    open_register_case,
    prolong_register_case,
    reserve,
)
from budstikke.post.actions.keeping.forget_register import forget_register
from budstikke.post.actions.proving.evidence_of_register import evidence_register
from budstikke.post.actions.proving.evidence_rows import content_of as evidence_content
from budstikke.post.records.models import (
    Evidence,
    Person,
    PersonAlias,
    PostalAddress,
    RegisterCase,
    RegisterChange,
    RegisterRead,
)
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.cases import CaseKind, Received
from budstikke.post.terms.forwarding.protection import Protection
from budstikke.proof.evidence_file import read_evidence_file
from budstikke.proof.page import page_of
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

pytestmark = pytest.mark.usefixtures("installation")
NEW = Address(street="Storgata 1", postcode="0155", city="OSLO")


def opened(kind: CaseKind, draw: int = 0) -> RegisterCase:
    """A request that was taken."""
    asked = Asked(kind=kind, channel=Received.LETTER, words="Jeg ber om det.")
    case, _ = open_register_case(registered.person(draw), asked, opened_by="K7", received_on=TODAY, now=NOW)
    assert case is not None
    return case


def codes() -> list[str]:
    """What was changed, in order."""
    with acting_as(CARRIER):
        return list(RegisterChange.objects.order_by("id").values_list("code", flat=True))


def test_a_number_is_sealed_and_finds_its_person() -> None:
    """Also with blanks nobody typed: the number is the person's."""
    number = registered.entered()
    assert number_of(registered.person()) == number
    assert bytes(registered.person().national_number_sealed or b"").find(number.encode()) < 0


def test_a_person_is_entered_once() -> None:
    """The same number is the same person."""
    registered.entered()
    from budstikke.post.actions.address_register.persons import NewPerson, enter_person

    with acting_as(CARRIER):
        again = enter_person(
            NewPerson(given_name="Kari", surname="Annet", national_number=registered.number()), now=NOW
        )
        assert Person.objects.count() == 1
    assert again == registered.person()


def test_a_new_address_ends_the_one_before_and_both_can_be_told() -> None:
    """History stays."""
    registered.entered()
    with acting_as(CARRIER):
        note_address(registered.person(), NEW, from_on=date(2026, 12, 1), now=NOW)  # Tuesday
        rows = list(PostalAddress.objects.order_by("id"))
    assert [(address_of(row).street, str(row.held)) for row in rows] == [
        ("Lilleveien 1", "[2024-01-01, 2026-12-01)"),
        ("Storgata 1", "[2026-12-01, None)"),
    ]


def test_an_address_fits_between_what_was_and_what_is_known_to_follow() -> None:
    """A correction today, a move already ordered; and a second correction of the same day."""
    registered.entered()
    with acting_as(CARRIER):
        note_address(registered.person(), NEW, from_on=date(2026, 12, 1), now=NOW)  # Tuesday
        for house in (3, 5):
            between = Address(street=f"Bakken {house}", postcode="5004", city="BERGEN")
            note_address(registered.person(), between, from_on=TODAY, now=NOW)
        rows = {address_of(row).street: str(row.held) for row in PostalAddress.objects.all()}
    assert rows == {
        "Lilleveien 1": "[2024-01-01, 2026-11-23)",
        "Bakken 3": "empty",
        "Bakken 5": "[2026-11-23, 2026-12-01)",
        "Storgata 1": "[2026-12-01, None)",
    }


def test_two_addresses_of_a_kind_on_a_day_cannot_be_stored() -> None:
    """PostgreSQL says so; one of the other kind can."""
    registered.entered()
    who = registered.person()

    def another(kind: str) -> None:
        with acting_as(CARRIER):
            PostalAddress.objects.create(
                person=who,
                kind=kind,
                held=DateRange(date(2026, 11, 1), date(2026, 11, 2), "[)"),  # Sunday, Monday
                address_sealed=b"",
                source="order",
                recorded_at=NOW,
            )

    another("temporary")
    with pytest.raises(IntegrityError):
        another("permanent")


def test_what_was_read_and_changed_is_only_added_to() -> None:
    """Neither the working role nor the owner changes it."""
    registered.entered()
    with acting_as(CARRIER):
        note_reading([registered.person()], reader="K7", purpose="search", fields=["name"], now=NOW)
    for statement in ("UPDATE register_read SET reader = 'x'", "DELETE FROM register_read"):
        with pytest.raises(ProgrammingError), acting_as(CARRIER), connection.cursor() as cursor:
            cursor.execute(statement)
    with (
        psycopg.connect(address_of_database("post", "owner")) as owner,
        pytest.raises(psycopg.errors.RestrictViolation),
    ):
        owner.execute("UPDATE register_read SET reader = 'x'")
    with acting_as(CARRIER):
        assert RegisterRead.objects.get().reader == "K7"


def test_a_reservation_is_a_case_with_its_deadline() -> None:
    """And evidenced from asking to answering."""
    registered.entered()
    case = opened(CaseKind.RESERVATION)
    assert case.due_on == date(2026, 12, 23)  # Wednesday
    assert [each.ref for each in open_cases(due_by=case.due_on)] == [case.ref]
    reserve(case, actor="K7", now=NOW)
    assert registered.person().reserved_at == NOW
    assert open_cases() == []
    assert codes() == ["RESERVATION_ASKED", "RESERVED"]
    with pytest.raises(ValueError, match="answered already"):
        reserve(case, actor="K7", now=NOW)


def test_a_request_by_telephone_is_no_case() -> None:
    """It is refused with its clause, and nothing is written."""
    registered.entered()
    case, decision = open_register_case(
        registered.person(),
        Asked(kind=CaseKind.ACCESS, channel=Received.PHONE),
        opened_by="K7",
        received_on=TODAY,
        now=NOW,
    )
    assert case is None
    assert str(decision.clauses[0]) == "Forwarding §7"
    assert codes() == []


def test_a_correction_keeps_what_stood_there_before_and_after() -> None:
    """The old name stays an alias, the old address ends; both are sealed in the case."""
    registered.entered()
    case = opened(CaseKind.CORRECTION)
    correct(case, Correction(surname="Fjell", address=NEW), actor="K7", today=TODAY, now=NOW)
    with acting_as(CARRIER):
        kept = RegisterCase.objects.get()
        alias = PersonAlias.objects.get()
    assert registered.person().name == "Kari Fjell"
    assert (alias.name, alias.source) == ("Kari Nordmann", "correction")
    told = content_of(kept)
    assert told["before"] == {"name": "Kari Nordmann", "address": ["Lilleveien 1", "5004", "BERGEN", "NO"]}
    assert told["after"] == {"name": "Kari Fjell", "address": ["Storgata 1", "0155", "OSLO", "NO"]}
    assert b"Fjell" not in bytes(kept.content_sealed or b"")


def test_a_case_is_prolonged_once_and_may_be_declined() -> None:
    """The deadline moves with its reason."""
    registered.entered()
    case = opened(CaseKind.CORRECTION)
    assert not prolong_register_case(case, actor="K7", today=TODAY, now=NOW).refusals
    assert prolong_register_case(case, actor="K7", today=TODAY, now=NOW).refusals
    decline(case, why="Det er riktig.", actor="K7", now=NOW)
    with acting_as(CARRIER):
        kept = RegisterCase.objects.get()
    assert (kept.due_on, kept.outcome) == (date(2027, 2, 23), "declined")  # Tuesday


def test_every_change_is_evidenced_once_and_its_evidence_holds() -> None:
    """It names nobody, and can be read in both languages."""
    registered.entered()
    reserve(opened(CaseKind.RESERVATION), actor="K7", now=NOW)
    protect_person(
        registered.person(), Protection.CONFIDENTIAL, has_right=False, actor="K7", today=TODAY, now=NOW
    )
    assert evidence_register(sealer=line.sealer(), now=NOW) == 3
    assert evidence_register(sealer=line.sealer(), now=NOW) == 0
    with acting_as(CARRIER):
        rows = list(Evidence.objects.order_by("id"))
    trust = Trust.from_pem(line.sealer().trust_pem(now=NOW))
    for row in rows:
        content = evidence_content(row)
        for personal in (b"Kari", b"Nordmann", b"Lilleveien", registered.number().encode()):
            assert personal not in content
        assert verify(content, trust=trust, at=NOW).holds
        assert page_of(read_evidence_file(content).document).title_no == "Endring i adresseregisteret"


def test_what_staff_protected_no_feed_opens_and_nobody_lowers_without_the_right() -> None:
    """The registry may only be stricter; the right ends it."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    protect_person(
        registered.person(), Protection.STRICTLY, has_right=False, actor="K7", today=TODAY, now=NOW
    )
    protect_person(
        registered.person(), Protection.CONFIDENTIAL, has_right=False, actor="K8", today=TODAY, now=NOW
    )
    stand_in.happens("endringIAdressebeskyttelse", number, adressebeskyttelse=None)
    with registered.registry(stand_in) as client:
        registered.follow(client)
    assert registered.person().protection == Protection.STRICTLY
    protect_person(registered.person(), Protection.NONE, has_right=True, actor="K9", today=TODAY, now=NOW)
    assert registered.person().protection == Protection.NONE


def test_staff_find_a_protected_person_no_more_than_an_unknown_one() -> None:
    """By one and the same statement; with the right they do."""
    number = registered.entered()
    with acting_as(CARRIER):
        assert find_for_staff(number, has_right=False) is not None
    protect_person(registered.person(), Protection.CLIENT, has_right=False, actor="K7", today=TODAY, now=NOW)
    with acting_as(CARRIER):
        assert find_for_staff(number, has_right=False) is None
        assert find_for_staff(registered.number(777), has_right=False) is None
        assert find_for_staff(number, has_right=True) == registered.person()


def test_what_held_no_more_is_forgotten_after_three_years() -> None:
    """Ended addresses, old names, answered cases; what holds stays."""
    registered.entered()
    correct(
        opened(CaseKind.CORRECTION),
        Correction(surname="Fjell", address=NEW),
        actor="K7",
        today=TODAY,
        now=NOW,
    )
    assert set(forget_register(today=date(2029, 11, 22), now=NOW).values()) == {0}  # Thursday
    gone = forget_register(today=date(2029, 11, 26), now=NOW)  # Monday
    assert (gone["postal_address"], gone["person_alias"], gone["register_case"]) == (1, 1, 1)
    with acting_as(CARRIER):
        assert PostalAddress.objects.count() == 1
        assert RegisterCase.objects.get().content_sealed is None
    assert registered.person().name == "Kari Fjell"


def test_of_the_dead_everything_goes_but_the_reference() -> None:
    """And the change that says so stays, evidenced."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    stand_in.happens("personErDoed", number, doedsfall={"doedsdato": "2026-11-20"})  # Friday
    with registered.registry(stand_in) as client:
        registered.follow(client)
    ref = registered.person().ref
    assert forget_register(today=TODAY, now=NOW)["person"] == 0
    later = NOW + timedelta(days=1200)
    assert forget_register(today=later.date(), now=later)["person"] == 1
    assert forget_register(today=later.date(), now=later)["person"] == 0
    with acting_as(CARRIER):
        left = Person.objects.get()
        assert (left.ref, left.name, left.national_number_sealed) == (ref, "", None)
        assert not PostalAddress.objects.exists()
    assert codes() == ["DECEASED", "FORGOTTEN"]


def test_nobody_living_can_be_forgotten_by_the_working_role() -> None:
    """The function demands the death and the change."""
    registered.entered()
    with pytest.raises(IntegrityError), acting_as(CARRIER), connection.cursor() as cursor:
        cursor.execute("SELECT forget_persons(%s::bigint[])", [[registered.person().id]])


def test_sealed_columns_open_by_the_table_of_marks() -> None:
    """Each by the context the marks give, as resealing opens it."""
    from budstikke.post.records.sensitive import SEALED

    registered.entered()
    opened(CaseKind.ACCESS)
    registered.moved()
    seen = set()
    for column in SEALED:
        if column.table not in ("person", "postal_address", "register_case", "move_message"):
            continue
        with acting_as(CARRIER), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {column.value}, {column.context} FROM {column.table} WHERE {column.value} IS NOT NULL"
            )
            for value, context in cursor.fetchall():
                assert vault_for("post").open(bytes(value), context=context.encode())
                seen.add(column.name)
    assert {
        "person.national_number_sealed",
        "postal_address.address_sealed",
        "move_message.content_sealed",
    } <= seen
