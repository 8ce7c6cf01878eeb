"""
What people are told of an order for their mail: a letter in both languages, an e-mail and an SMS.

There is no field for the new address: who reads the mail at the old one must not learn it (Forwarding §1, §7). Whoever
is told can object by one address, or by calling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from budstikke.kit.days import in_full, in_short
from budstikke.law.words import LANGUAGES, Language, Words
from budstikke.post.papers.label import breakable
from budstikke.post.papers.notice_words import LABELS
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

# What each kind of message says, and what its reader can do.
_TEXTS: Mapping[str, tuple[Words, Words, Words]] = {
    "to_old_address": (
        Words(
            no="Post til denne adressen er bestilt flyttet", en="Mail to this address was ordered elsewhere"
        ),
        Words(
            no="Noen har bestilt en tjeneste for post til denne adressen. Denne meldingen følger aldri en bestilling.",
            en="Somebody ordered a service for mail to this address. This message never follows an order.",
        ),
        Words(
            no="Vet du ikke om dette, stans bestillingen med en gang: {url}",
            en="If you know nothing of this, stop the order at once: {url}",
        ),
    ),
    "to_covered": (
        Words(no="En bestilling gjelder posten din", en="An order is about your mail"),
        Words(
            no="Du er med i en bestilling. Posten din flyttes bare hvis du selv har bestilt eller bekrefter.",
            en="You are named in an order. Your mail is moved only if you ordered it yourself or confirm it.",
        ),
        Words(no="Bekreft, eller stans bestillingen: {url}", en="Confirm, or stop the order: {url}"),
    ),
    "confirmation": (
        Words(no="Bestillingen er bekreftet", en="The order is confirmed"),
        Words(
            no="Vi har tatt imot bestillingen, og avtalen er inngått.",
            en="We have received the order, and the agreement is made.",
        ),
        Words(
            no="Var det ikke du som bestilte, stans bestillingen: {url}",
            en="If it was not you who ordered, stop the order: {url}",
        ),
    ),
    "reminder": (
        Words(no="Tjenesten er snart over", en="The service ends soon"),
        Words(
            no="Etter siste dag gjelder bestillingen ikke lenger. Den kan forlenges mot betaling.",
            en="After its last day the order no longer holds. It can be extended for a charge.",
        ),
        Words(no="Se bestillingen: {url}", en="See the order: {url}"),
    ),
    "frozen": (
        Words(no="Bestillingen er stanset", en="The order is frozen"),
        Words(
            no="Noen bestillingen gjelder, har sagt nei. Posten leveres som adressert inntil det er avklart.",
            en="Somebody the order is about said no. Mail is delivered as addressed until that is settled.",
        ),
        Words(
            no="Ring kundeservice, eller møt fram med legitimasjon.",
            en="Call Customer Service, or come in with an identity document.",
        ),
    ),
    "collect": (
        Words(no="Oppbevart post kan hentes", en="Stored mail can be collected"),
        Words(
            no="Det er for mye post til postkassen. Hent den på det faste hentestedet.",
            en="There is too much mail for the box. Collect it at your usual outlet.",
        ),
        Words(no="Ta med gyldig legitimasjon.", en="Bring a valid identity document."),
    ),
}
KINDS = tuple(_TEXTS)
_CURE = Words(no="Dette kan du gjøre", en="What you can do")
_FACTS = {
    "service": Words(no="Tjeneste", en="Service"),
    "days": Words(no="Periode", en="Period"),
    "reference": Words(no="Referanse", en="Reference"),
    "mark": Words(no="Meldingens merke", en="Mark of this message"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingLetter:
    """One message about one order; `mark` is how sorting knows it for our own."""

    kind: str
    service: Words
    reference: str
    mark: str
    start: date
    last_day: date
    url: str = field(repr=False)
    address_lines: tuple[str, ...] = field(default=(), repr=False)
    test: bool = True

    def heading(self, language: Language) -> str:
        """The first line."""
        return _TEXTS[self.kind][0].in_(language)

    def parts(self, language: Language) -> tuple[str, str]:
        """What is the matter, and what can be done."""
        _, why, cure = _TEXTS[self.kind]
        return why.in_(language), cure.filled({"url": self.url}).in_(language)

    def facts(self, language: Language) -> list[tuple[str, str]]:
        """Service, days, reference and mark, each with its label."""
        days = f"{in_full(self.start, language=language)} – {in_full(self.last_day, language=language)}"
        values = {
            "service": self.service.in_(language),
            "days": days,
            "reference": self.reference,
            "mark": self.mark,
        }
        return [(_FACTS[name].in_(language), value) for name, value in values.items()]


def render_forwarding_letter(letter: ForwardingLetter) -> bytes:
    """
    Return the message as a letter for a window envelope, Norwegian before English, as PDF (PDF/UA-1).

    Raises: CannotPrint when a text has no letters.
    """
    refuse_unprintable(f"order {letter.reference}", letter.address_lines)
    data = {
        "sheet": "A4",
        "number": letter.reference,
        "address": [breakable(line) for line in letter.address_lines],
        "versions": [_version(letter, language) for language in LANGUAGES],
        "test": letter.test,
    }
    return set_pdf("slip.typ", data, standards=["ua-1"])


def forwarding_text(letter: ForwardingLetter) -> str:
    """Return the message as plain text in both languages, for e-mail."""
    told: list[str] = [LABELS["test"].no, ""] if letter.test else []
    for place, language in enumerate(LANGUAGES):
        told += ["— English —", ""] if place else []
        told += [letter.heading(language) + ".", "", *letter.parts(language), ""]
        told += [*(f"{label}: {value}" for label, value in letter.facts(language)), ""]
    return "\n".join(told)


def forwarding_sms(letter: ForwardingLetter) -> str:
    """Return the message as SMS, in Norwegian: nobody told us which language its reader wants."""
    test = "TEST " if letter.test else ""
    day = in_short(letter.start, language="no")
    return f"{test}{letter.heading('no')} ({letter.reference}, fra {day}). {letter.parts('no')[1]}"


def _version(letter: ForwardingLetter, language: Language) -> dict[str, object]:
    why, cure = letter.parts(language)
    return {
        "lang": "nb" if language == "no" else "en",
        "heading": letter.heading(language),
        "parts": [{"words": why, "clauses": ""}],
        "cures": [breakable(cure)],
        "labels": {"cure": _CURE.in_(language)},
        "facts": [[label, breakable(value)] for label, value in letter.facts(language)],
        "test_words": LABELS["test"].in_(language),
    }
