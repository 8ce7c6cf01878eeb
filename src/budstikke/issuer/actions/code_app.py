"""The code app: a one-time code of any app that keeps to RFC 6238, together with a PIN."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.db import transaction
from django.db.models import QuerySet

from budstikke.issuer.actions import pins
from budstikke.issuer.actions.app_codes import take_code
from budstikke.issuer.actions.eid_history import write_event
from budstikke.issuer.actions.means import locked, put_into_force, save_means
from budstikke.issuer.actions.sealed_eids import customer_by_number, number_of, open_of_means, seal_of_means
from budstikke.issuer.records.models import Eid, Means
from budstikke.issuer.terms.eid_editions import EidTerms, eid_terms
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eid_rights import judge_pin
from budstikke.issuer.terms.eids import Happening, State
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal

_DIGITS = 6
_SECRET_BYTES = 20  # RFC 4226, 4, R6: 160 bits; and what every app can take
_NOBODY, _NOBODYS = 0, bytes(_SECRET_BYTES)


@dataclass(frozen=True, slots=True)
class AppSecret:
    """What an app is told once, and nobody afterwards."""

    base32: str = field(repr=False)
    address: str = field(repr=False)


def take_sms_code(eid_id: int, *, code: str, pin: str, name: str, now: datetime) -> AppSecret | Refusal:
    """
    Take the code sent by SMS and the PIN its holder chose; returns the app's secret, which is not shown again.

    The app is in force once it has given its first code (`confirm_app`).
    """
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        means = eid.means.select_for_update().filter(ready_at=None, ended_at=None).first()
        if means is None or eid.product != Product.CODE_APP or eid.state not in (State.ISSUED, State.ACTIVE):
            return refuse("NOT_IN_THIS_STATE")
        means.eid = eid
        refusal = judge_pin(pin, number=number_of(eid.customer), terms=terms) or take_code(
            means, code, now=now
        )
        if refusal:
            return refusal
        secret = secrets.token_bytes(_SECRET_BYTES)
        means.secret_sealed = seal_of_means(secret, means=means.reference, what="secret")
        means.code_lookup = None
        pins.keep(means, "pin", pin)
        save_means(means)
        base32 = base64.b32encode(secret).decode()
        label = quote(f"{name}:{bytes(means.public_id).decode()}")
        return AppSecret(base32, f"otpauth://totp/{label}?secret={base32}&issuer={quote(name)}")


def confirm_app(eid_id: int, *, code: str, now: datetime, clock_at: datetime) -> Refusal | None:
    """Put an app into force that has given its first code; `clock_at` is real time, which apps go by."""
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        means = eid.means.select_for_update().filter(ready_at=None, ended_at=None).first()
        if means is None or means.secret_sealed is None:
            return refuse("NOT_IN_THIS_STATE")
        means.eid = eid
        step = _step_of(_secret(means), code, after=means.counter, terms=terms, at=clock_at)
        if step is None:
            return refuse("CODE_WRONG")
        means.counter = step
        put_into_force(means, now=now)
    return None


def sign_in_by_code(*, number: str, code: str, pin: str, now: datetime, clock_at: datetime) -> Eid | None:
    """
    Return the eID of a national number whose code and PIN are right; None for whatever fails, after the same work.

    Reading: a PIN is judged, and counted, only beside a right code: else anybody who knows a number could block its
    holder's PIN. A code counts once (RFC 6238, 5.2).
    """
    terms = eid_terms(local_day(now))
    customer = customer_by_number(number)
    with transaction.atomic():
        # The same statements for a number that nobody has: what they find is all that differs.
        found = _apps(eid__customer_id=customer.pk if customer else _NOBODY).order_by("-ready_at").first()
        eid = (
            Eid.objects.select_for_update(no_key=True, of=("self",))
            .select_related("customer")
            .filter(pk=found.eid_id if found else _NOBODY)
            .first()
        )
        means = _apps(eid_id=eid.pk if eid else _NOBODY).first()
        secret, after = (_secret(means), means.counter) if means else (_NOBODYS, 0)
        step = _step_of(secret, code, after=after, terms=terms, at=clock_at)
        if eid is None or means is None or step is None:
            pins.pretend(pin)
            return None
        means.eid = eid
        means.counter = step
        means.save(update_fields=["counter"])
        if pins.judge(means, "pin", pin, terms=terms, now=now):
            return None
        if eid.state != State.ACTIVE:
            write_event(eid, Happening.SIGN_IN_REFUSED, now=now)
            return None
        return eid


def _apps(**whose: int) -> QuerySet[Means]:
    """Return the code apps in force of an eID or a customer."""
    in_use = Means.objects.filter(eid__product=Product.CODE_APP, ended_at=None, ready_at__isnull=False)
    return in_use.filter(**whose)


def code_at(secret: bytes, *, terms: EidTerms, at: datetime) -> str:
    """Return the code an app shows at a moment."""
    return _code(secret, int(at.timestamp() // terms.code_step.total_seconds()))


def _step_of(secret: bytes, code: str, *, after: int, terms: EidTerms, at: datetime) -> int | None:
    """Return the step whose code it is, later than the last that counted; every step is looked at."""
    now_step = int(at.timestamp() // terms.code_step.total_seconds())
    found = None
    for step in range(now_step - terms.code_steps_off, now_step + terms.code_steps_off + 1):
        if secrets.compare_digest(_code(secret, step).encode(), code.encode()) and step > after:
            found = step
    return found


def _code(secret: bytes, step: int) -> str:
    return HOTP(secret, _DIGITS, hashes.SHA1()).generate(step).decode()  # noqa: S303  (RFC 6238's own)


def _secret(means: Means) -> bytes:
    assert means.secret_sealed is not None
    return open_of_means(means.secret_sealed, means=means.reference, what="secret")
