"""`budstikke run` has a provider of payments and a National Registry of its own, unless the settings name others."""

from __future__ import annotations

import os

import httpx
import pytest

from budstikke.cli.processes import Ports
from budstikke.cli.seeding_citizens import CITIZENS
from budstikke.cli.stand_ins import stand_ins

_SET = ("BUDSTIKKE_PAYMENT_URL", "BUDSTIKKE_REGISTRY_URL")


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is named, and nothing stays named."""
    for name in _SET:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_the_services_are_told_of_both() -> None:
    """Each answers at its port, and is gone afterwards."""
    ports = Ports.unused()
    with stand_ins(ports):
        payments, registry = (os.environ[name] for name in _SET)
        assert (payments, str(ports.registry) in registry) == (f"http://localhost:{ports.payments}", True)
        assert httpx.post(f"{payments}/accesstoken/get").status_code == 401
        assert httpx.get(f"{registry}/offentlig-med-hjemmel/api/v1/personer").status_code == 401
    with pytest.raises(httpx.TransportError):
        httpx.post(f"{payments}/accesstoken/get")


def test_one_that_is_named_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started beside it."""
    for name in _SET:
        monkeypatch.setenv(name, "https://elsewhere.example")
    ports = Ports.unused()
    with stand_ins(ports), pytest.raises(httpx.TransportError):
        httpx.get(f"http://localhost:{ports.payments}/")


def test_the_citizens_to_try_with_have_synthetic_numbers() -> None:
    """Each another one; nobody real can have it."""
    from budstikke.formats.national_number import is_synthetic, is_valid

    numbers = {each.number for each in CITIZENS}
    assert len(numbers) == len(CITIZENS)
    assert all(is_synthetic(each) and is_valid(each, synthetic=True) for each in numbers)
