"""`budstikke run` sends the SMS of a test installation by a gateway of its own, with receipts."""

from __future__ import annotations

import os
from contextlib import nullcontext

import httpx
import pytest

from budstikke.cli.processes import Ports
from budstikke.cli.run import _sms_gateway

_SET = ("BUDSTIKKE_SMS_URL", "BUDSTIKKE_SMS_TOKEN", "BUDSTIKKE_SMS_RECEIPT_TOKEN")


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is named, and nothing stays named."""
    for name in _SET:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_the_services_are_told_of_the_gateway_that_run_starts() -> None:
    """Its address, and a token each way."""
    ports = Ports.unused()
    with _sms_gateway(ports):
        assert os.environ["BUDSTIKKE_SMS_URL"] == f"http://127.0.0.1:{ports.sms}/messages"
        assert os.environ["BUDSTIKKE_SMS_RECEIPT_TOKEN"]
        message = {"to": "+4799999999", "from": "Post", "text": "t", "reference": "k"}
        token = {"Authorization": f"Bearer {os.environ['BUDSTIKKE_SMS_TOKEN']}"}
        assert httpx.post(os.environ["BUDSTIKKE_SMS_URL"], json=message, headers=token).status_code == 202
        assert httpx.post(os.environ["BUDSTIKKE_SMS_URL"], json=message).status_code == 401


def test_a_gateway_that_is_named_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started beside it."""
    monkeypatch.setenv("BUDSTIKKE_SMS_URL", "https://sms.example/messages")
    assert isinstance(_sms_gateway(Ports.unused()), nullcontext)
