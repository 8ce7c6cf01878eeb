"""Order files of any length: what a sender's system writes, every letter a little different; all persons invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from budstikke.formats import s10

CUSTOMER = "10009999999"
EDI_ID = "991825827"
_GIVEN = (
    "Kari",
    "Ola",
    "Áile",
    "Bjørn",
    "Åse",
    "Nils Henrik",
    "Ragnhild",
    "Đorđe",
    "Synnøve",
    "Per-Øyvind",
    "Marit",
)
_FAMILY = (
    "Nordmann",
    "Ødegård",
    "Hætta",
    "Specimen",
    "Sørby",
    "Ånestad",
    "Lid-Bakken",
    "Fjellheim",
    "Moe",
    "Strøm",
)
_STREETS = (
    "Lilleveien",
    "Storgata",
    "Kirkevegen",
    "Bjørkestien",
    "Øvre Torggate",
    "Skolebakken",
    "Nygårdsgata",
)
_PLACES = (
    ("5004", "BERGEN"),
    ("0155", "OSLO"),
    ("7010", "TRONDHEIM"),
    ("9008", "TROMSØ"),
    ("4006", "STAVANGER"),
)
POSTCODES = _PLACES


def write_file(
    path: Path,
    *,
    letters: int,
    first_serial: int,
    reference: str,
    bad_every: int = 0,
    numbered: bool = True,
) -> None:
    """
    Write one interchange; every `bad_every`-th message weighs nothing anybody can read and lacks its recipient's
    postcode.
    """
    with path.open("wb") as file:
        file.write(f"UNA:+.? 'UNB+UNOY:4+{EDI_ID}:30+7080003248381:14+20261123:0800+{reference}'\n".encode())
        for nth in range(letters):
            bad = bad_every > 0 and nth % bad_every == bad_every - 1
            file.write(_message(nth, serial=first_serial + nth, bad=bad, numbered=numbered).encode())
        file.write(f"UNZ+{letters}+{reference}'\n".encode())


def _message(nth: int, *, serial: int, bad: bool, numbered: bool) -> str:
    segments = list(_segments(nth, serial=serial, bad=bad, numbered=numbered))
    head, tail = f"UNH+{nth + 1}+IFTMIN:D:04A:UN:BIG14", f"UNT+{len(segments) + 2}+{nth + 1}"
    return "".join(f"{segment}'\n" for segment in (head, *segments, tail))


def _segments(nth: int, *, serial: int, bad: bool, numbered: bool) -> Iterator[str]:
    postcode, city = _PLACES[nth % 5]
    yield f"BGM+730+707070745{serial:08d}+9"
    yield f"DTM+137:20261123{8 + nth // 3600 % 10:02d}{nth // 60 % 60:02d}:203"
    yield "FTX+PRD+++2563"
    if nth % 4 == 0:
        yield "FTX+SSR+++1239"
    yield "CNT+11:1:PCE"
    yield f"RFF+CU:ORDRE-{serial}"
    yield "TDT+20++++NPB::87"
    yield f"NAD+CZ+{CUSTOMER}::87++Eksempel eID AS SPECIMEN+Storgata 1+OSLO++0155+NO"
    # One in five gives the national number (synthetic: the month has 80 added).
    number = "20914695016:FNR" if nth % 5 == 0 else ""
    name = f"{_GIVEN[nth % 11]} {_FAMILY[nth // 11 % 10]}"
    street = f"{_STREETS[nth % 7]} {nth % 199 + 1}"
    yield f"NAD+CN+{number}++{name}+{street}+{city}++{'' if bad else postcode}+NO"
    yield "CTA+IC"
    yield f"COM+9{nth % 10_000_000:07d}:AL"
    if nth % 2:
        yield f"COM+mottaker{nth}@post.example:EM"
    yield f"NAD+FP+{CUSTOMER}::87"
    yield "GID+1+1:EN:::C5"
    yield f"MEA+WT+G+GRM:{'heavy' if bad else 20 + nth % 180}"
    if numbered:
        yield f"PCI+18+{s10.make(prefix='RR', serial=serial, country='NO')}"
