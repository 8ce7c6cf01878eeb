"""Planned maintenance and incidents as data: when ordering pauses, of what, and who is told from when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from budstikke.issuer.terms.products import Product
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True)
class Window:
    """
    A span in which some products cannot be ordered.

    Reading: it begins at `from_at` and is over at `to_at`, to the second: at `to_at` one may order again. A window
    that was ended early is over from that moment; one ended before it began never was.
    """

    code: str
    products: frozenset[Product]
    from_at: datetime
    to_at: datetime
    announced_at: datetime
    reason: Words
    renewal_allowed: bool = True
    existing_work: bool = True

    def holds(self, *, product: Product, at: datetime) -> bool:
        """Say whether the product cannot be ordered at a moment because of this window."""
        return product in self.products and self.from_at <= at < self.to_at

    def ended(self, *, at: datetime) -> Window:
        """Return the window as it is when it ends at a moment, unless it is over before."""
        return replace(self, to_at=max(min(self.to_at, at), self.from_at))


@dataclass(frozen=True, slots=True)
class Incident:
    """
    Something that does not work as it should, here or at somebody we depend on.

    `articles` are the help pages it is about; without any it is told on every page. `ended_at` None: it goes on.
    """

    code: str
    scope: Words
    words: Words
    advice: Words
    begun_at: datetime
    ended_at: datetime | None = None
    articles: frozenset[str] = frozenset()


def ordering_paused(windows: Iterable[Window], *, product: Product, at: datetime) -> Window | None:
    """Return the window because of which a product cannot be ordered at a moment, the one that ends last."""
    holding = [each for each in windows if each.holds(product=product, at=at)]
    return max(holding, key=lambda each: each.to_at, default=None)


def renewal_paused(windows: Iterable[Window], *, product: Product, at: datetime) -> Window | None:
    """Return the window because of which an existing eID of a kind cannot even be renewed at a moment."""
    return ordering_paused((each for each in windows if not each.renewal_allowed), product=product, at=at)


def ordering_resumes_at(windows: Iterable[Window], *, product: Product, at: datetime) -> datetime:
    """
    Return the first moment from `at` on at which the product can be ordered; windows in a row count as one.

    What a job waits for that would order during a window.
    """
    known = tuple(windows)
    resumes_at = at
    while holding := ordering_paused(known, product=product, at=resumes_at):
        resumes_at = holding.to_at
    return resumes_at


def announced(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """Return the windows that everybody is told of at a moment, the one that begins first in front."""
    told = (each for each in windows if each.announced_at <= at < each.to_at and each.from_at < each.to_at)
    return tuple(sorted(told, key=lambda each: (each.from_at, each.code)))
