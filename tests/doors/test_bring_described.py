"""The description of the Bring-compatible interfaces is true: its examples run, and whatever else is asked fits it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.doors.bring import program
from tests.house.tree import ROOT

from budstikke.post.doors.bring import shapes_booking, shapes_event_cast
from budstikke.post.doors.bring.asking import CEILINGS

DESCRIPTION = json.loads((ROOT / "docs" / "api" / "bring.json").read_text(encoding="utf-8"))
OPERATIONS = [
    (method, path, operation)
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
]
# What is asked of a thing that was made before; there is none to ask for beforehand.
_MADE_BEFORE = ("{webhook}", "{report}", "{token}", "{customer}")
schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = get_wsgi_application()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody is asked to wait."""
    for what in list(CEILINGS):
        monkeypatch.setitem(CEILINGS, what, 100_000)
    yield


def _examples(operation: dict[str, Any], place: str) -> dict[str, str]:
    return {
        each["name"]: each["example"]
        for each in operation.get("parameters", ())
        if each["in"] == place and "example" in each
    }


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    OPERATIONS,
    ids=[operation["operationId"] for *_, operation in OPERATIONS],
)
def test_an_example_is_answered_well(
    installation: None, method: str, path: str, operation: dict[str, Any]
) -> None:
    """Each question of the description, with the values that stand in it."""
    asking = program()
    if any(part in path for part in _MADE_BEFORE):
        assert asking.client.get(path.replace("{", "").replace("}", "")).status_code in (400, 401, 404, 405)
        return
    url = path.format(**_examples(operation, "path"))
    if method == "get":
        answer = asking.get(url, **_examples(operation, "query"))
    else:
        answer = asking.post(url, operation["requestBody"]["content"]["application/json"]["example"])
    assert answer.status_code in (200, 201), answer.content
    assert b'"error"' not in answer.content


@pytest.mark.parametrize(("file", "example"), [
    ("booking.json", shapes_booking.EXAMPLE), ("webhook.json", shapes_event_cast.EXAMPLE),
])  # fmt: skip
def test_the_example_files_are_the_descriptions(file: str, example: dict[str, Any]) -> None:
    """One example, told in two places."""
    assert json.loads((ROOT / "examples" / file).read_text(encoding="utf-8")) == example


@schema.parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_asked_is_answered_as_described(
    case: schemathesis.Case, installation: None, many: None
) -> None:
    """No failure of ours, no status and no type that is not described, no answer of another shape."""
    asking = program()
    case.headers.update({**asking.headers, "Host": "localhost"})
    response = case.call(base_url="http://localhost")
    assert response.status_code != 500, response.text
    try:
        case.validate_response(
            response,
            checks=(status_code_conformance, content_type_conformance, response_schema_conformance),
        )
    except FailureGroup as group:
        raise AssertionError(f"{case.method} {response.request.url}: {group}") from None
