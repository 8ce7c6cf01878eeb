"""The description of the API holds for whatever is sent to it; bounded, and the same at every run."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.actions import line
from tests.doors.api_caller import with_key

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")


def _schema():
    import json
    from pathlib import Path

    from budstikke.wiring.post_wsgi import application

    path = Path(__file__).parents[2] / "docs" / "api" / "api.json"
    schema = schemathesis.openapi.from_dict(json.loads(path.read_text(encoding="utf-8")))
    schema.app = application
    # Order files are no JSON; tests/doors/test_api.py sends bytes of any kind.
    return schema.exclude(path="/api/v1/interchanges")


schema = _schema()


@pytest.fixture
def head(installation: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An owner's key; nobody is sent away for asking often."""
    monkeypatch.setattr("budstikke.post.doors.api.asking._MOST_KNOWN", 1_000_000)
    monkeypatch.setattr("budstikke.post.doors.api.asking._MOST_UNKNOWN", 1_000_000)
    line.book(line.file_of([line.order(1)]))
    return with_key().head


@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case, head: dict[str, str]) -> None:
    """No fault of ours, no status, type or shape that the description does not name."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    answer = case.call(headers={**head, "Host": "localhost"})
    case.validate_response(
        answer, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
    )
