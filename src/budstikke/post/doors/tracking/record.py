"""The page where a recipient fetches their own record; what is typed is posted and stands in no address."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budstikke.formats import s10
from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.words import Words
from budstikke.post.actions.helping.own_record import Asked, NoRecord, own_record

_FAULTS = {
    NoRecord.NOT_FOUND: Words(
        no="Vi har ikke et bevis for dette. Sammenlign nummeret med hentemeldingen og postnummeret med adressen på"
        " brevet. Et nytt bevis kan hentes etter noen sekunder, et slettet ikke mer.",
        en="We have no record for this. Compare the number with the notice and the postcode with the address on the"
        " letter. A new record can be fetched after some seconds, an erased one no more.",
    ),
    NoRecord.TOO_MANY: Words(
        no="Det er prøvd for mange ganger. Prøv igjen om en time.",
        en="There were too many tries. Try again in an hour.",
    ),
}
_STATUS = {NoRecord.NOT_FOUND: 404, NoRecord.TOO_MANY: 429}
_LONGEST = 40


@never_cache
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Show the form, or send the record; a fault answers 404 or 429 with the form."""
    language = language_of(request)
    given = request.POST if request.method == "POST" else request.GET
    number = s10.canonical(given.get("number", "")[:_LONGEST])
    page: dict[str, object] = {"language": language, "number": number}
    if request.method != "POST":
        return render(request, "tracking/record.html", page)
    found = _found(request, number)
    if isinstance(found, NoRecord):
        page["fault"] = _FAULTS[found].in_(language)
        return render(request, "tracking/record.html", page, status=_STATUS[found])
    name = f"{number}.json"
    return HttpResponse(
        found,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _found(request: HttpRequest, number: str) -> bytes | NoRecord:
    if not ratelimit.consume(request, action="own_record"):
        return NoRecord.TOO_MANY
    if not s10.is_valid(number):
        return NoRecord.NOT_FOUND
    typed = {name: request.POST.get(name, "")[:_LONGEST].strip() for name in ("postcode", "document_number")}
    return own_record(Asked(number=number, **typed), now=now())
