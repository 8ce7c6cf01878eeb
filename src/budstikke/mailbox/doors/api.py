"""The Digipost API v8: entrypoint, messages, inbox, contents, status."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from budstikke.formats.digipost.entrypoint import Entrypoint, build_entrypoint
from budstikke.formats.digipost.inbox import InboxDocument, build_inbox
from budstikke.formats.digipost.message import build_delivery
from budstikke.formats.digipost.sending import CONTENT_TYPES, parse_sending
from budstikke.formats.digipost.signature import http_date
from budstikke.formats.digipost.status import build_status
from budstikke.kit.clock import now, real_now
from budstikke.law.refusal import Refusal
from budstikke.mailbox.actions.accept_message import accept_message
from budstikke.mailbox.actions.delete_document import delete_document
from budstikke.mailbox.actions.list_inbox import list_inbox
from budstikke.mailbox.actions.open_content import open_content
from budstikke.mailbox.actions.refusals import refused
from budstikke.mailbox.actions.take_content import take_content
from budstikke.mailbox.actions.tell_status import tell_status
from budstikke.mailbox.doors.answers import (
    Answer,
    error_answer,
    other_method_answer,
    refusal_answer,
    signed_response,
)
from budstikke.mailbox.doors.own_key import own_key
from budstikke.mailbox.doors.signing import LIMIT_BYTES, Asked, signed
from budstikke.mailbox.records.models import Account

_DEFAULT_LIMIT = 100
_MOST_LISTED = 1000
_MOST_SKIPPED = 10**9


@signed("GET")
def entrypoint(asked: Asked, sender_id: int | None = None) -> Answer | Refusal:
    """Answer our certificate and where everything lies."""
    if sender_id is not None and (refusal := _not_own(asked, sender_id)):
        return refusal
    host_url = asked.request.build_absolute_uri("/").rstrip("/")
    own = asked.account.sender_id
    links = {
        "CREATE_MESSAGE": f"{host_url}/messages",
        "GET_INBOX": f"{host_url}/{own}/inbox",
    }
    return Answer(content=build_entrypoint(Entrypoint(own_key().certificate_pem, links), host_url=host_url))


@signed("POST")
def messages(asked: Asked) -> Answer | Refusal:
    """Take a message."""
    content_type = asked.request.headers.get("Content-Type", "")
    sending = parse_sending(asked.body, content_type=content_type, limit_bytes=LIMIT_BYTES)
    outcome = accept_message(sending, sender=asked.account, now=now())
    return outcome if isinstance(outcome, Refusal) else Answer(content=build_delivery(outcome))


@signed("GET")
def inbox(asked: Asked, sender_id: int) -> Answer | Refusal:
    """List the inbox, oldest first."""
    if refusal := _not_own(asked, sender_id):
        return refusal
    offset = _whole_number(asked.request, "offset", default=0, least=0, most=_MOST_SKIPPED)
    limit = _whole_number(asked.request, "limit", default=_DEFAULT_LIMIT, least=1, most=_MOST_LISTED)
    if isinstance(offset, Refusal):
        return offset
    if isinstance(limit, Refusal):
        return limit
    listed = list_inbox(account=asked.account, offset=offset, limit=limit, now=now())
    return Answer(content=build_inbox([_addressed(document, asked, primary=True) for document in listed]))


@signed("DELETE")
def document(asked: Asked, sender_id: int, document_id: int) -> Answer | Refusal:
    """Delete a document with its attachments."""
    if refusal := _not_own(asked, sender_id):
        return refusal
    return delete_document(account=asked.account, document_id=document_id, now=now()) or Answer()


@signed("GET")
def content(asked: Asked, sender_id: int, document_id: int) -> Answer | Refusal:
    """Send the reader on to a link that is good once."""
    if refusal := _not_own(asked, sender_id):
        return refusal
    token = open_content(account=asked.account, document_id=document_id, now=now(), real_now=real_now())
    if isinstance(token, Refusal):
        return token
    path = reverse("one_time", kwargs={"sender_id": sender_id, "document_id": document_id})
    return Answer(307, headers={"Location": asked.request.build_absolute_uri(f"{path}?token={token}")})


@signed("GET")
def status(asked: Asked, sender_id: int, uuid: UUID) -> Answer | Refusal:
    """Tell a sender what became of a document."""
    if refusal := _not_own(asked, sender_id):
        return refusal
    outcome = tell_status(sender=asked.account, uuid=uuid, now=now())
    return outcome if isinstance(outcome, Refusal) else Answer(content=build_status(outcome))


def one_time(request: HttpRequest, sender_id: int, document_id: int) -> HttpResponse:
    """Give a content to whoever holds its link; the link is the proof, so the request is not signed."""
    return signed_response(request, _taken(request, sender_id, document_id))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django gives it)
    """Answer an address that is none of ours."""
    return signed_response(
        request, error_answer("PROBLEM_WITH_REQUEST", "There is nothing at this address.", status=404)
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without its details."""
    return signed_response(request, error_answer("SERVER_ERROR", "The mailbox failed; try again later."))


def _taken(request: HttpRequest, sender_id: int, document_id: int) -> Answer:
    if request.method != "GET":
        return other_method_answer("GET")
    account = Account.objects.filter(sender_id=sender_id).first()
    outcome = (
        refused("ILLEGAL_ACCESS")
        if account is None
        else take_content(
            account=account,
            document_id=document_id,
            token=request.GET.get("token", ""),
            now=now(),
            real_now=real_now(),
        )
    )
    if isinstance(outcome, Refusal):
        return refusal_answer(outcome)
    return Answer(
        content=outcome.content,
        content_type=CONTENT_TYPES[outcome.file_type],
        headers={
            "Content-Disposition": f'attachment; filename="{document_id}.{outcome.file_type}"',
            "X-Content-Type-Options": "nosniff",
            # When it came, or when its archive time stamp was last renewed.
            "Last-Modified": http_date(outcome.changed_at),
        },
    )


def _not_own(asked: Asked, sender_id: int) -> Refusal | None:
    # The same answer whether the other account exists or not.
    return None if sender_id == asked.account.sender_id else refused("BROKER_NOT_AUTHORIZED")


def _whole_number(request: HttpRequest, name: str, *, default: int, least: int, most: int) -> int | Refusal:
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= 12 and least <= int(text) <= most):
        return refused("INVALID_QUERY_PARAMETER", parameter=name, least=least, most=most)
    return int(text)


def _addressed(listed: InboxDocument, asked: Asked, *, primary: bool) -> InboxDocument:
    address = asked.request.build_absolute_uri(f"/{asked.account.sender_id}/inbox/{listed.id}")
    return replace(
        listed,
        content_uri=f"{address}/content",
        delete_uri=address if primary else None,
        attachments=tuple(_addressed(each, asked, primary=False) for each in listed.attachments),
    )
