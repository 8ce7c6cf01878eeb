"""Whether a document has been looked at to the end: what is still to do is done before it is decided."""

from __future__ import annotations

from django.http import HttpRequest

from budstikke.kit.clock import today
from budstikke.post.actions.counter.preview_check import preview_check
from budstikke.post.actions.counter.under_way import UnderWay
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.shown import verdict_so_far


def is_ready_to_sign(request: HttpRequest, check: UnderWay) -> bool:
    """
    Say whether nothing but the signature is missing, or nothing would help.

    Terms:   PUM §12.
    Reading: a key pressed too early is no attempt; a refusal is written down when the clerk says that what is missing
             is not there.
    """
    at = standing(request)
    preview = preview_check(check.nonce, clerk=at.clerk, online=True, today=today())
    return verdict_so_far(preview, language=at.language)["state"] in ("good", "no")
