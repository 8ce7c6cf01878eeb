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
from budstikke.law.clause import Clause
from budstikke.law.words import LANGUAGES, Language, Words
from budstikke.post.papers.label import breakable
from budstikke.post.papers.notice_words import LABELS
from budstikke.post.papers.setting import refuse_unprintable, set_pdf
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.refusals.forwarding_role import ROLE_NOT_ACCEPTED, ROLE_NOT_SETTLED

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
    "to_estate": (
        Words(no="En bostyrer har bestilt ettersending", en="The manager of an estate ordered a redirection"),
        Words(
            no="Bestillingen gjelder post til den boet gjelder, og venter ikke på at noen andre bekrefter.",
            en="The order is about mail to the person whose estate it is, and waits for nobody else to confirm.",
        ),
        Words(no="Er det feil, stans bestillingen: {url}", en="If that is wrong, stop the order: {url}"),
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
    "unpaid": (
        Words(no="Bestillingen falt bort", en="The order has lapsed"),
        Words(
            no="Bestillingen var ikke betalt da tjenesten skulle begynne. Posten leveres som adressert.",
            en="The order was not paid when the service was to begin. Mail is delivered as addressed.",
        ),
        Words(no="Bestill på nytt om du vil: {url}", en="Order again if you wish: {url}"),
    ),
    "role_accepted": (
        Words(no="Rollen din er godtatt", en="Your role is accepted"),
        Words(
            no="Kundeservice har sett dokumentet og godtatt at du bestiller for en annen.",
            en="Customer service has seen the document and accepted that you order for another.",
        ),
        Words(
            no="Er bestillingen betalt, kommer bekreftelsen for seg. Er den ikke det, betal her: {url}",
            en="If the order is paid, its confirmation comes by itself. If it is not, pay here: {url}",
        ),
    ),
    "role_document": (
        Words(no="Vi trenger et annet dokument", en="We need another document"),
        Words(
            no="Bestillingen venter: {why_no}. Den faller bort uten kostnad om rollen ikke er godtatt før første dag.",
            en="The order waits: {why_en}. It lapses without a charge if the role is not accepted before its first"
            " day.",
        ),
        Words(
            no="Legg ved et annet dokument, eller møt fram med det på et poststed: {url}",
            en="Add another document, or come to an outlet with it: {url}",
        ),
    ),
    "role_refused": (
        Words(
            no="Rollen er ikke godtatt, og bestillingen faller bort",
            en="The role is not accepted; the order lapses",
        ),
        ROLE_NOT_ACCEPTED.person,
        Words(no=ROLE_NOT_ACCEPTED.cure.no + " {url}", en=ROLE_NOT_ACCEPTED.cure.en + " {url}"),
    ),
    "role_lapsed": (
        Words(no="Bestillingen falt bort", en="The order has lapsed"),
        ROLE_NOT_SETTLED.person,
        Words(no=ROLE_NOT_SETTLED.cure.no + " {url}", en=ROLE_NOT_SETTLED.cure.en + " {url}"),
    ),
}
_CLAUSES: Mapping[str, tuple[Clause, ...]] = {
    "to_old_address": (FORWARDING(1), FORWARDING(7)),
    "to_covered": (FORWARDING(1), FORWARDING(7)),
    "to_estate": (FORWARDING(1), FORWARDING(3)),
    "reminder": (FORWARDING(5),),
    "frozen": (FORWARDING(1), FORWARDING(7)),
    "collect": (FORWARDING(4),),
    "unpaid": (FORWARDING(1), FORWARDING(6)),
}
# What is told of a role is told in both languages by SMS too: who orders for another may have come from anywhere.
_IN_BOTH = ("role_accepted", "role_document", "role_refused", "role_lapsed")
KINDS = tuple(_TEXTS)
_CURE = Words(no="Dette kan du gjøre", en="What you can do")
_FACTS = {
    "service": Words(no="Tjeneste", en="Service"),
    "days": Words(no="Periode", en="Period"),
    "reference": Words(no="Referanse", en="Reference"),
    "clauses": Words(no="Vilkår", en="Terms"),
    "phone": Words(no="Kundeservice", en="Customer Service"),
    "mark": Words(no="Meldingens merke", en="Mark of this message"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingLetter:
    """One message about one order; `mark` is how sorting knows it, `doubt` what is wrong with a document."""

    kind: str
    service: Words
    reference: str
    mark: str
    start: date
    last_day: date
    url: str = field(repr=False)
    phone: str = ""
    doubt: Words = field(default=Words(no="", en=""))
    address_lines: tuple[str, ...] = field(default=(), repr=False)
    test: bool = True

    def heading(self, language: Language) -> str:
        """The first line."""
        return _TEXTS[self.kind][0].in_(language)

    def parts(self, language: Language) -> tuple[str, str]:
        """What is the matter, and what can be done."""
        _, why, cure = _TEXTS[self.kind]
        told = {"url": self.url, "why_no": self.doubt.no, "why_en": self.doubt.en}
        return why.filled(told).in_(language), cure.filled(told).in_(language)

    @property
    def clauses(self) -> str:
        """On which clauses it rests."""
        return ", ".join(map(str, _CLAUSES.get(self.kind, (FORWARDING(1),))))

    def facts(self, language: Language) -> list[tuple[str, str]]:
        """Service, days, reference, clauses, whom to call, and mark, each with its label."""
        days = f"{in_full(self.start, language=language)} – {in_full(self.last_day, language=language)}"
        values = {
            "service": self.service.in_(language),
            "days": days,
            "reference": self.reference,
            "clauses": self.clauses,
            "phone": self.phone,
            "mark": self.mark,
        }
        return [(_FACTS[name].in_(language), value) for name, value in values.items() if value]


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
    if letter.kind in _IN_BOTH:
        told = (
            f"{letter.heading(language)} ({letter.reference}). {' '.join(letter.parts(language))}"
            for language in LANGUAGES
        )
        return f"{test}{' / '.join(told)} ({letter.clauses})"
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
