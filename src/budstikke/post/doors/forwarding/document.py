"""A document that shows a role, as a browser gets it: a picture is shown, a PDF saved, and nothing in it runs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from budstikke.kit.clock import now
from budstikke.post.actions.forwarding.prove_role import ProofOpened, open_proof
from budstikke.post.doors.forwarding.guard import citizen


@never_cache
@require_safe
def document(request: HttpRequest, reference: str, proof: int) -> HttpResponse:
    """Give whoever ordered a document they have shown, while it is held; it is written down that they looked."""
    who = citizen(request)
    found = open_proof(reference, proof=proof, reader=str(who.ref), of=who.ref, now=now())
    if found is None:
        raise Http404
    return document_answer(found, name=f"{reference}-{proof}")


def document_answer(found: ProofOpened, *, name: str) -> HttpResponse:
    """Return a document as an answer under a policy that lets nothing run."""
    shown = "inline" if found.media_type.startswith("image/") else "attachment"
    ending = found.media_type.rpartition("/")[2]
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f'{shown}; filename="{name}.{ending}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
