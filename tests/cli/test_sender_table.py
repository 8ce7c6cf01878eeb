"""A sender's table: every fault is named by row and column, none of the values is repeated, and nothing is sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from budstikke.cli.main import main

HEAD = "name,street,postcode,city,mobile,email,reference,passport_only,envelope,weight_g,national_number,number\n"
GOOD = "Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,,,,,\n"


def _faults(
    content: str | bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> list[tuple[int, str]]:
    table = tmp_path / "letters.csv"
    table.write_bytes(content.encode() if isinstance(content, str) else content)
    assert main(["edi", "send", str(table), "--json", "--config", str(tmp_path / "none.toml")]) == 1
    out = capsys.readouterr().out
    assert "Nordmann" not in out
    return [(fault["row"], fault["column"]) for fault in json.loads(out)["faults"]]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",Lilleveien 2,5004,BERGEN,,,,,,,,", "name"),
        ("Kari Nordmann,,5004,BERGEN,,,,,,,,", "street"),
        ("Kari 漢,Lilleveien 2,5004,BERGEN,,,,,,,,", "name"),
        (f"{'K' * 36},Lilleveien 2,5004,BERGEN,,,,,,,,", "name"),
        ("Kari Nordmann,Lilleveien 2,504,BERGEN,,,,,,,,", "postcode"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,ring,,,,,,,", "mobile"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,kari@,,,,,,", "email"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,perhaps,,,,", "passport_only"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,,A0,,,", "envelope"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,,,2001,,", "weight_g"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,,,light,,", "weight_g"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,,,,12345678901,", "national_number"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,,,,,RR000000000NO", "number"),
        ("Kari Nordmann,Lilleveien 2,5004,BERGEN,,,,,,,,,more", ""),
    ],
)
def test_a_fault_is_named_by_row_and_column(
    row: str, column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside a good row, which is row 2."""
    assert _faults(HEAD + GOOD + row + "\n", tmp_path, capsys) == [(3, column)]


def test_every_fault_is_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also what two rows have in common."""
    rows = "Kari Nordmann,Lilleveien 2,50,BERGEN,ring,,A,,,,,\nOla Nordmann,,5004,,,,A,,,,,\n"
    assert _faults(HEAD + rows, tmp_path, capsys) == [
        (2, "postcode"),
        (2, "mobile"),
        (3, "street"),
        (3, "city"),
        (3, "reference"),
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (1, "name")),
        (HEAD, (2, "")),
        (HEAD.replace("mobile", "phone"), (1, "phone")),
        ("hvem\n", (1, "hvem")),
        (HEAD.encode() + "Pål,Å 1,5004,BERGEN".encode("latin-1"), (1, "")),
    ],
)
def test_a_table_that_is_none_is_said_so(
    content: str | bytes, fault: tuple[int, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty, without letters, with other columns, in another character set."""
    assert fault in _faults(content, tmp_path, capsys)


def test_a_good_table_needs_its_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what is missing in it; `--check` needs none."""
    table, config = tmp_path / "letters.csv", tmp_path / "sender.toml"
    table.write_text(HEAD + GOOD)
    assert main(["edi", "send", str(table), "--check", "--config", str(config)]) == 0
    assert main(["edi", "send", str(table), "--config", str(config)]) == 2
    config.write_text('customer_number = "1"\n')
    assert main(["edi", "send", str(table), "--config", str(config)]) == 2
    assert "sftp.host" in capsys.readouterr().err
