"""Write examples/: senders, outlets, postcodes, one order file with good and bad orders, and who comes to collect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from budstikke.formats import s10
from budstikke.formats.edifact.iftmin_out import order, write_orders
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.edifact.writer import Envelope, written
from budstikke.formats.national_number import check_digits

EXAMPLES = Path(__file__).parents[1] / "examples"
ORDERED_AT = datetime(
    2025, 9, 1, 7, 30, tzinfo=ZoneInfo("Europe/Oslo")
)  # a Monday; past, so that what is sealed holds today
CARRIER = "7080003248381"

GIVEN = [
    "Kari",
    "Ola",
    "Ingrid",
    "Per",
    "Sunniva",
    "Åse",
    "Øyvind",
    "Torbjørn",
    "Ragnhild",
    "Mohammed",
    "Áile",
    "Jon",
    "Amina",
    "Sigrid",
    "Ærlend",
    "Anna",
]
SURNAMES = [
    "Nordmann",
    "Østby",
    "Ådland",
    "Sæther",
    "Moe",
    "Hætta",
    "Vågen",
    "Lindqvist",
    "Eide",
    "Fjørtoft",
    "Al-Hassan",
    "Kjærgård",
    "Bø",
    "Solli",
]
STREETS = ("Lilleveien", "Storgata", "Fjellveien", "Bryggen", "Nygårdsgaten", "Kirkeveien")
PLACES = (
    ("0155", "OSLO"),
    ("5004", "BERGEN"),
    ("5353", "STRAUME"),
    ("7011", "TRONDHEIM"),
    ("9730", "KARASJOK"),
)
# How a letter ends, dealt out in turn; the demo and the tests look for every one of them.
FATES = (
    "collected", "collected", "card", "collected", "uncollected", "licence", "wrong_then_right", "collected",
    "td1", "uncollected", "foreign", "cannot_sign", "assisted", "expired", "other_name", "extended",
)  # fmt: skip


# What befalls the first of those whose letters are collected.
SPECIAL = ("glare", "doubtful", "chip_of_another")


def _mod_11(eight: str) -> str:
    rest = (
        -sum(int(digit) * weight for digit, weight in zip(eight, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    )
    assert rest < 10, "choose another series: this one has no check digit"
    return f"{eight}{rest}"


SENDERS = [
    {
        "customer_number": "10009999991",
        "name": "Eksempel eID AS SPECIMEN",
        "organisation_number": _mod_11("31000001"),
        "street": "Storgata 1",
        "postcode": "0155",
        "city": "OSLO",
        "hand_in_place": "OSLO",
        "prefix": "RR",
        "first_serial": 41000000,
        "last_serial": 41999999,
    },
    {
        "customer_number": "10009999992",
        "name": "Fjordbanken SPECIMEN",
        "organisation_number": _mod_11("31000002"),
        "street": "Bryggen 7",
        "postcode": "5004",
        "city": "BERGEN",
        "hand_in_place": "BERGEN",
        "prefix": "RR",
        "first_serial": 42000000,
        "last_serial": 42999999,
    },
    {
        "customer_number": "10009999993",
        "name": "Nordlys Forsikring SPECIMEN",
        "organisation_number": _mod_11("31000004"),
        "street": "Kirkegata 3",
        "postcode": "7011",
        "city": "TRONDHEIM",
        "hand_in_place": "TRONDHEIM",
        "prefix": "RR",
        "first_serial": 43000000,
        "last_serial": 43999999,
    },
]
OUTLETS = [
    (100101, "Oslo sentrum postkontor", 21, "0155", "OSLO", 59.911, 10.749, True),
    (122608, "Bergen postkontor", 21, "5004", "BERGEN", 60.393, 5.325, True),
    (122610, "Post i Butikk Straume", 4, "5353", "STRAUME", 60.361, 5.121, False),
    (137001, "Trondheim bedriftssenter", 1, "7011", "TRONDHEIM", 63.431, 10.395, True),
    (197301, "Post i Butikk Karasjok", 4, "9730", "KARASJOK", 69.472, 25.511, True),
]
SERVED = {"0155": 100101, "5004": 122608, "5353": 122610, "7011": 137001, "9730": 197301}


def national_number(index: int) -> str:
    """A synthetic number: the month plus 80, which no person has."""
    for individual in range(100 + index, 500):
        nine = f"{1 + index % 28:02}{81 + index % 12:02}{50 + index % 49:02}{individual:03}"
        for pair in check_digits(nine):
            return nine + pair
    raise ValueError(index)


def _name(index: int) -> str:
    return f"{GIVEN[index % len(GIVEN)]} {SURNAMES[(index * 5) % len(SURNAMES)]}"


def _booking(index: int, sender: dict[str, object], *, serial: int | None, **changed: object) -> Booking:
    postcode, city = PLACES[index % len(PLACES)]
    document = f"7070707450{index:07d}"
    party = Party(
        str(sender["name"]), (str(sender["street"]),), str(sender["postcode"]), str(sender["city"]), "NO"
    )
    passport_only = index % 7 == 3
    given: dict[str, object] = {
        "interchange_reference": "",
        "message_reference": str(index),
        "segment_number": 0,
        "document_number": document,
        "function": Function.NEW,
        "booked_at": ORDERED_AT,
        "service_code": "2563",
        "added_codes": ("1239",) if passport_only else (),
        "passport_only": passport_only,
        "order_reference": f"ORDRE-{index}",
        "consignment_number": document,
        "customer_number": sender["customer_number"],
        "payer_number": sender["customer_number"],
        "sender": party,
        "recipient": Party(
            _name(index), (f"{STREETS[index % len(STREETS)]} {1 + index % 90}",), postcode, city, "NO"
        ),
        "return_address": None,
        "recipient_mobile": ("", f"+4740{index:06d}", "+4700000001")[(index % 3 > 0) + (index % 19 == 5)],
        "recipient_email": f"mottaker{index}@example.no" if index % 4 else "",
        "recipient_national_number": national_number(index) if index % 5 == 0 else "",
        "letters": (_letter(serial, weight_g=30 + index % 90),),
    }
    return Booking(**{**given, **changed})  # type: ignore[arg-type]


def _letter(serial: int | None, *, weight_g: int) -> BookedLetter:
    number = s10.make(prefix="RR", serial=serial, country="NO") if serial is not None else None
    return BookedLetter(number, weight_g, 4, 229, 162, "EN", "C5")


def _envelope(sender: str, reference: str) -> Envelope:
    return Envelope(
        reference=reference, sender=sender, sender_qualifier="30", recipient=CARRIER, recipient_qualifier="14",
        prepared_at=ORDERED_AT, test=True,
    )  # fmt: skip


def orders() -> tuple[bytes, list[Booking]]:
    """The order file, and the orders of it that are good and stay."""
    first, second, third = SENDERS
    good = [_booking(index, first, serial=40_000_000 + index) for index in range(1, 107)]
    bank = [_booking(index, second, serial=None) for index in range(201, 215)]
    long_name = "Anna Margrethe Elisabeth Charlotte Victoria Nordmann Østby"
    insurer = [_booking(index, third, serial=40_000_000 + index) for index in range(301, 311)]
    insurer[0] = _booking(
        301, third, serial=40_000_301, recipient=Party(long_name, ("Bryggen 2",), "5004", "BERGEN", "NO")
    )
    cancelled, replaced = good[9], good[10]
    changes = [
        _booking(10, first, serial=40_000_010, function=Function.CANCEL, message_reference="1"),
        _booking(
            11,
            first,
            serial=40_000_011,
            function=Function.REPLACE,
            message_reference="2",
            recipient_mobile="+4740999999",
        ),
        _booking(999, first, serial=40_000_999, function=Function.CANCEL, message_reference="3"),
    ]
    one, two, three = (str(sender["organisation_number"]) for sender in SENDERS)
    parts = [
        *write_orders(good, envelope=_envelope(one, "EID0001")),
        *write_orders(bank, envelope=_envelope(two, "BANK0001")),
        *written(_with_faults(insurer, third), envelope=_envelope(three, "FORS0001")),
        *write_orders(changes, envelope=_envelope(one, "EID0002")),
        *write_orders(good, envelope=_envelope(one, "EID0001")),  # sent once more: books nothing twice
        *write_orders(bank[:1], envelope=_envelope("999999999", "UKJENT1")),  # a sender nobody knows
        # Cut off in the middle: nothing of it may be booked.
        b"".join(write_orders([_booking(401, second, serial=None)], envelope=_envelope(two, "BANK0002")))[
            :-60
        ],
    ]
    del replaced
    return b"".join(parts), [one for one in (*good, *bank, *insurer) if one is not cancelled]


def _with_faults(good: list[Booking], sender: dict[str, object]) -> Iterator[str]:
    """The good orders, and one of each kind of order that is refused; the clauses and segments say why."""
    yield from map(order, good)
    number = count(320)

    def bad(**changed: object) -> Booking:
        index = next(number)
        return _booking(index, sender, serial=40_000_000 + index, **changed)

    home = Party("Kari Nordmann", ("Lilleveien 2",), "5004", "BERGEN", "NO")
    yield order(bad(letters=(_letter(40_000_320, weight_g=250),)))  # WEIGHT
    yield order(bad(recipient=Party("Kari Nordmann", ("Drottninggatan 1",), "1111", "STOCKHOLM", "SE")))
    yield order(bad(return_address=Party("Retur AB", ("Kungsgatan 1",), "1111", "STOCKHOLM", "SE")))
    yield order(bad(recipient=Party("Kari Nordmann", ("Lilleveien 2",), "9999", "INGENSTED", "NO")))
    yield order(bad(service_code="3584"))
    yield order(bad(customer_number="10009999991"))
    yield order(bad(letters=(_letter(40_000_301, weight_g=50),)))  # a number in use
    yield order(
        bad(recipient=Party("Kari 漢字", ("Lilleveien 2",), "5004", "BERGEN", "NO"))
    )  # no font has it
    text = order(bad(recipient=home))
    yield text.replace("RR40000328", "RR40000329")  # the check digit is another number's
    text = order(bad(recipient=home))
    yield text.replace(
        "Kari Nordmann", "Kari Maximiliana Wilhelmina Nordmann-Østby"
    )  # over 35 in one component
    text = order(bad(recipient=home))
    yield "".join(line for line in text.splitlines(keepends=True) if not line.startswith("NAD+CN"))
    text = order(bad(recipient=home))
    yield text.replace("MEA+WT+G+GRM:", "MEA+WT+G+GRM:mye")


def visits(booked: list[Booking]) -> Iterator[dict[str, object]]:
    """Who comes when, with which document; a letter whose number the carrier issues is found by its consignment."""
    special = iter(SPECIAL)
    for index, booking in enumerate(booked):
        fate = FATES[index % len(FATES)]
        plain = fate == "collected" and not booking.passport_only
        for row in _visits_of(index, booking, next(special, fate) if plain else fate):
            yield {**row, "name_keyed": len(booking.recipient.name) > 35}


def _visits_of(index: int, booking: Booking, fate: str) -> Iterator[dict[str, object]]:
    if fate == "uncollected":
        return
    given, _, surname = booking.recipient.name.rpartition(" ")
    holder = _holder(index, surname, given, booking.recipient_national_number or national_number(index))
    long = len(booking.recipient.name) > 35
    passport = {
        "consignment": booking.consignment_number,
        "day": 4 + index % 9,
        "kind": "no_passport",
        "read": ["typed"] if long else (["picture"], ["picture", "chip"], ["swipe"])[index % 3],
        "holder": holder,
    }
    swiped, pictured = {**passport, "read": ["swipe"]}, {**passport, "read": ["picture"]}
    chipped = {**passport, "read": ["picture", "chip"]}
    foreign = {**pictured, "kind": "foreign_passport", "holder": {**holder, "nationality": "UTO"}}
    extract = {"supplement": "Utskrift fra Folkeregisteret SPECIMEN"}
    rows: dict[str, list[dict[str, object]]] = {
        "collected": [passport],
        "card": [{**passport, "kind": "no_bank_card", "read": ["typed"]}],
        "licence": [{**passport, "kind": "no_driving_licence", "read": ["typed"]}],
        "td1": [{**chipped, "kind": "no_national_id_card"}],
        "foreign": [{**foreign, "day": 5}, {**foreign, **extract, "read": ["swipe"]}],
        "wrong_then_right": [
            {**passport, "day": 3, "kind": "digital_driving_licence", "read": ["typed"]},
            pictured,
        ],
        "cannot_sign": [{**swiped, "signing": "never", "not_able_to_sign": True}],
        "assisted": [{**swiped, "signing": "temporarily_not"}],
        "expired": [
            {**pictured, "holder": {**holder, "issued_on": "2015-08-11", "expires_on": "2025-08-10"}}
        ],
        "other_name": [{**swiped, "holder": {**holder, "surname": "Hansen"}}],
        "extended": [{**swiped, "day": 24}],
        "glare": [{**pictured, "wrong": "glare"}],
        "doubtful": [{**pictured, "wrong": "doubtful"}],
        "chip_of_another": [{**chipped, "day": 4, "wrong": "chip_of_another"}, {**chipped, "day": 6}],
    }
    yield from rows[fate]


def _holder(index: int, surname: str, given: str, number: str) -> dict[str, str]:
    return {
        "surname": surname, "given_names": given, "document_number": f"CCC{index:06d}", "nationality": "NOR",
        "born_on": f"19{number[4:6]}-{int(number[2:4]) - 80:02}-{number[:2]}", "sex": "FM"[index % 2],
        "issued_on": "2021-05-05", "expires_on": "2031-05-04", "national_number": number,
    }  # fmt: skip


def main() -> None:
    """Write every example file."""
    outlet_fields = ("id", "name", "kind", "postcode", "city", "latitude", "longitude", "has_scanner")
    outlets = [
        {
            **dict(zip(outlet_fields, row, strict=True)),
            "name": f"{row[1]} SPECIMEN",
            "street": "Torget 1",
            "hours_no": "man–fre 09–18, lør 10–15",
            "hours_en": "Mon–Fri 09–18, Sat 10–15",
            "serves": [code for code, outlet in SERVED.items() if outlet == row[0]],
        }
        for row in OUTLETS
    ]
    file, booked = orders()
    (EXAMPLES / "orders.edi").write_bytes(file)
    (EXAMPLES / "visits.jsonl").write_text(
        "".join(json.dumps(visit, ensure_ascii=False) + "\n" for visit in visits(booked)), encoding="utf-8"
    )
    installation = EXAMPLES / "installation"
    senders = [{**sender, "aml_obliged": True, "agreement_on": str(date(2025, 1, 6))} for sender in SENDERS]
    for name, rows in (("senders", senders), ("outlets", outlets)):
        (installation / f"{name}.json").write_text(
            json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    municipalities = {"0155": "0301", "5004": "4601", "5353": "4626", "7011": "5001", "9730": "5610"}
    (installation / "postcodes.tsv").write_text(
        "".join(f"{code}\t{city}\t{municipalities[code]}\t{city}\tG\n" for code, city in PLACES),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
