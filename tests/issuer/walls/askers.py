"""Everybody who may ask something of the issuer, and one thing of each kind that somebody has."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests.issuer.people import KARI, OLA, PIN, customer, issued, with_card

from budstikke.issuer.actions.staff import ask_for, make_staff
from budstikke.issuer.actions.staff_people import leave
from budstikke.issuer.records.models import Customer, Eid
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.staff import Act, LookUpReason, StaffRole
from budstikke.kit.clock import now, real_now

SECRET = "agreed on beforehand"
_NUMBERS = {"support": "20914695032", "lead": "20914695040", "auditor": "20914695059", "left": "20914695067"}
# Older than any proof counts, younger than any session ends.
_LONG_AGO_S = 10 * 60


@dataclass
class Asker:
    """Somebody with a browser, or a program; whatever a request did is undone, as if it had never been asked."""

    session: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    csrf: bool = False

    def __post_init__(self) -> None:
        """Open the browser, and sign in."""
        self.client = Client(
            raise_request_exception=False, enforce_csrf_checks=self.csrf, SERVER_NAME="localhost"
        )
        self._key = ""
        if self.session is not None:
            kept = import_module(settings.SESSION_ENGINE).SessionStore()
            kept.update(self.session)
            kept.create()
            self._key = str(kept.session_key)

    def ask(self, method: str, address: str, **given: Any) -> HttpResponse:
        """Send a request; what it wrote is rolled back."""
        if self._key:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self._key
        if method != "GET" and not given:
            given = {"content_type": "application/x-www-form-urlencoded", "data": b""}
        with transaction.atomic():
            answer = self.client.generic(method, address, headers=self.headers, **given)
            transaction.set_rollback(True)
        return answer


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody by a name; and what stands in addresses: what is Kari's, what is Ola's, what is nobody's."""

    askers: dict[str, Asker]
    karis: dict[str, object]
    olas: dict[str, object]


def _signed_in(eid: Eid, *, ago_s: float = 0, **more: Any) -> dict[str, Any]:
    moment = real_now().timestamp()
    begun = {"eid": str(eid.reference), "begun_at": moment - ago_s, "seen_at": moment}
    return {**begun, "proved_at": moment - ago_s, "set_up_challenge": "eA", **more}


def _staff(role: str, looked_up: Customer) -> tuple[dict[str, Any], Eid]:
    person = customer(_NUMBERS[role], surname="Ansatt")
    roles = frozenset({StaffRole.SUPPORT if role == "left" else StaffRole(role)})
    make_staff(person, pseudonym=f"{role}-1", roles=roles, now=now())
    if role == "left":
        leave("left-1", now=now())
    eid, _, _ = with_card(person, now=now())
    held = {str(looked_up.reference): [real_now().timestamp() + 600, "customer_asked"]}
    return {"staff_pseudonym": f"{role}-1", "looked_up": held}, eid


def town() -> Town:
    """Make everybody, and everything; called once for a file."""
    kari, ola = customer(KARI), customer(OLA, surname="Annen")
    (hers, _, _), (his, _, _) = with_card(kari, now=now()), with_card(ola, now=now())
    # Each has one more that waits to be put into use, and one that a slug of an address can end.
    waiting = {each.pk: issued(each, Product.FIDO2, order=f"E-3{each.pk}", now=now()) for each in (kari, ola)}
    staff = {role: _staff(role, kari) for role in _NUMBERS}
    blocked = with_card(customer("20914695075", surname="Sperret"), now=now())[0]
    Eid.objects.filter(pk=blocked.pk).update(state="blocked", blocked_for="lost")
    until = real_now().timestamp() + 600
    granted = {str(waiting[kari.pk].reference): until}
    askers = {
        "nobody": Asker(),
        "kari": Asker(_signed_in(hers)),
        "kari-proved-long-ago": Asker(_signed_in(hers, ago_s=_LONG_AGO_S)),
        "kari-left-alone": Asker({**_signed_in(hers), "seen_at": real_now().timestamp() - 3600}),
        "ola": Asker(_signed_in(his)),
        "whose-eid-is-blocked": Asker(_signed_in(blocked)),
        "by-the-letters-code": Asker({"set_up": granted, "set_up_challenge": "eA"}),
        "whose-grant-is-over": Asker({"set_up": dict.fromkeys(granted, until - 1200)}),
        **{role: Asker(_signed_in(eid, **held)) for role, (held, eid) in staff.items()},
        "support-proved-long-ago": Asker(_signed_in(staff["support"][1], ago_s=_LONG_AGO_S)),
        "carrier": Asker(headers=_of_the_carrier()),
        "of-the-carrier-an-hour-ago": Asker(headers=_of_the_carrier(ago_s=3600)),
    }
    return Town(askers, _things(kari, hers, waiting[kari.pk]), _things(ola, his, waiting[ola.pk]))


def _of_the_carrier(ago_s: int = 0) -> dict[str, str]:
    stamp = int(now().timestamp()) - ago_s
    proof = hmac.new(SECRET.encode(), f"{stamp}.".encode(), hashlib.sha256).hexdigest()
    return {"X-Budstikke-Signature": f"t={stamp},v1={proof}"}


def _things(of: Customer, own: Eid, waiting: Eid) -> dict[str, object]:
    """Give what is somebody's, by the part of an address that names it."""
    from budstikke.issuer.actions.cases import Asked, Attached, open_case
    from budstikke.issuer.actions.help_editions import save_draft
    from budstikke.issuer.records.models import HelpDraft, Staff, StaffInvitation, TwoPersonRequest
    from budstikke.issuer.terms.help_cases import Topic

    asked = Asked(
        topic=Topic.ORDER,
        language="no",
        form_id=uuid4(),
        name="Kari",
        email="kari@example.no",
        message="Hei",
        files=(Attached("x.png", b"\x89PNG\r\n\x1a\n"),),
    )
    case = open_case(asked, now=now())
    draft = save_draft("refund", no="x", en="x", by="lead-1", now=now())
    HelpDraft.objects.filter(pk=draft.pk).update(state="review")
    for_two = ask_for(
        Staff.objects.get(pseudonym="lead-1"),
        Act.EXPORT,
        customer=of,
        eid=None,
        reason=LookUpReason.AUDIT,
        now=now(),
    )
    assert isinstance(for_two, TwoPersonRequest)
    waits = StaffInvitation.objects.create(
        pseudonym=f"new-{of.pk}", roles="support", invited_at=now(), expires_at=now() + timedelta(days=3),
        taken_by=of, taken_at=now(),
    )  # fmt: skip
    return {
        "customer": of.reference,
        "eid": own.reference,
        "waiting": waiting.reference,
        "case": case.number,
        "file": case.files.get().reference,
        "draft": draft.pk,
        "request_id": for_two.pk,
        "invitation": waits.pk,
    }


def given(path: str, things: dict[str, object]) -> dict[str, object]:
    """Put things into the parts of a route's address: a reference is of what the address is about."""
    kinds = {
        "my/eids/": "eid",
        "set-up/": "waiting",
        "staff/customers/": "customer",
        "help/staff/cases/": "file",
    }
    kind = next((kind for begins, kind in kinds.items() if path.startswith(begins)), "eid")
    parts = {"reference": things[kind], "number": 1 if path.startswith("ca/") else things["case"]}
    return {
        **parts,
        "draft": things["draft"],
        "request_id": things["request_id"],
        "invitation": things["invitation"],
    }


__all__ = ["PIN", "SECRET", "Asker", "Town", "given", "town"]
