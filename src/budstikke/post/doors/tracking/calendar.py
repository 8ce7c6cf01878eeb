"""The last day to collect, for a recipient's calendar: what the tracking page shows, and nothing of who it is for."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from budstikke.formats import icalendar, s10
from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.words import Words
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import State

_REMIND_DAYS_BEFORE = 2
_TITLE = Words(no="Siste dag: hent brevet ditt", en="Last day: collect your letter")
_TEXT = Words(
    no="Brev {number}. Ta med gyldig legitimasjon; bare du kan hente det. {hours}",
    en="Letter {number}. Bring valid identification; only you can collect it. {hours}",
)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """
    Return the file of a letter that waits.

    Raises: Http404 for any other.
    """
    number = s10.canonical(request.GET.get("number", ""))
    if not s10.is_valid(number):
        raise Http404
    with acting_as(CARRIER):
        waiting = Letter.objects.select_related("outlet").filter(
            state=State.READY, last_collect_day__isnull=False
        )
        letter = waiting.filter(id=s10.letter_id(number)).first()
    if letter is None or letter.outlet is None or letter.last_collect_day is None:
        raise Http404
    language, outlet = language_of(request), letter.outlet
    hours = Words(no=outlet.hours_no, en=outlet.hours_en).in_(language)
    event = icalendar.DayEvent(
        uid=f"{number}@budstikke",
        on=letter.last_collect_day,
        title=f"{'TEST: ' if settings.TEST_INSTALLATION else ''}{_TITLE.in_(language)}",
        place=f"{outlet.name}, {outlet.street}, {outlet.postcode} {outlet.city}",
        text=_TEXT.filled({"number": number, "hours": hours}).in_(language),
        address=f"{settings.PUBLIC_URL}/track/?number={number}",
        remind_days_before=_REMIND_DAYS_BEFORE,
        # A longer deadline replaces the day that was put in before.
        sequence=(letter.last_collect_day - letter.notified_on).days if letter.notified_on else 0,
    )
    return HttpResponse(
        icalendar.write(event, made_at=now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{number}.ics"'},
    )
