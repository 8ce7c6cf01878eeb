"""Webhooks in the portal: subscribe, try out, end, and the log of what each was told."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now
from budstikke.kit.installation import is_test
from budstikke.law.words import Language, Words
from budstikke.post.actions.senders import webhooks as subscriptions
from budstikke.post.actions.senders.webhooks import Wanted
from budstikke.post.channels.callback import headers_fault, url_fault
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import page
from budstikke.post.terms.events import EVENTS

_MOST_IDS, _MOST_CHARACTERS = 100, 100
_MOST_LISTED, _MOST_TELLINGS = 500, 100
# Each public word that a letter of ours comes to, with what it stands for.
_GROUPS = {
    group: [row.words for row in EVENTS.values() if row.bring == group and row.wire is not None]
    for group in sorted({row.bring for row in EVENTS.values() if row.wire is not None})
}
_FAULTS = {
    "numbers": Words(
        no="Skriv ett til hundre brev- eller sendingsnummer, ett på hver linje.",
        en="Write one to a hundred letter or consignment numbers, one a line.",
    ),
    "url": Words(
        no="Adressen kan ikke brukes. Den begynner med https://, er åpen for alle nett, har port 80, 443 eller en fra"
        " 1024, og har ikke passord i seg.",
        en="The address cannot be used. It begins with https://, is open to any network, has port 80, 443 or one from"
        " 1024, and has no password in it.",
    ),
    "header": Words(
        no="Hodet kan ikke sendes. Skriv et navn og en verdi på én linje hver.",
        en="The header cannot be sent. Write a name and a value of one line each.",
    ),
    "group": Words(no="Velg minst én hendelse.", en="Choose at least one event."),
    "stands": Words(no="Akkurat dette abonneres det på fra før.", en="Just this is subscribed to already."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """List the subscriptions that stand; enter one for each number given."""
    at = standing(request)
    faults: list[str] = []
    if request.method == "POST":
        faults = _subscribe(request)
        if not faults:
            return redirect("sender:webhooks")
    chosen = request.POST.getlist("group") if faults else list(_GROUPS)
    shown = {
        "webhooks": subscriptions.standing(sender_id=at.sender_id, most=_MOST_LISTED, now=now()),
        "groups": [
            {"code": code, "words": _words_of(code, at.language), "chosen": code in chosen}
            for code in _GROUPS
        ],
        "given": request.POST if faults else {},
        "faults": {name: _FAULTS[name].in_(at.language) for name in faults},
        "days": subscriptions.LASTS.days,
    }
    return page(request, "sender/webhooks.html", shown, here="sender:settings", status=422 if faults else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, webhook: UUID) -> HttpResponse:
    """
    Show what a subscriber was told, with every try; try it out, or end it.

    Raises: Http404 for a subscription of another sender as for none, and for one that has ended.
    """
    at = standing(request)
    row = subscriptions.one_standing(webhook, sender_id=at.sender_id, now=now())
    if row is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("do") == "end":
            subscriptions.end(row.id, sender_id=at.sender_id, now=now())
            return redirect("sender:webhooks")
        subscriptions.try_out(row, now=now())
        return redirect("sender:webhook", row.id)
    told = subscriptions.tellings_of(row.id, sender_id=at.sender_id, most=_MOST_TELLINGS)
    shown = {"webhook": row, "groups": row.event_groups.split(","), "told": told}
    return page(request, "sender/webhook.html", shown, here="sender:settings")


def _subscribe(request: HttpRequest) -> list[str]:
    """Enter what the form asks for; return the names of what is wrong with it."""
    said = {name: request.POST.get(name, "").strip() for name in ("url", "header", "value", "secret")}
    numbers = re.split(r"[\s,;]+", request.POST.get("numbers", "").strip())
    groups = [group for group in _GROUPS if group in request.POST.getlist("group")]
    headers = ((said["header"], said["value"]),) if said["header"] or said["value"] else ()
    faults = [
        name
        for name, is_fault in {
            "numbers": not all(numbers)
            or len(numbers) > _MOST_IDS
            or any(len(each) > _MOST_CHARACTERS or not each.isprintable() for each in numbers),
            "url": bool(url_fault(said["url"], loopback=is_test())),
            "header": bool(headers_fault(headers)),
            "group": not groups,
        }.items()
        if is_fault
    ]
    if faults:
        return faults
    wanted = Wanted(
        event_groups=tuple(groups),
        url=said["url"],
        content_type="application/json",
        headers=headers,
        secret=said["secret"][:_MOST_CHARACTERS],
    )
    made = subscriptions.subscribe(
        numbers, wanted, sender_id=standing(request).sender_id, key_id=None, now=now()
    )
    return [] if made else ["stands"]


def _words_of(group: str, language: Language) -> str:
    return "; ".join(dict.fromkeys(words.in_(language) for words in _GROUPS[group]))
