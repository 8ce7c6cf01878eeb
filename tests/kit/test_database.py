"""Which server holds the databases, and what is said when its address is none."""

from __future__ import annotations

import pytest

from budstikke.kit.database import address, named_server, prepare
from budstikke.kit.postgres import NoServer


@pytest.mark.parametrize(
    "wrong", ["mysql://a:secret@b/c", "nonsense:secret", "host=localhost password=secret"]
)
def test_an_address_of_another_kind_is_refused_without_repeating_it(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands there may be a password."""
    monkeypatch.setenv("DATABASE_URL", wrong)
    with pytest.raises(NoServer, match="DATABASE_URL") as refused:
        address("post", "app")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong", ["postgresql://a:secret@localhost:1/x", "postgresql://a:secret@localhost:port/x"]
)
def test_a_server_that_does_not_answer_is_named_without_its_password(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver's own message might repeat the address."""
    monkeypatch.setenv("DATABASE_URL", wrong)
    with pytest.raises(NoServer, match="DATABASE_URL") as refused:
        prepare("post")
    assert "secret" not in str(refused.value)


def test_an_empty_address_means_the_embedded_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that is there but says nothing is common in containers."""
    monkeypatch.setenv("DATABASE_URL", "")
    assert named_server() is None
