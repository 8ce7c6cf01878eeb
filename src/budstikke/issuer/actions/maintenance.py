"""Announce maintenance and incidents, end them, and read what is known of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from budstikke.issuer.records.models import Incident as IncidentRow
from budstikke.issuer.records.models import MaintenanceWindow
from budstikke.issuer.terms.maintenance import Incident, Window
from budstikke.issuer.terms.products import Product
from budstikke.law.words import Words


class NotAnnounced(Exception):
    """What was asked for cannot be; the message says why, without a person's name."""


def maintenance_windows(*, at: datetime) -> tuple[Window, ...]:
    """
    Return every window that is not over at a moment, those to come included.

    What an action or a job gives to `terms.maintenance`; read within the transaction that orders.
    """
    rows = MaintenanceWindow.objects.filter(Q(to_at__gt=at) & (Q(ended_at=None) | Q(ended_at__gt=at)))
    return tuple(_window(row) for row in rows.order_by("from_at", "code"))


def all_windows() -> tuple[Window, ...]:
    """Return every window there was and will be, the newest in front."""
    return tuple(_window(row) for row in MaintenanceWindow.objects.order_by("-from_at", "code"))


def incidents(*, at: datetime | None = None) -> tuple[Incident, ...]:
    """Return every incident, or those that go on at a moment."""
    rows = IncidentRow.objects.order_by("-begun_at", "code")
    if at is not None:
        rows = rows.filter(Q(begun_at__lte=at) & (Q(ended_at=None) | Q(ended_at__gt=at)))
    return tuple(_incident(row) for row in rows)


@transaction.atomic
def announce(window: Window) -> None:
    """
    Write a window down.

    Raises: NotAnnounced when its name is taken, it names no product or it ends before it begins.
    """
    if not window.products:
        raise NotAnnounced("name at least one product")
    if window.to_at <= window.from_at:
        raise NotAnnounced("a window ends after it begins")
    _, made = MaintenanceWindow.objects.get_or_create(
        code=window.code,
        defaults={
            "products": " ".join(sorted(window.products)),
            "from_at": window.from_at,
            "to_at": window.to_at,
            "announced_at": window.announced_at,
            "renewal_allowed": window.renewal_allowed,
            "existing_work": window.existing_work,
            "reason_no": window.reason.no,
            "reason_en": window.reason.en,
        },
    )
    if not made:
        raise NotAnnounced(f"there is a window {window.code} already")


@transaction.atomic
def tell_of(incident: Incident) -> None:
    """
    Write an incident down; it is told from its beginning on.

    Raises: NotAnnounced when its name is taken.
    """
    _, made = IncidentRow.objects.get_or_create(
        code=incident.code,
        defaults={
            **{f"{name}_no": getattr(incident, name).no for name in ("scope", "words", "advice")},
            **{f"{name}_en": getattr(incident, name).en for name in ("scope", "words", "advice")},
            "articles": " ".join(sorted(incident.articles)),
            "begun_at": incident.begun_at,
            "ended_at": incident.ended_at,
        },
    )
    if not made:
        raise NotAnnounced(f"there is an incident {incident.code} already")


@transaction.atomic
def end(code: str, *, now: datetime) -> str:
    """
    End a window or an incident at once; a window that has not begun is called off.

    Returns: "window" or "incident".
    Raises:  NotAnnounced when nothing of that name goes on or is to come.
    """
    if MaintenanceWindow.objects.filter(code=code, ended_at=None, to_at__gt=now).update(ended_at=now):
        return "window"
    if IncidentRow.objects.filter(Q(code=code) & (Q(ended_at=None) | Q(ended_at__gt=now))).update(
        ended_at=now
    ):
        return "incident"
    raise NotAnnounced(f"nothing called {code} goes on or is to come")


def _window(row: MaintenanceWindow) -> Window:
    window = Window(
        code=row.code,
        products=frozenset(Product(each) for each in row.products.split()),
        from_at=row.from_at,
        to_at=row.to_at,
        announced_at=row.announced_at,
        reason=Words(no=row.reason_no, en=row.reason_en),
        renewal_allowed=row.renewal_allowed,
        existing_work=row.existing_work,
    )
    return window if row.ended_at is None else window.ended(at=row.ended_at)


def _incident(row: IncidentRow) -> Incident:
    return Incident(
        code=row.code,
        scope=Words(no=row.scope_no, en=row.scope_en),
        words=Words(no=row.words_no, en=row.words_en),
        advice=Words(no=row.advice_no, en=row.advice_en),
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        articles=frozenset(row.articles.split()),
    )
