"""What is told of maintenance: the same sentences on pages and in JSON, in both languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from budstikke.issuer.actions.maintenance import incidents, maintenance_windows
from budstikke.issuer.terms.maintenance import Incident, Window, announced, ordering_resumes_at
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


def sentences(
    window: Window, *, windows: Iterable[Window], at: datetime, language: Language
) -> tuple[str, ...]:
    """
    Return what is said of a window, the most important first.

    Reading: `windows` are all there are. What is told is when one may order again, which is later than this window's
    end where another follows on it, and may differ from product to product.
    """
    begins = max(window.from_at, at)
    known, again = tuple(windows), defaultdict[datetime, set[Product]](set)
    for product in window.products:
        again[ordering_resumes_at(known, product=product, at=begins)].add(product)
    code = "to come" if at < window.from_at else "begun"
    paused = [
        _said(code, language, from_at=window.from_at, to_at=to_at, products=frozenset(products))
        for to_at, products in sorted(again.items())
    ]
    rest = (
        "renewal" if window.renewal_allowed else "no renewal",
        "existing" if window.existing_work else "not existing",
    )
    return (*paused, window.reason.in_(language), *(_SENTENCES[each].in_(language) for each in rest))


def _said(
    code: str, language: Language, *, from_at: datetime, to_at: datetime, products: frozenset[Product]
) -> str:
    facts = {
        "from_at": with_hour(from_at, language=language),
        "to_at": with_hour(to_at, language=language),
        "products": listed(products, language=language),
    }
    return _SENTENCES[code].in_(language).format_map(facts)


def words(window: Window, *, windows: Iterable[Window], at: datetime) -> dict[str, str]:
    """Return what is said of a window in both languages."""
    return {
        language: " ".join(sentences(window, windows=windows, at=at, language=language))
        for language in LANGUAGES
    }


def resumes_at(windows: Iterable[Window], *, product: Product, at: datetime) -> datetime | None:
    """Return when a product that is paused can be ordered again; None where it can be ordered now."""
    found = ordering_resumes_at(windows, product=product, at=at)
    return found if found > at else None


@dataclass(frozen=True, slots=True)
class Band:
    """What stands above every page: read when a page asks, and only then."""

    language: Language

    @property
    def windows(self) -> list[tuple[Window, tuple[str, ...]]]:
        """Windows that are announced, each with its sentences."""
        at = now()
        windows = maintenance_windows(at=at)
        return [
            (each, sentences(each, windows=windows, at=at, language=self.language))
            for each in announced(windows, at=at)
        ]

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
