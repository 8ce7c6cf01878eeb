"""What every page behind the sign-in is given: who serves where, and how the outlet is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budstikke.kit.clock import now
from budstikke.law.words import Language, Words
from budstikke.post.actions.outlets.device_states import DeviceState
from budstikke.post.actions.outlets.outlet_health import OutletHealth, outlet_health
from budstikke.post.actions.outlets.problems_now import ProblemShown
from budstikke.post.doors.counter.guard import standing

_KINDS = {
    "document_scanner": Words(no="Dokumentskanner", en="Document scanner"),
    "chip_reader": Words(no="Brikkeleser", en="Chip reader"),
    "swipe_reader": Words(no="Kortleser", en="Swipe reader"),
    "camera": Words(no="Kamera", en="Camera"),
}
_WORKS = (
    Words(no="{kind} svarer ikke", en="{kind} does not answer"),
    Words(no="{kind} virker", en="{kind} works"),
)
_OUTLET = (
    Words(no="Utlevering er stanset", en="Hand-over is stopped"),
    Words(no="Klar til utlevering", en="Ready to hand over"),
)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    here: str = "",
    status: int = 200,
    health: OutletHealth | None = None,
) -> HttpResponse:
    """Answer with a page of the station."""
    at = standing(request)
    known = health or outlet_health(at.station.outlet_id, now=now())
    shown = {
        **context,
        "standing": at,
        "here": here,
        "idle_seconds": settings.STATION_IDLE_SECONDS,
        "health": shown_health(known, language=at.language),
    }
    return render(request, template, shown, status=status)


def shown_health(health: OutletHealth, *, language: Language) -> dict[str, object]:
    """Return the outlet's health in words, with a fingerprint by which an unchanged one is known again."""
    devices = [_device(one, language) for one in health.devices]
    words = _OUTLET[health.works].in_(language)
    elsewhere = health.elsewhere and {
        "name": health.elsewhere.name,
        "address": health.elsewhere.address,
        "hours": health.elsewhere.hours.in_(language),
    }
    said = repr((health.works, devices, elsewhere, language)).encode()
    return {
        "tell": " ".join(told.in_(language) for told in health.tell),
        "elsewhere": elsewhere,
        "works": health.works,
        "words": words,
        "devices": devices,
        "fingerprint": hashlib.sha256(said).hexdigest()[:12],
    }


def shown_problem(problem: ProblemShown, *, language: Language) -> dict[str, str]:
    """Return a known problem in words."""
    return {"words": problem.words.in_(language), "do": problem.do.in_(language)}


def _device(device: DeviceState, language: Language) -> dict[str, object]:
    kind = _KINDS[device.kind] if device.kind in _KINDS else Words(no=device.kind, en=device.kind)
    words = _WORKS[device.works].filled({"kind": kind.in_(language)}).in_(language)
    return {"id": device.id, "works": device.works, "words": words}
