"""Tracking, version 2: one address in JSON and XML, the old one beside it, and the old host's."""

from __future__ import annotations

import json
from functools import cache
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from budstikke.formats import s10
from budstikke.kit.installation import is_test
from budstikke.law.words import Language
from budstikke.post.doors.bring import shapes_tracking as shapes
from budstikke.post.doors.bring.asking import KeyNeeded, base_url, known
from budstikke.post.doors.bring.tracking_answer import LANGUAGES, consignment_set, consignments_of, fault
from budstikke.post.doors.bring.tracking_samples import SAMPLES
from budstikke.post.doors.bring.tracking_text import layout, unit_addresses
from budstikke.post.doors.bring.tracking_xml import as_tree
from budstikke.post.doors.bring.written import as_json, as_json_text, as_xml
from budstikke.post.records.scope import acting_as
from budstikke.post.records.tracked import tracked
from budstikke.post.records.tracked_text import KNOWN_SENDER, answer_about, statement

router = Router(tags=["Tracking"], auth=KeyNeeded("tracking"))
# By whatever host name a client calls us, and with or without the folder that names the interface.
_ADDRESSES = (
    "/tracking/api/v2/tracking.{extension}",
    "/tracking/api/tracking.{extension}",
    "/api/v2/tracking.{extension}",
    "/api/tracking.{extension}",
    "/tracking.{extension}",
)
JSON_ADDRESSES = frozenset(address.format(extension="json") for address in _ADDRESSES)
_MOST_CHARACTERS = 100
_NOT_FOUND = (404, "No shipments found")
NOT_FOUND_TEXT = json.dumps(fault(*_NOT_FOUND))
_INVALID = (400, "Invalid query")
# What a test installation answers on purpose, so that a client's way with faults can be tried.
_ON_PURPOSE = {
    "TESTFAIL400": _INVALID,
    "TESTFAIL404": _NOT_FOUND,
    "TESTFAIL500": (500, "Error getting track & trace information"),
    "TESTFAIL503": (503, "Server too busy/ Temporarily blocked due to too many invalid requests"),
}


@router.api_operation(
    ["GET"],
    _ADDRESSES[0],
    response={200: shapes.ConsignmentSet},
    operation_id="tracking",
    summary="Follow letters by package number, shipment number or reference",
)
def tracking(
    request: HttpRequest,
    extension: Literal["json", "xml"],
    q: Query[str] = "",
    lang: Query[str] = "no",
    callback: Query[str] = "",
) -> HttpResponse:
    """Return what has happened, the newest first; what is not found is said inside the set, and answered with 200."""
    word, language = q.strip(), LANGUAGES.get(lang.lower(), "no")
    if extension == "json":
        text = _text(request, word, language)
        if text is not None:
            return as_json_text(text, callback=callback)
    answer = _answer(request, word, language)
    return as_xml(as_tree(answer)) if extension == "xml" else as_json(answer, callback=callback)


for _address in _ADDRESSES[1:]:
    router.add_api_operation(_address, ["GET"], tracking, include_in_schema=False)


def _text(request: HttpRequest, word: str, language: Language) -> str | None:
    """Return the answer about one letter as the database writes it; None where anything else is asked for."""
    number = s10.canonical(word)
    if not s10.is_valid(number):
        return None
    asking = known(request)
    return (
        answer_about(
            s10.letter_id(number),
            asked=_about_a_letter(language),
            unit_address=unit_addresses(base_url(request)),
            sender={
                "sender": asking.sender_id,
                "customer": asking.customer_number,
                "name": asking.sender_name,
            },
        )
        or NOT_FOUND_TEXT
    )


@cache
def _about_a_letter(language: Language) -> str:
    return statement(layout(language), known=KNOWN_SENDER)


def _answer(request: HttpRequest, word: str, language: Language) -> dict[str, object]:
    if not word or len(word) > _MOST_CHARACTERS or not word.isprintable():
        return fault(*_INVALID)
    if is_test() and word.upper() in _ON_PURPOSE:
        return fault(*_ON_PURPOSE[word.upper()])
    sample = SAMPLES.get(word.upper())
    if sample:
        letters = [sample]
    else:
        sender_id = known(request).sender_id
        with acting_as(str(sender_id)):
            letters = tracked(word, sender_id=sender_id)
    if not letters:
        return fault(*_NOT_FOUND)
    return consignment_set(consignments_of(letters, language=language, base_url=base_url(request)))
