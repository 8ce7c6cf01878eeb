"""The link in the news of a changed telephone or e-mail: one button puts back what was, and locks the address."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal
from budstikke.post.actions.forwarding.undo_contact_change import change_told, undo_contact_change
from budstikke.post.doors.forwarding.mine import SLOWER
from budstikke.post.doors.forwarding.shown import answered, refused
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.contact import UNDO_DAYS, WAYS
from budstikke.post.terms.refusals.watching import CONTACT_LINK_OVER


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was changed, or undo it; opening the link changes nothing, for programs open links too."""
    language = language_of(request)
    page: dict[str, object] = {"language": language, "clause": str(FORWARDING(7)), "change": None}
    if request.method == "POST":
        if not ratelimit.consume(request, action="undo_contact"):
            said = {"words": [SLOWER.in_(language)], "clauses": "", "granted": False}
            return render(request, "forwarding/not_me.html", page | {"answer": said}, status=429)
        done = undo_contact_change(token, now=now())
        if done is not None and not done.refusals:
            return render(request, "forwarding/not_me.html", page | {"answer": answered(done, language)})
    told = change_told(token, now=now())
    if told is None:
        # A link that was mistyped, one that was used and one that is over are told alike.
        over = refused(Refusal(CONTACT_LINK_OVER, {"days": UNDO_DAYS}), language)
        return render(request, "forwarding/not_me.html", page | {"answer": over}, status=404)
    page["change"] = {
        "way": WAYS[told.way].in_(language),
        "removes": told.removes,
        "at": told.changed_at,
        "until": told.counts_until,
    }
    return render(request, "forwarding/not_me.html", page)
