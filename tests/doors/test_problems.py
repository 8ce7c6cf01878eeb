"""What the framework would say by itself, each door says in its own shape."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize(("method", "path", "allowed"), [
    ("PUT", "/api/v1/letters", "GET, POST"), ("POST", "/api/v1/statuses", "GET"),
    ("GET", "/devices/v1/heartbeat", "POST"),
])  # fmt: skip
def test_a_method_that_is_not_the_addresss_is_a_problem(
    installation: None, method: str, path: str, allowed: str
) -> None:
    """With the code, the words and the cure of any other problem, and the methods there are."""
    answer = Client().generic(method, path)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == allowed
    said = answer.json()
    assert (said["status"], said["code"]) == (405, "METHOD")
    assert said["words"]["no"] and said["cure"]["en"] and said["type"].endswith(":METHOD")


@pytest.mark.parametrize(("path", "code"), [
    ("/api/v1/", "NOT_FOUND"), ("/api/v1/nothing", "NOT_FOUND"), ("/api/v1/letters/", "NOT_FOUND"),
    ("/devices/v1/", "NOWHERE"), ("/devices/v1/nothing", "NOWHERE"),
])  # fmt: skip
def test_an_address_where_nothing_is_is_a_problem(installation: None, path: str, code: str) -> None:
    """A program need not read a page."""
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == code


def test_the_interfaces_like_brings_say_it_in_text(installation: None) -> None:
    """As they say whatever has no shape of its own."""
    answer = Client().post("/tracking/api/v2/tracking.json")
    assert (answer.status_code, answer["Content-Type"]) == (405, "text/plain; charset=utf-8")
    assert answer.content.startswith(b"405 - ")
    assert answer["Allow"] == "GET"
