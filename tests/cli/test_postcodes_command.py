"""The postcode register: one edition takes the place of another, whole, and the past is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from budstikke.cli.main import main

OSLO, BERGEN, STRAUME = (
    "0155\tOSLO\t0301\tOSLO\tG",
    "5004\tBERGEN\t4601\tBERGEN\tG",
    "5353\tSTRAUME\t4626\tØYGARDEN\tB",
)
# Thursday, Sunday, Wednesday.
FIRST, SECOND, THIRD = "2026-01-01", "2026-02-01", "2026-04-01"


@pytest.fixture
def taken(post_database: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> object:
    """Import lines as the publisher writes them; its exit code, what it printed, and its faults."""

    def take(*lines: str, day: str, more: tuple[str, ...] = ()) -> tuple[int, dict, str]:
        path = tmp_path / "register.txt"
        path.write_bytes("\r\n".join((*lines, "")).encode("iso-8859-1"))
        code = main(["postcodes", "import", str(path), "--from", day, *more])
        said = capsys.readouterr()
        return code, json.loads(said.out or "{}"), said.err

    return take


def _now() -> dict[str, tuple[str, str | None]]:
    from budstikke.post.records.models import Postcode
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        rows = Postcode.objects.values_list("code", "city", "gone_on")
        return {code: (city, str(gone) if gone else None) for code, city, gone in rows}


def _past() -> list[tuple[str, str, str, str]]:
    from budstikke.post.records.models import PostcodePast
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return [
            (row.code, row.city, str(row.since_on), str(row.until_on))
            for row in PostcodePast.objects.order_by("id")
        ]


def test_an_edition_takes_the_place_of_the_one_before(taken) -> None:  # type: ignore[no-untyped-def]
    """What is new, renamed and gone is told; how it was before is kept with its days."""
    assert taken(OSLO, BERGEN, STRAUME, day=FIRST)[1] == {"read": 3, "new": 3, "changed": 0, "gone": 0}
    renamed = STRAUME.replace("STRAUME", "STRAUMEN")
    code, said, _ = taken(
        OSLO, renamed, "9170\tLONGYEARBYEN\t2100\tSVALBARD\tG", day=SECOND, more=("--much-gone",)
    )
    assert (code, said) == (0, {"read": 3, "new": 1, "changed": 1, "gone": 1})
    assert _now()["5353"] == ("STRAUMEN", None)
    assert _now()["5004"] == ("BERGEN", SECOND)
    assert sorted(_past()) == [
        ("5004", "BERGEN", FIRST, "2026-01-31"),
        ("5353", "STRAUME", FIRST, "2026-01-31"),
    ]


def test_a_code_that_comes_back_counts_again(taken) -> None:  # type: ignore[no-untyped-def]
    """And the same edition taken twice changes nothing."""
    taken(OSLO, BERGEN, day=FIRST)
    taken(OSLO, day=SECOND, more=("--much-gone",))
    assert taken(OSLO, BERGEN, day=THIRD)[1]["changed"] == 1
    assert _now()["5004"] == ("BERGEN", None)
    assert taken(OSLO, BERGEN, day=THIRD)[1] == {"read": 2, "new": 0, "changed": 0, "gone": 0}
    assert _past() == [("5004", "BERGEN", FIRST, "2026-01-31")]


def test_an_edition_with_a_fault_changes_nothing(taken) -> None:  # type: ignore[no-untyped-def]
    """Every fault is named with its line and column."""
    taken(OSLO, day=FIRST)
    code, _, faults = taken(BERGEN, "155\tOSLO\t0301\tOSLO\tG", "0156\t\t03\tOSLO\tX", day=SECOND)
    assert code == 1
    assert [line.partition(":")[0] for line in faults.splitlines()] == [
        "line 2, column 1",
        "line 3, column 2",
        "line 3, column 3",
        "line 3, column 5",
    ]
    assert _now() == {"0155": ("OSLO", None)}


def test_an_older_edition_and_one_cut_off_are_refused(taken) -> None:  # type: ignore[no-untyped-def]
    """Neither undoes what is known."""
    taken(OSLO, BERGEN, day=SECOND)
    assert "OLDER" in taken(OSLO, BERGEN, day=FIRST)[2]
    assert "TOO_FEW" in taken(OSLO, day=THIRD)[2]
    assert _now()["5004"] == ("BERGEN", None)


def test_a_code_that_is_gone_is_found_no_more(taken, client_of_post) -> None:  # type: ignore[no-untyped-def]
    """Shops that ask are told so."""
    taken(OSLO, BERGEN, day=FIRST)
    taken(OSLO, day=SECOND, more=("--much-gone",))
    asked = "/pickuppoint/api/postalCode/NO/getCityAndType/{}.json"
    assert client_of_post.get(asked.format("0155")).status_code == 200
    assert client_of_post.get(asked.format("5004")).status_code == 404


@pytest.fixture
def client_of_post(post_database: None) -> object:
    """Ask the post service as a shop does."""
    from django.test import Client

    return Client()
