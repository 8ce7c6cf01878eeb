"""The published log: anybody gets checkpoints and proofs, and nothing of any letter."""

from __future__ import annotations

import json

import pytest
from tests.actions import line
from tests.actions.test_log import logged, trust

from budstikke.proof.log import root_of
from budstikke.proof.verify import verify_logged


@pytest.fixture
def client(installation: None) -> object:
    """A stranger's browser; the log has two checkpoints."""
    from django.test import Client

    logged(1, 2, 3)
    logged(4, 5, reference="B")
    return Client()


def test_the_newest_checkpoint_is_signed_and_checked_offline(client) -> None:
    """Plain JSON, held by `log check`."""
    answer = client.get("/log/checkpoint")
    assert answer.json()["checkpoint"]["size"] == 5
    assert verify_logged(answer.content, trust=trust(), at=line.NOW).holds
    assert client.get("/log/checkpoint", {"size": 3}).json()["checkpoint"]["size"] == 3
    assert client.get("/log/checkpoint", {"size": 4}).status_code == 404


def test_the_log_is_proven_to_have_grown_from_any_checkpoint(client) -> None:
    """And a proof with another path is not."""
    content = client.get("/log/consistency", {"first": 3, "second": 5}).content
    assert verify_logged(content, trust=trust(), at=line.NOW).holds
    changed = json.loads(content)
    changed["path"] = changed["path"][::-1]
    assert not verify_logged(json.dumps(changed).encode(), trust=trust(), at=line.NOW).holds
    assert client.get("/log/consistency", {"first": 5, "second": 3}).status_code == 400
    assert client.get("/log/consistency", {"first": 1, "second": 5}).status_code == 404


def test_all_entries_make_the_root(client) -> None:
    """Whoever has them all needs nobody's word for it."""
    leaves = client.get("/log/entries").json()["leaf_hashes"]
    root = client.get("/log/checkpoint").json()["checkpoint"]["root"]
    assert root_of([bytes.fromhex(leaf) for leaf in leaves]).hex() == root
    assert client.get("/log/entries", {"start": 4}).json()["leaf_hashes"] == leaves[4:]
    assert client.get("/log/entries", {"start": "-1"}).status_code == 400


def test_every_checkpoint_is_published(client) -> None:
    """From the newest back."""
    answer = client.get("/log/checkpoints").json()
    assert [each["checkpoint"]["size"] for each in answer["checkpoints"]] == [5, 3]
    assert answer["before"] is None


@pytest.mark.parametrize(("language", "words"), [("no", "bare vokse"), ("en", "only grow")])
def test_the_page_says_what_it_is_and_names_nobody(client, language: str, words: str) -> None:
    """In both languages; the label of no qualified service is on it."""
    page = client.get("/log/", {"language": language}).content.decode()
    assert words in page and "urn:budstikke:log:" in page
    assert "Nordmann" not in page and "RR0000" not in page
    assert ("Ikke en kvalifisert" if language == "no" else "Not a qualified") in page
