"""The examples of docs/api.md, played as they stand: each is answered as the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from tests.actions import line
from tests.doors.api_caller import with_key

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(
    r"^```http\n(?P<method>GET|POST) (?P<path>\S+)\n(?P<head>(?:[\w-]+: .*\n)*)(?P<body>\{.*\n)?"
    r"\n(?P<status>\d+)\n(?P<answer>\{.*)\n```",
    re.M,
)
EXAMPLES = list(_EXAMPLE.finditer(PAGE))


def test_every_block_of_the_page_is_an_example() -> None:
    """One that cannot be read here would never be played."""
    assert len(EXAMPLES) == PAGE.count("```http") > 3


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda found: f"{found['method']} {found['path']} {found['status']}"
)
def test_an_example_is_answered_as_the_page_says(installation: None, example: re.Match[str]) -> None:
    """Status, and every member that is shown."""
    from budstikke.post.records.ceilings import LEASES

    LEASES.clear()
    line.book(line.file_of([line.order(1)]))
    head = {**with_key().head, **dict(each.split(": ", 1) for each in example["head"].splitlines())}
    if example["path"].endswith(("/ask", "/names")):
        head = {}
    client = Client(headers=head)
    if example["method"] == "GET":
        answer = client.get(example["path"])
    else:
        answer = client.post(example["path"], example["body"].strip(), content_type="application/json")
    assert answer.status_code == int(example["status"]), answer.content
    shown, said = json.loads(example["answer"]), answer.json()
    assert {name: said[name] for name in shown} == shown
