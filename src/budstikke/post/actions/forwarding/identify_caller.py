"""Know who calls: what a caller says is held against the register, and nothing of the register is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from budstikke.formats import national_number
from budstikke.kit.clock import local_day
from budstikke.law.decision import Decision
from budstikke.post.actions.address_register.person_contact import contact_of_person
from budstikke.post.actions.address_register.persons import address_of, find_for_staff, note_reading
from budstikke.post.actions.helping.look_up import found_nothing_since, note_look_up
from budstikke.post.actions.recorded import recorded
from budstikke.post.records.models import ForwardingOrder, Person, PostalAddress
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.at_the_desk import CallerFacts, identified_by_phone
from budstikke.post.terms.looking_up import LookUpBy, LookUpReason

_LATELY = timedelta(days=1)
# Digits of a telephone number in Norway; what stands before them is a country's.
_PHONE_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a caller says; what is empty was not asked, or not answered."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    postcode: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls, where the rules know; and what they said to the answers, as it is recorded."""

    decision: Decision
    written: dict[str, object]
    person: Person | None = field(default=None, repr=False)


def identify_caller(answers: Answers, *, clerk: str, now: datetime) -> Caller:
    """
    Hold a caller's answers against the register, and write down that somebody did.

    Terms:   Forwarding §7.
    Reading: a protected person is told like one nobody knows, and counts alike (decisions 0103, 0152). Which answer
    was wrong is said to nobody.
    """
    number = national_number.canonical(answers.number)
    edition = forwarding_on(local_day(now))
    with acting_as(CARRIER):
        person = find_for_staff(number, has_right=False) if number else None
        right, wrong = _compared(person, answers, now=now) if person else (0, 0)
        caller = CallerFacts(
            number_known=person is not None,
            name_agrees=person is not None and _is_name(person, answers.name),
            right=right,
            wrong=wrong,
            wrong_lately=found_nothing_since(LookUpBy.CALLER, searched=number, since=now - _LATELY),
        )
        decision = identified_by_phone(caller, edition=edition)
        known = person if person is not None and not decision.refusals else None
        note_look_up(
            LookUpBy.CALLER,
            reason=LookUpReason.RECIPIENT_ASKS,
            clerk=clerk,
            searched=number,
            found=int(known is not None),
            now=now,
        )
        if person is not None:
            fields = ("national_number", "name", "addresses", "contact", "orders")
            note_reading([person], reader=clerk, purpose="caller", fields=fields, now=now)
    return Caller(decision=decision, written=recorded(decision, caller=caller), person=known)


def _compared(person: Person, answers: Answers, *, now: datetime) -> tuple[int, int]:
    """Return how many of the other answers are right, and how many wrong."""
    contact = contact_of_person(person)
    rows = (
        (answers.postcode, lambda said: said == _postcode(person, now=now)),
        (_digits(answers.mobile), lambda said: said == _digits(contact.mobile)),
        (answers.email.casefold(), lambda said: said == contact.email.casefold()),
        (answers.reference.upper(), lambda said: _is_order_of(person, said)),
    )
    said = [agrees(text.strip()) for text, agrees in rows if text.strip()]
    return sum(said), len(said) - sum(said)


def _postcode(person: Person, *, now: datetime) -> str:
    row = PostalAddress.objects.filter(person=person, kind="permanent", held__contains=local_day(now)).first()
    return address_of(row).postcode if row else ""


def _digits(phone: str) -> str:
    return "".join(each for each in phone if each.isdecimal())[-_PHONE_DIGITS:]


def _is_order_of(person: Person, reference: str) -> bool:
    orders = ForwardingOrder.objects.filter(reference=reference)
    return orders.filter(orderer=person).exists() or orders.filter(covers__person=person).exists()


def _is_name(person: Person, said: str) -> bool:
    """Say whether a name is the person's, now or before: the whole surname, and no other given name."""
    words = said.casefold().split()
    return any(
        words[-len(surname.split()) :] == surname.casefold().split()
        and bool(words[: -len(surname.split())])
        and set(words[: -len(surname.split())]) <= set(given.casefold().split())
        for given, surname in (
            (f"{person.given_name} {person.middle_name}", person.surname),
            *((f"{each.given_name} {each.middle_name}", each.surname) for each in person.aliases.all()),
        )
        if surname
    )
