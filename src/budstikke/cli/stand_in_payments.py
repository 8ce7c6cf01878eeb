"""The payments of a stand-in for a card provider: what may be done with each, once for each key, and how it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from threading import RLock
from typing import Any
from uuid import uuid4

from budstikke.formats.epayment import CURRENCY, REFERENCE, EventName, State

# What can be made to fail, and how. An answer that is lost is of something that was done.
FAILURES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("token", "create", "get", "capture", "refund", "cancel"), ("timeout", "lost", "409", "500")
    ),
    "pay": ("expired",),
    "webhook": ("never", "late", "double", "wrong_signature"),
}
Answer = tuple[int, dict[str, Any]]


@dataclass(slots=True)
class StandInPayment:
    """One payment; sums are whole øre."""

    reference: str
    amount_ore: int
    words: str
    return_url: str
    token: str = field(default_factory=lambda: token_urlsafe(18))
    provider_reference: str = field(default_factory=lambda: str(uuid4()))
    state: State = State.CREATED
    captured_ore: int = 0
    refunded_ore: int = 0
    cancelled_ore: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def authorised_ore(self) -> int:
        """What the payer said yes to."""
        return self.amount_ore if self.state is State.AUTHORIZED else 0


class Ledger:
    """Every payment, in memory; `tell` is called with each event, outside any lock of ours."""

    def __init__(self, *, real_now: Callable[[], datetime], tell: Callable[[dict[str, Any]], None]) -> None:
        self._real_now, self._tell = real_now, tell
        self._payments: dict[str, StandInPayment] = {}
        self._done: dict[str, tuple[object, Answer]] = {}
        self._lock = RLock()

    def create(self, body: Mapping[str, Any], *, key: str, page_url: str) -> Answer:
        """Begin a payment; the same key again is answered as the first time."""
        amount = body.get("amount") or {}
        reference, value = str(body.get("reference", "")), amount.get("value")
        wrong = (
            not REFERENCE.fullmatch(reference)
            or amount.get("currency") != CURRENCY
            or not isinstance(value, int)
            or value < 100
            or body.get("userFlow") != "WEB_REDIRECT"
            or (body.get("paymentMethod") or {}).get("type") not in ("CARD", "WALLET")
        )
        if wrong or not isinstance(value, int):
            return problem(400, "Bad Request")

        def make() -> Answer:
            if reference in self._payments:
                return problem(409, "Reference already exists")
            words, url = str(body.get("paymentDescription", "")), str(body.get("returnUrl", ""))
            payment = StandInPayment(reference, value, words, url)
            self._payments[reference] = payment
            self._happen(payment, EventName.CREATED, value, key)
            return 201, {"redirectUrl": f"{page_url}/pay/{payment.token}", "reference": reference}

        return self._once(key, ("create", reference, value), make)

    def look(self, reference: str) -> Answer:
        """Say how a payment stands."""
        payment = self._payments.get(reference)
        return (200, _described(payment)) if payment else problem(404, "Payment not found")

    def events(self, reference: str) -> list[dict[str, Any]] | None:
        """Return what happened to a payment."""
        payment = self._payments.get(reference)
        return list(payment.events) if payment else None

    def modify(self, verb: str, reference: str, body: Mapping[str, Any], *, key: str) -> Answer:
        """Capture, refund or cancel."""
        value = (body.get("modificationAmount") or {}).get("value", 0)
        if not isinstance(value, int):
            return problem(400, "Bad Request")

        def change() -> Answer:
            payment = self._payments.get(reference)
            if payment is None:
                return problem(404, "Payment not found")
            open_ore = payment.authorised_ore - payment.captured_ore - payment.cancelled_ore
            if verb == "capture" and 0 < value <= open_ore:
                payment.captured_ore += value
                self._happen(payment, EventName.CAPTURED, value, key)
            elif verb == "refund" and 0 < value <= payment.captured_ore - payment.refunded_ore:
                payment.refunded_ore += value
                self._happen(payment, EventName.REFUNDED, value, key)
            elif verb == "cancel" and payment.state is State.CREATED:
                payment.state = State.TERMINATED
                self._happen(payment, EventName.TERMINATED, payment.amount_ore, key)
            elif verb == "cancel" and open_ore > 0:
                payment.cancelled_ore += open_ore
                self._happen(payment, EventName.CANCELLED, open_ore, key)
            else:
                return problem(400, f"Payment cannot be changed by {verb}")
            return 200, _described(payment)

        return self._once(key, (verb, reference, value), change)

    def of_payer(self, token: str) -> StandInPayment | None:
        """Return the payment whose page has this token."""
        return next((each for each in self._payments.values() if each.token == token), None)

    def answered(self, payment: StandInPayment, name: EventName) -> None:
        """Take the payer's answer, or that none came; a second answer changes nothing."""
        with self._lock:
            if payment.state is State.CREATED:
                payment.state = State(name)
                self._happen(payment, name, payment.amount_ore, "")

    def _once(self, key: str, asked: object, work: Callable[[], Answer]) -> Answer:
        with self._lock:
            if key in self._done:
                before, answer = self._done[key]
                return answer if before == asked else problem(409, "Idempotency key used for another request")
            answer = work()
            if answer[0] < 400:
                self._done[key] = asked, answer
            return answer

    def _happen(self, payment: StandInPayment, name: EventName, value: int, key: str) -> None:
        event = {
            "reference": payment.reference,
            "pspReference": payment.provider_reference,
            "name": str(name),
            "amount": {"currency": CURRENCY, "value": value},
            "timestamp": self._real_now().isoformat(),
            "idempotencyKey": key or None,
            "success": True,
        }
        payment.events.append(event)
        self._tell(event)


def problem(status: int, title: str) -> Answer:
    """Return an answer that says no (RFC 7807)."""
    return status, {"type": "about:blank", "title": title, "status": status, "traceId": uuid4().hex}


def _described(payment: StandInPayment) -> dict[str, Any]:
    def ore(value: int) -> dict[str, object]:
        return {"currency": CURRENCY, "value": value}

    return {
        "aggregate": {
            "authorizedAmount": ore(payment.authorised_ore),
            "capturedAmount": ore(payment.captured_ore),
            "refundedAmount": ore(payment.refunded_ore),
            "cancelledAmount": ore(payment.cancelled_ore),
        },
        "amount": ore(payment.amount_ore),
        "state": str(payment.state),
        "paymentMethod": {"type": "CARD"},
        "pspReference": payment.provider_reference,
        "reference": payment.reference,
    }
