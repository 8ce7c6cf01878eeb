"""The description of the devices' API holds for whatever is sent to it; bounded, and the same at every run."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.doors import device_bench as bench
from tests.house.tree import ROOT

DESCRIPTION = json.loads((ROOT / "docs" / "api" / "devices.json").read_text(encoding="utf-8"))
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = get_wsgi_application()


@pytest.fixture
def device(installation: None) -> dict[str, str]:
    """What proves a scanner at whose station a check is open."""
    counter = bench.set_up()
    bench.open_check(counter)
    return {"Authorization": f"Bearer {counter.secret}", "Host": "localhost"}


@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_whatever_a_device_sends_is_answered_as_described(
    case: schemathesis.Case, device: dict[str, str]
) -> None:
    """No failure of ours, no status and no type that is not described, no answer of another shape."""
    case.validate_response(case.call(headers=device), checks=CHECKS)
