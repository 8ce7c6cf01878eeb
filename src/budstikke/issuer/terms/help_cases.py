"""The contact form's cases: what may be asked about, what may be attached, how soon it is answered, who is a robot."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from budstikke.law.words import Words
from budstikke.law.working_days import WorkingDays


class Topic(StrEnum):
    """What a case is about."""

    ORDER = "order"
    LETTER = "letter"
    ACTIVATION = "activation"
    SIGN_IN = "sign_in"
    REFUND = "refund"
    INVOICE = "invoice"
    MONEY = "money"
    ENTERPRISE = "enterprise"
    OTHER = "other"


TOPIC_WORDS: dict[Topic, Words] = {
    Topic.ORDER: Words(no="Bestilling", en="Ordering"),
    Topic.LETTER: Words(no="Brevet og legitimasjonskontrollen", en="The letter and the identity check"),
    Topic.ACTIVATION: Words(no="Aktivering", en="Activation"),
    Topic.SIGN_IN: Words(no="PIN-kode og innlogging", en="PIN and signing in"),
    Topic.REFUND: Words(no="Refusjon", en="Refund"),
    Topic.INVOICE: Words(no="Faktura", en="Invoice"),
    Topic.MONEY: Words(no="Penger til eller fra spillekonto", en="Money to or from a player account"),
    Topic.ENTERPRISE: Words(no="Virksomhetssertifikat", en="Enterprise certificate"),
    Topic.OTHER: Words(no="Noe annet", en="Something else"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRules:
    """
    The numbers of the form; ours, and invented.

    `soonest` and `latest` are how long after the form was fetched it may be sent: nobody writes faster, and a form
    that old was kept by a program.
    """

    attachments: int = 3
    attachment_bytes: int = 5_000_000
    message_characters: int = 4000
    answer_working_days: int = 2
    soonest: timedelta = timedelta(seconds=3)
    latest: timedelta = timedelta(hours=4)
    cases_of_an_address: int = 5
    within: timedelta = timedelta(hours=1)


RULES = CaseRules()
# How a file of each kind begins; its name and what the browser calls it prove nothing.
_BEGINS: tuple[tuple[str, bytes, bytes], ...] = (
    ("application/pdf", b"%PDF-", b""),
    ("image/png", b"\x89PNG\r\n\x1a\n", b""),
    ("image/jpeg", b"\xff\xd8\xff", b""),
    ("image/webp", b"RIFF", b"WEBP"),
)
ATTACHMENT_KINDS = ("PDF", "PNG", "JPEG", "WebP")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Numbers small enough to be added in the head, as words, so that no program finds them as digits.
NUMBERS: dict[int, Words] = {
    1: Words(no="én", en="one"),
    2: Words(no="to", en="two"),
    3: Words(no="tre", en="three"),
    4: Words(no="fire", en="four"),
    5: Words(no="fem", en="five"),
    6: Words(no="seks", en="six"),
    7: Words(no="sju", en="seven"),
    8: Words(no="åtte", en="eight"),
    9: Words(no="ni", en="nine"),
}


def kind_of(content: bytes) -> str | None:
    """Return the kind of a file by how it begins, or None for one that is not taken."""
    for kind, begins, then in _BEGINS:
        if content.startswith(begins) and content[8 : 8 + len(then)] == then:
            return kind
    return None


def make_number() -> str:
    """
    Return the number of a new case: no secret, and yet not to be counted up.

    Reading: eight characters of Crockford's base 32, in two halves.
    """
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def answered_by(asked_on: date, *, rules: CaseRules = RULES) -> date:
    """Return the day by which a case is answered."""
    return WorkingDays().add(asked_on, rules.answer_working_days)


def question(first: int, second: int) -> Words:
    """Return the question that a person answers without thinking."""
    one, other = NUMBERS[first], NUMBERS[second]
    return Words(
        no=f"Hvor mye er {one.no} pluss {other.no}? Svar med tall.",
        en=f"How much is {one.en} plus {other.en}? Answer in digits.",
    )


def looks_like_a_robot(
    *, trap: str, answer: str, expected: int, fetched_at: datetime, now: datetime, rules: CaseRules = RULES
) -> str | None:
    """
    Return why a form that was sent looks like a program's: trap, too_fast, too_old or answer; None: a person's.

    `trap` is a field that people do not see.
    """
    spent = now - fetched_at
    if trap:
        return "trap"
    if spent < rules.soonest:
        return "too_fast"
    if spent > rules.latest:
        return "too_old"
    words = {each.no for value, each in NUMBERS.items() if value == expected}
    words |= {each.en for value, each in NUMBERS.items() if value == expected}
    return None if answer.strip().lower() in {str(expected), *words} else "answer"
