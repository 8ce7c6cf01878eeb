"""Event Cast: webhooks for one letter or consignment, or a hundred at once; shown, ended, tried out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from budstikke.kit.clock import now
from budstikke.kit.installation import is_test
from budstikke.post.actions.senders import webhooks
from budstikke.post.actions.senders.webhooks import GROUPS, Telling, Wanted
from budstikke.post.actions.telling.tell_webhooks import in_utc
from budstikke.post.channels.callback import headers_fault, url_fault
from budstikke.post.doors.bring import shapes_event_cast as shapes
from budstikke.post.doors.bring.asking import KeyNeeded, known, uuid_of
from budstikke.post.doors.bring.described import body_of
from budstikke.post.doors.bring.written import as_json
from budstikke.post.records.models import Webhook
from budstikke.post.terms.roles import Role

_UNDER = "/event-cast/api/v1/webhooks"
_LARGEST_BYTES = 200_000
_MOST_IDS, _MOST_CHARACTERS = 100, 100
_COMMON_LIMIT, _MOST_LISTED = 10_000, 150_000
_MOST_TELLINGS = 200
_JSON = "application/json"
# What stands for a key where a subscription is shown; nothing of the key itself.
_AUTHENTICATORS = UUID("6f1c3f0e-6d0e-5b62-9a0c-6d2f3a7f5b11")


def _said(status: int, reason: str) -> HttpResponse:
    """Word a refusal as this interface does; the words of the key's own follow."""
    body = {"uuid": str(uuid4()), "status": str(status), "reason": reason.strip()}
    return as_json(body, status=status)


class _NotThis(Exception):
    """A request that is answered with 400, and why."""


router = Router(tags=["Event Cast"], auth=KeyNeeded("events", Role.ORDERS, Role.REPORTS, said=_said))
_ERRORS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 429), shapes.EventCastError)
_GONE: dict[Any, Any] = {**_ERRORS, 404: shapes.EventCastError}


@router.post(
    _UNDER,
    response={201: shapes.WebhookShape, 409: shapes.EventCastError, **_ERRORS},
    operation_id="subscribe",
    openapi_extra=body_of(shapes.WebhookWanted, example=shapes.EXAMPLE),
)
def subscribe(request: HttpRequest) -> HttpResponse:
    """Subscribe to a letter or consignment for thirty days; 409 when just that stands already."""
    try:
        said = _read(request)
        made = _subscribed(request, [said.get("trackingId")], said)
    except _NotThis as fault:
        return _said(400, str(fault))
    return as_json(_shown(made[0]), status=201) if made else _said(409, "The subscription stands already")


@router.post(
    "/event-cast/batch/api/v1/webhooks",
    response={201: list[shapes.WebhookShape], **_ERRORS},
    operation_id="subscribeMany",
    openapi_extra=body_of(shapes.WebhooksWanted, example=shapes.EXAMPLE_OF_MANY),
)
def subscribe_many(request: HttpRequest) -> HttpResponse:
    """Subscribe to up to a hundred numbers alike; those that stand already are left out of the answer."""
    try:
        said = _read(request)
        ids = said.get("trackingIds")
        made = _subscribed(request, ids if isinstance(ids, list) else [], said)
    except _NotThis as fault:
        return _said(400, str(fault))
    return as_json([_shown(each) for each in made], status=201)


@router.get(_UNDER, response={200: list[shapes.WebhookShape], **_ERRORS}, operation_id="subscriptions")
def listed(request: HttpRequest, limit: Query[str] = str(_COMMON_LIMIT)) -> HttpResponse:
    """Return the subscriptions that stand, the newest first."""
    if not (limit.isascii() and limit.isdecimal() and 0 < int(limit[:9]) <= _MOST_LISTED):
        return _said(400, f"limit is a number from 1 to {_MOST_LISTED}")
    rows = webhooks.standing(sender_id=known(request).sender_id, most=int(limit), now=now())
    return as_json([_shown(row) for row in rows])


router.add_api_operation(f"{_UNDER}/", ["GET"], listed, include_in_schema=False)


@router.get(_UNDER + "/{webhook}", response={200: shapes.WebhookShape, **_GONE}, operation_id="subscription")
def one(request: HttpRequest, webhook: str) -> HttpResponse:
    """Return a subscription."""
    row = _row(request, webhook)
    return as_json(_shown(row)) if row else _gone()


@router.delete(
    _UNDER + "/{webhook}",
    response={200: shapes.WebhookShape, 204: None, **_GONE},
    operation_id="unsubscribe",
)
def ended(request: HttpRequest, webhook: str, includeWebhook: Query[str] = "") -> HttpResponse:
    """End a subscription; nothing more is told to it."""
    which = uuid_of(webhook)
    row = which and webhooks.end(which, sender_id=known(request).sender_id, now=now())
    if not row:
        return _gone()
    return as_json(_shown(row)) if includeWebhook.lower() == "true" else HttpResponse(status=204)


@router.post(
    _UNDER + "/{webhook}/test",
    auth=KeyNeeded("events_test", Role.ORDERS, Role.REPORTS, said=_said),
    response={202: None, **_GONE},
    operation_id="trySubscription",
)
def tried(request: HttpRequest, webhook: str) -> HttpResponse:
    """Have the subscriber called once with something that did not happen."""
    row = _row(request, webhook)
    if row is None:
        return _gone()
    webhooks.try_out(row, now=now())
    return HttpResponse(status=202)


@router.get(
    _UNDER + "/{webhook}/deliveries",
    response={200: list[shapes.Delivery], **_GONE},
    operation_id="deliveries",
)
def deliveries(request: HttpRequest, webhook: str) -> HttpResponse:
    """Return what the subscriber was told, with every try, the newest first. Ours: the interface has no log."""
    row = _row(request, webhook)
    if row is None:
        return _gone()
    told = webhooks.tellings_of(row.id, sender_id=known(request).sender_id, most=_MOST_TELLINGS)
    return as_json([_telling(each) for each in told])


def _row(request: HttpRequest, webhook: str) -> Webhook | None:
    which = uuid_of(webhook)
    return webhooks.one_standing(which, sender_id=known(request).sender_id, now=now()) if which else None


def _read(request: HttpRequest) -> Mapping[str, Any]:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > _LARGEST_BYTES:
        raise _NotThis("The request is too long")
    try:
        said = json.loads(request.body)
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _NotThis("The request is not JSON") from None
    if not isinstance(said, dict):
        raise _NotThis("The request is not a JSON object")
    return said


def _subscribed(request: HttpRequest, ids: list[Any], said: Mapping[str, Any]) -> list[Webhook]:
    tracking_ids = [each.strip() if isinstance(each, str) else "" for each in ids]
    if not tracking_ids or not all(tracking_ids):
        raise _NotThis("Reference is not provided")
    if len(tracking_ids) > _MOST_IDS:
        raise _NotThis(f"At most {_MOST_IDS} references at once")
    if any(len(each) > _MOST_CHARACTERS or not each.isprintable() for each in tracking_ids):
        raise _NotThis("A reference is no letter's and no consignment's number")
    key = known(request)
    return webhooks.subscribe(tracking_ids, _wanted(said), sender_id=key.sender_id, key_id=key.id, now=now())


def _wanted(said: Mapping[str, Any]) -> Wanted:
    groups = said.get("event_groups")
    if not isinstance(groups, list) or not groups or not all(isinstance(each, str) for each in groups):
        raise _NotThis("event_groups is not provided")
    if unknown := [each for each in groups if each not in GROUPS]:
        raise _NotThis(f"{len(unknown)} of event_groups are not known")
    asked = said.get("configuration")
    asked = asked if isinstance(asked, dict) else {}
    url, kind, secret = asked.get("url"), asked.get("content_type") or _JSON, asked.get("secret") or ""
    headers = _headers(asked.get("headers"))
    fault = url_fault(url if isinstance(url, str) else "", loopback=is_test()) or headers_fault(headers)
    if fault:
        raise _NotThis(fault)
    if kind != _JSON:
        raise _NotThis(f"content_type is {_JSON} or left out")
    if not isinstance(secret, str) or len(secret) > _MOST_CHARACTERS:
        raise _NotThis(f"secret is a text of at most {_MOST_CHARACTERS} characters")
    return Wanted(event_groups=tuple(groups), url=str(url), content_type=kind, headers=headers, secret=secret)


def _headers(listed: object) -> tuple[tuple[str, str], ...]:
    pairs = [
        (each.get("key"), each.get("value")) if isinstance(each, dict) else (None, None)
        for each in (listed if isinstance(listed, list) else [listed] if listed is not None else [])
    ]
    if not all(isinstance(part, str) for pair in pairs for part in pair):
        raise _NotThis("headers are pairs of key and value")
    return tuple((str(name), str(value)) for name, value in pairs)


def _shown(row: Webhook) -> dict[str, Any]:
    names = row.header_names.split("\n") if row.header_names else []
    return {
        "id": str(row.id),
        "authenticator": str(uuid5(_AUTHENTICATORS, str(row.api_key_id))),
        "configuration": {
            "url": row.url,
            "content_type": row.content_type,
            "headers": [{"key": name} for name in names],
        },
        "trackingId": row.tracking_id,
        "event_groups": row.event_groups.split(","),
        "expiry": in_utc(row.expires_at),
        "created": in_utc(row.created_at),
    }


def _telling(each: Telling) -> dict[str, Any]:
    row = each.delivery
    return {
        "status": row.status,
        "shipment": row.shipment,
        "package": row.package,
        "created": in_utc(row.happened_at),
        "due": row.due_at and in_utc(row.due_at),
        "attempts": [{"at": in_utc(at), "answer": answer} for at, answer in each.attempts],
    }


def _gone() -> HttpResponse:
    return _said(404, "There is no such subscription")
