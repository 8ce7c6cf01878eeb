"""The issuer's own API, version 1: maintenance for anybody, and where money is from who moves it."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Body, NinjaAPI, Status
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from budstikke.issuer.actions.maintenance import incidents, maintenance_windows
from budstikke.issuer.actions.transfers import TransferNews, take_news
from budstikke.issuer.doors.api import shapes
from budstikke.issuer.doors.maintenance.told import resumes_at, words
from budstikke.issuer.terms.maintenance import Incident, Window, announced, renewal_paused
from budstikke.issuer.terms.product_words import WORDS
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import now
from budstikke.law.words import Words


class PaymentsKey(HttpBearer):
    """The key of whoever moves the money, and of nobody else."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:  # noqa: ARG002  (a scheme is given both)
        """Return who it is, or None; where no key was agreed on, nobody is let in."""
        path = settings.ISSUER["payments_key"]
        if not path.exists():
            return None
        key = path.read_text(encoding="utf-8").strip()
        return "payments" if key and hmac.compare_digest(token.encode(), key.encode()) else None


v1 = NinjaAPI(
    title="Eksempel-ID: the issuer's API",
    version="1",
    description="Whether one may order now, and where money is. See docs/issuer.md.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="v1",
)


@v1.get("/maintenance", response=shapes.Maintenance, operation_id="maintenance", url_name="maintenance")
def maintenance(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:  # noqa: ARG001  (a view's first)
    """Say of each product whether one may order now, and tell every window and incident in both languages."""
    at = now()
    windows = maintenance_windows(at=at)
    # A window begins to the second: an answer kept by somebody would be wrong after it.
    response["Cache-Control"] = "no-store"
    return {
        "at": at.isoformat(timespec="seconds"),
        "products": {product: _product(windows, product=product, at=at) for product in Product},
        "windows": [_window(each, windows=windows, at=at) for each in announced(windows, at=at)],
        "incidents": [_incident(each) for each in incidents(at=at)],
    }


@v1.post(
    "/transfers",
    auth=PaymentsKey(),
    response={204: None, 401: dict[str, str], 409: shapes.Faults, 422: shapes.Faults},
    operation_id="tellOfTransfer",
)
def tell_of_transfer(request: HttpRequest, told: Body[shapes.TransferTold]) -> Status[Any]:  # noqa: ARG001
    """
    Tell where a transfer is; its customer reads it on My Page, with what to do.

    204 says that it is taken in, also for a number nobody has here: who our customers are is not told. 409: the
    reference was told before of another amount, direction or person.
    """
    moment = now()
    if told.sent_at > moment:
        return Status(422, {"faults": [{"field": "sent_at", "code": "IN_THE_FUTURE"}]})
    news = TransferNews(
        reference=told.reference,
        direction=told.direction,
        amount_ore=told.amount_ore,
        state=told.state,
        sent_at=told.sent_at,
    )
    if not take_news(news, number=told.national_number, now=moment):
        return Status(409, {"faults": [{"field": "reference", "code": "TOLD_OTHERWISE"}]})
    return Status(204, None)


@v1.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001  (a handler is given both)
    # Named by field and kind: what was sent may be a person's number.
    faults = [
        {"field": ".".join(str(part) for part in each["loc"][2:]), "code": str(each["type"]).upper()}
        for each in error.errors[:50]
    ]
    return JsonResponse({"faults": faults}, status=422)


@v1.exception_handler(HttpError)
def _unread(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001  (a handler is given both)
    if error.status_code == 400:
        return JsonResponse({"faults": [{"field": "", "code": "NOT_JSON"}]}, status=422)
    return JsonResponse({"detail": str(error)}, status=error.status_code)


def _product(windows: tuple[Window, ...], *, product: Product, at: datetime) -> dict[str, object]:
    again = resumes_at(windows, product=product, at=at)
    return {
        "name": WORDS[product].as_json(),
        "ordering": "paused" if again else "open",
        "resumes_at": again and again.isoformat(),
        "renewal": "paused" if renewal_paused(windows, product=product, at=at) else "open",
    }


def _window(window: Window, *, windows: tuple[Window, ...], at: datetime) -> dict[str, object]:
    return {
        "code": window.code,
        "products": sorted(window.products),
        "ordering_paused_from": window.from_at.isoformat(),
        "ordering_paused_to": window.to_at.isoformat(),
        "renewal_allowed": window.renewal_allowed,
        "existing_work": window.existing_work,
        "has_begun": window.from_at <= at,
        "words": words(window, windows=windows, at=at),
    }


def _incident(incident: Incident) -> dict[str, object]:
    said: dict[str, Words] = {"scope": incident.scope, "words": incident.words, "advice": incident.advice}
    return {
        "code": incident.code,
        **{name: each.as_json() for name, each in said.items()},
        "since": incident.begun_at.isoformat(),
        "articles": sorted(incident.articles),
    }
