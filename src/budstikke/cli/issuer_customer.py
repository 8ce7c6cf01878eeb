"""A customer of the issuer, at its web pages only: orders, looks where the letter is, activates."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx

from budstikke.kit.authorities import authorities

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_ORDER, _LETTER = re.compile(r'id="order-number">([^<]+)<'), re.compile(r'id="tracking-number">([^<]+)<')
_FAULT = re.compile(r'id="fault"><p[^>]*>(?:<strong>)?([^<]+)<')
_HEADLINE = re.compile(r"<h1[^>]*>([^<]+)</h1>")
_CONDITIONS = re.compile(r'name="conditions" value="([^"]+)"')
_SECONDS = 30


class NotDone(Exception):
    """The page said no; the message is what it says."""


class Customer:
    """A browser without JavaScript."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(
            base_url=url,
            timeout=_SECONDS,
            follow_redirects=True,
            params={"language": "en"},
            verify=authorities(),
        )

    def order(self, particulars: Mapping[str, str], *, product: str = "mobile") -> str:
        """
        Order, and return the order number.

        Raises: NotDone.
        """
        page = self._posted(
            "/order/", {"product": product, "channel": "letter", "consent": "yes", **particulars}
        )
        return _found(_ORDER, page)

    def look_up(self, order: str, *, postcode: str) -> tuple[str, str]:
        """
        Return where the order stands, in the page's words, and the tracking number, empty while there is none.

        Raises: NotDone.
        """
        page = self._client.get("/order/status/").text
        # What was looked up is shown until the browser is closed; asking again would count as one more try.
        if order not in page:
            page = self._posted("/order/status/", {"order": order, "postcode": postcode})
        number = _LETTER.search(page)
        return _found(_HEADLINE, page), number[1].replace(" ", "") if number else ""

    def activate(self, order: str, code: str) -> str:
        """
        Activate, and return what the page says.

        Raises: NotDone.
        """
        return _found(_HEADLINE, self._posted("/activate/", {"order": order, "code": code}))

    def _posted(self, path: str, fields: Mapping[str, str]) -> str:
        form = self._client.get(path)
        token = _found(_TOKEN, form.text)
        # Which conditions are accepted is those that the form shows.
        shown = _CONDITIONS.search(form.text)
        fields = {**({"conditions": shown[1]} if shown else {}), **fields}
        headers = {"Referer": str(form.url)}
        answer = self._client.post(path, data={"csrfmiddlewaretoken": token, **fields}, headers=headers)
        if answer.is_error:
            fault = _FAULT.search(answer.text)
            raise NotDone(fault[1] if fault else f"the page answers {answer.status_code}")
        return answer.text


def _found(shape: re.Pattern[str], page: str) -> str:
    match = shape.search(page)
    if match is None:
        raise NotDone("the page is not what was expected")
    return match[1]
