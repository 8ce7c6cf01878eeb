"""The facts that help articles name, each from the very data that decides; no article types one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from budstikke.issuer.terms.document_words import DOCUMENT_WORDS, listed, read_by_phone
from budstikke.issuer.terms.edition import IssuerEdition, edition_of
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.help_agreement import agreement_of
from budstikke.issuer.terms.help_cases import ATTACHMENT_KINDS, RULES
from budstikke.issuer.terms.opening import EMAIL, HOURS, PHONE
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.transfers import SEARCH_DAYS, USUAL_DAYS
from budstikke.law.money import short_kroner
from budstikke.law.words import LANGUAGES, Words


class Kind(StrEnum):
    """What a fact answers."""

    DURATION = "duration"
    PRICE = "price"
    HOURS = "hours"
    CONTACT = "contact"
    DOCUMENTS = "documents"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it answers, and how it is said."""

    kind: Kind
    words: Words


def _alike(kind: Kind, text: str) -> Fact:
    return Fact(kind, Words(no=text, en=text))


def _count(number: int, no: tuple[str, str], en: tuple[str, str], *, kind: Kind) -> Fact:
    many = number != 1
    return Fact(kind, Words(no=f"{number} {no[many]}", en=f"{number} {en[many]}"))


def _days(number: int) -> Fact:
    return _count(number, ("dag", "dager"), ("day", "days"), kind=Kind.DURATION)


def _working_days(number: int) -> Fact:
    return _count(number, ("virkedag", "virkedager"), ("working day", "working days"), kind=Kind.DURATION)


def _minutes(number: int) -> Fact:
    return _count(number, ("minutt", "minutter"), ("minute", "minutes"), kind=Kind.DURATION)


def _hours(span: timedelta) -> Fact:
    hours = int(span / timedelta(hours=1))
    return _count(hours, ("time", "timer"), ("hour", "hours"), kind=Kind.DURATION)


def _times(number: int) -> Fact:
    return _count(number, ("gang", "ganger"), ("time", "times"), kind=Kind.COUNT)


def _tries(number: int) -> Fact:
    return _count(number, ("forsøk", "forsøk"), ("try", "tries"), kind=Kind.COUNT)


def _number(number: int) -> Fact:
    return _alike(Kind.COUNT, str(number))


def _price(ore: int) -> Fact:
    no, en = (short_kroner(ore, language=each) for each in LANGUAGES)
    return Fact(Kind.PRICE, Words(no=f"{no} kroner", en=f"NOK {en}"))


def _from_to(hours: tuple[time, time]) -> Fact:
    opens, closes = hours
    no = f"{opens:%H.%M}–{closes:%H.%M}"
    return Fact(Kind.HOURS, Words(no=no, en=no.replace(".", ":")))


def facts(day: date, *, order: IssuerEdition | None = None) -> Mapping[str, Fact]:
    """
    Return every fact as it is on a day, by the name that articles call it by.

    `order` is the edition of the conditions, where it is another than the day's.
    """
    order = order or edition_of(day)
    return {**_of_letters(day, order), **_of_orders(order), **_of_eids(day), **_of_service()}


def _of_letters(day: date, order: IssuerEdition) -> dict[str, Fact]:
    post = agreement_of(day)
    return {
        "collection_days": _days(post.collection_days),
        "collection_reminder_days": _days(post.reminder_day),
        "extension_days": _days(post.extension_days),
        "extensions": _times(post.extensions),
        "tracking_characters": _count(
            post.tracking_characters, ("tegn", "tegn"), ("character", "characters"), kind=Kind.COUNT
        ),
        "documents": Fact(Kind.DOCUMENTS, listed(DOCUMENT_WORDS[each] for each in order.documents)),
        "documents_with_supplement": Fact(
            Kind.DOCUMENTS, listed(DOCUMENT_WORDS[each] for each in order.with_supplement)
        ),
        "documents_by_phone": Fact(
            Kind.DOCUMENTS, listed(DOCUMENT_WORDS[each] for each in read_by_phone(order))
        ),
    }


def _of_orders(order: IssuerEdition) -> dict[str, Fact]:
    return {
        "code_characters": _count(
            order.code_characters, ("tegn", "tegn"), ("character", "characters"), kind=Kind.COUNT
        ),
        "code_days": _days(order.code_days),
        "code_tries": _tries(order.code_tries),
        "code_tries_within": _tries(order.code_tries_within),
        "code_try_minutes": _minutes(order.code_try_minutes),
        "code_reminder_days": _days(order.reminder_days),
        "letters_most": _count(order.letters_most, ("brev", "brev"), ("letter", "letters"), kind=Kind.COUNT),
        "letters_days": _days(order.letters_days),
        "letters_apart": _hours(order.letters_apart),
        "hand_over_days": _days(order.hand_over_days),
        "refund_days": _days(order.refund_days),
        "reader_time": _minutes(order.reader_minutes),
        "reader_tries": _tries(order.reader_tries),
        "orders_most": _count(
            order.orders_most, ("bestilling", "bestillinger"), ("order", "orders"), kind=Kind.COUNT
        ),
        "orders_days": _days(order.orders_days),
        **{f"price_{product}": _price(order.prices_ore[product]) for product in Product},
    }


def _of_eids(day: date) -> dict[str, Fact]:
    eid = eid_terms(day)
    shortest, longest = eid.pin_digits
    digits = f"{shortest}–{longest}"
    years = round(eid.lifetime[Product.MOBILE] / timedelta(days=365))
    return {
        "pin_digits": Fact(Kind.COUNT, Words(no=f"{digits} sifre", en=f"{digits} digits")),
        "pin_tries": _tries(eid.pin_tries),
        "puk_digits": _count(eid.puk_digits, ("siffer", "sifre"), ("digit", "digits"), kind=Kind.COUNT),
        "puk_tries": _tries(eid.puk_tries),
        "lifetime": _count(years, ("år", "år"), ("year", "years"), kind=Kind.DURATION),
        "renewal_days": _days(eid.renewal_window.days),
        "put_into_use_days": _days(eid.put_into_use_within.days),
        "set_up_minutes": _minutes(int(eid.set_up_lasts / timedelta(minutes=1))),
        "sms_code_minutes": _minutes(int(eid.sms_code_lasts / timedelta(minutes=1))),
        "sms_code_tries": _tries(eid.sms_code_tries),
        "sms_codes_a_day": _number(eid.sms_codes_a_day),
        "sms_codes_apart": _minutes(int(eid.sms_codes_apart / timedelta(minutes=1))),
        "code_step": _count(
            int(eid.code_step.total_seconds()),
            ("sekund", "sekunder"),
            ("second", "seconds"),
            kind=Kind.DURATION,
        ),
        "transfer_days": _working_days(USUAL_DAYS),
        "transfer_search_days": _working_days(SEARCH_DAYS),
    }


def _of_service() -> dict[str, Fact]:
    megabytes = RULES.attachment_bytes // 1_000_000
    return {
        "hours_weekday": _from_to(HOURS.by_weekday[0]),
        "hours_saturday": _from_to(HOURS.by_weekday[5]),
        "phone": _alike(Kind.CONTACT, PHONE),
        "email": _alike(Kind.CONTACT, EMAIL),
        "answer_days": _working_days(RULES.answer_working_days),
        "attachments": _number(RULES.attachments),
        "attachment_size": _alike(Kind.COUNT, f"{megabytes} MB"),
        "attachment_kinds": _alike(Kind.DOCUMENTS, ", ".join(ATTACHMENT_KINDS)),
    }
