"""
Card payments over the ePayment API v1 of Vipps MobilePay, or of a stand-in that speaks it.

A payment's reference is the key of its creation; every other call has the key it is given. What was done stays done
when it is asked for again, and an answer that was lost is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import httpx

from budstikke.formats.epayment import CURRENCY, REFERENCE, EventName, State, WebhookEvent
from budstikke.kit.authorities import authorities
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.payment import Created, NewPayment, PaymentState

_SECONDS = 20.0
_EARLY = timedelta(seconds=60)
_MOST_WORDS = 100
# 4xx answers that another try may turn.
_TRY_AGAIN = frozenset({408, 421, 425, 429})
_STATES: Mapping[str, PaymentState] = {
    State.CREATED: PaymentState.CREATED,
    State.AUTHORIZED: PaymentState.RESERVED,
    State.ABORTED: PaymentState.FAILED,
    State.EXPIRED: PaymentState.FAILED,
    State.TERMINATED: PaymentState.CANCELLED,
}
_TOLD: Mapping[EventName, PaymentState] = {
    EventName.AUTHORIZED: PaymentState.RESERVED,
    EventName.ABORTED: PaymentState.FAILED,
    EventName.EXPIRED: PaymentState.FAILED,
    EventName.TERMINATED: PaymentState.CANCELLED,
    EventName.CANCELLED: PaymentState.CANCELLED,
    EventName.CAPTURED: PaymentState.CAPTURED,
    EventName.REFUNDED: PaymentState.REFUNDED,
}


def state_told(event: WebhookEvent) -> PaymentState | None:
    """Return what an event makes of a payment; None: nothing, it did not succeed or says nothing new."""
    return _TOLD.get(event.name) if event.succeeded else None


class EPayment:
    """
    A client of the ePayment API.

    `real_now` tells real time: access tokens run out by it whatever an installation's clock says.
    """

    def __init__(
        self,
        *,
        base_url: str,
        client_id: str,
        client_secret: str,
        subscription_key: str,
        merchant_serial_number: str,
        real_now: Callable[[], datetime],
        seconds: float = _SECONDS,
    ) -> None:
        self._real_now = real_now
        self._credentials = {"client_id": client_id, "client_secret": client_secret}
        self._token, self._lock = "", Lock()
        self._token_until: datetime | None = None
        self._client = httpx.Client(
            base_url=base_url,
            timeout=seconds,
            headers={
                "Ocp-Apim-Subscription-Key": subscription_key,
                "Merchant-Serial-Number": merchant_serial_number,
                "Vipps-System-Name": "budstikke",
            },
            verify=authorities(),
        )

    def create(self, payment: NewPayment) -> Created:
        """Begin a payment by card on the provider's own page; its reference is the key."""
        if not REFERENCE.fullmatch(payment.reference):
            raise Rejected("reference", "a payment's reference is 8 to 50 letters, digits and hyphens")
        said = self._asked(
            "POST",
            "/epayment/v1/payments",
            key=payment.reference,
            body={
                "amount": {"currency": CURRENCY, "value": payment.amount_ore},
                "paymentMethod": {"type": "CARD"},
                "reference": payment.reference,
                "userFlow": "WEB_REDIRECT",
                "returnUrl": payment.return_url,
                "paymentDescription": payment.words[:_MOST_WORDS],
            },
        )
        url = said.get("redirectUrl")
        if not isinstance(url, str) or said.get("reference") != payment.reference:
            raise Unreachable("the payment provider's answer cannot be read")
        return Created(provider_reference=str(said.get("pspReference", "")), redirect_url=url)

    def state(self, reference: str) -> PaymentState:
        """
        Ask how a payment stands.

        Reading: an authorised payment that was taken, paid back or let go is that, by its sums.
        """
        said = self._asked("GET", f"/epayment/v1/payments/{reference}")
        state = _STATES.get(str(said.get("state")))
        if state is None:
            raise Unreachable("the payment provider names a state nobody knows")
        if state is not PaymentState.RESERVED:
            return state
        sums = said.get("aggregate")
        done = {
            name: _ore(sums, f"{name}Amount") for name in ("authorized", "captured", "refunded", "cancelled")
        }
        if done["captured"]:
            repaid = done["refunded"] >= done["captured"]
            return PaymentState.REFUNDED if repaid else PaymentState.CAPTURED
        return PaymentState.CANCELLED if 0 < done["authorized"] <= done["cancelled"] else state

    def capture(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Take what was reserved."""
        self._modify(reference, "capture", amount_ore, key)

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Pay back of what was captured."""
        self._modify(reference, "refund", amount_ore, key)

    def cancel(self, reference: str, *, key: str) -> None:
        """Let go of what was reserved and not captured."""
        self._asked("POST", f"/epayment/v1/payments/{reference}/cancel", key=key, body={})

    def close(self) -> None:
        """Close the connections that are kept open between calls."""
        self._client.close()

    def _modify(self, reference: str, verb: str, amount_ore: int, key: str) -> None:
        body = {"modificationAmount": {"currency": CURRENCY, "value": amount_ore}}
        self._asked("POST", f"/epayment/v1/payments/{reference}/{verb}", key=key, body=body)

    def _asked(
        self, method: str, path: str, *, key: str = "", body: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        used = self._access_token()
        answer = self._said(method, path, token=used, key=key, body=body)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            # It may have been taken back before its time; a new one is asked for once.
            answer = self._said(method, path, token=self._access_token(instead_of=used), key=key, body=body)
        if answer.is_success:
            return _object(answer)
        raise Rejected(_problem(answer), f"the payment provider refuses: {_problem(answer)}")

    def _access_token(self, *, instead_of: str = "") -> str:
        with self._lock:
            fresh = self._token_until is not None and self._real_now() < self._token_until
            if fresh and self._token != instead_of:
                return self._token
            answer = self._sent("POST", "/accesstoken/get", headers=self._credentials)
            if not answer.is_success:
                raise Rejected(_problem(answer), "the payment provider does not let us in")
            said = _object(answer)
            try:
                lasting = timedelta(seconds=int(said["expires_in"]))
                self._token = str(said["access_token"])
            except (KeyError, ValueError, TypeError):
                raise Unreachable("the payment provider's token cannot be read") from None
            self._token_until = self._real_now() + lasting - _EARLY
            return self._token

    def _said(
        self, method: str, path: str, *, token: str, key: str, body: Mapping[str, object] | None
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key else {})}
        return self._sent(method, path, headers=headers, body=body)

    def _sent(
        self, method: str, path: str, *, headers: Mapping[str, str], body: Mapping[str, object] | None = None
    ) -> httpx.Response:
        try:
            answer = self._client.request(method, path, headers=dict(headers), json=body)
        except httpx.TransportError as error:
            raise Unreachable(f"the payment provider does not answer ({type(error).__name__})") from None
        if answer.status_code >= 500 or answer.status_code in _TRY_AGAIN:
            raise Unreachable(f"the payment provider answers {answer.status_code}")
        return answer


def _ore(sums: object, name: str) -> int:
    amount = sums.get(name) if isinstance(sums, dict) else None
    value = amount.get("value") if isinstance(amount, dict) else 0
    return value if isinstance(value, int) else 0


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Unreachable("the payment provider's answer cannot be read")
    return said


def _problem(answer: httpx.Response) -> str:
    # RFC 7807: its title never changes from case to case; the detail may name persons and is not repeated.
    try:
        said = answer.json()
        return str(said["title"])[:80]
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
