"""What is told of maintenance: the same sentences on pages and in JSON, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from budstikke.issuer.actions.maintenance import incidents, maintenance_windows
from budstikke.issuer.terms.maintenance import Incident, Window, announced
from budstikke.issuer.terms.product_words import WORDS
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import now
from budstikke.kit.days import Language, with_hour
from budstikke.kit.look.language import language_of
from budstikke.law.words import LANGUAGES, Words

_AND: dict[Language, str] = {"no": " og ", "en": " and "}
_SENTENCES: dict[str, Words] = {
    "to come": Words(
        no="Fra {from_at} til {to_at} kan du ikke bestille {products}.",
        en="From {from_at} to {to_at} you cannot order {products}.",
    ),
    "begun": Words(
        no="Du kan ikke bestille {products} før {to_at}.", en="You cannot order {products} until {to_at}."
    ),
    "renewal": Words(
        no="Har du eID fra før, kan du fornye den på Min side.",
        en="If you have an eID, you can renew it on My Page.",
    ),
    "no renewal": Words(
        no="Fornyelse er også stengt imens.", en="Renewal is closed as well in the meantime."
    ),
    "existing": Words(no="eID-er som er i bruk, virker som vanlig.", en="eIDs in use work as usual."),
    "not existing": Words(
        no="eID-er som er i bruk, kan være uten virkning imens.",
        en="eIDs in use may not work in the meantime.",
    ),
}


def listed(products: frozenset[Product], *, language: Language) -> str:
    """Return the names of products as a sentence lists them."""
    names = [_within(WORDS[each].in_(language)) for each in Product if each in products]
    return _AND[language].join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _within(name: str) -> str:
    """Return a name as it stands within a sentence; eID and FIDO2 stay as they are."""
    return name[0].lower() + name[1:] if name[1].islower() else name


def sentences(window: Window, *, at: datetime, language: Language) -> tuple[str, ...]:
    """Return what is said of a window, the most important first."""
    facts = {
        "from_at": with_hour(window.from_at, language=language),
        "to_at": with_hour(window.to_at, language=language),
        "products": listed(window.products, language=language),
    }
    codes = (
        "to come" if at < window.from_at else "begun",
        "renewal" if window.renewal_allowed else "no renewal",
        "existing" if window.existing_work else "not existing",
    )
    said = [_SENTENCES[code].in_(language).format_map(facts) for code in codes]
    return (said[0], window.reason.in_(language), *said[1:])


def words(window: Window, *, at: datetime) -> dict[str, str]:
    """Return what is said of a window in both languages."""
    return {language: " ".join(sentences(window, at=at, language=language)) for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Band:
    """What stands above every page: read when a page asks, and only then."""

    language: Language

    @property
    def windows(self) -> list[tuple[Window, tuple[str, ...]]]:
        """Windows that are announced, each with its sentences."""
        at = now()
        told = announced(maintenance_windows(at=at), at=at)
        return [(each, sentences(each, at=at, language=self.language)) for each in told]

    @property
    def incidents(self) -> list[tuple[str, str, str]]:
        """Incidents that are told on every page."""
        return [shown(each, language=self.language) for each in incidents(at=now()) if not each.articles]


def shown(incident: Incident, *, language: Language) -> tuple[str, str, str]:
    """Return scope, words and advice of an incident."""
    return incident.scope.in_(language), incident.words.in_(language), incident.advice.in_(language)


def on_every_page(request: HttpRequest) -> dict[str, object]:
    """Return the band of a page (a context processor)."""
    return {"band": Band(language_of(request))}
