"""An order while it is being read: each segment adds what it says, faults are gathered beside."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from budstikke.formats import s10
from budstikke.formats.edifact.amounts import grams, millimetres
from budstikke.formats.edifact.faults import WHOLE, Fault, Position, fault
from budstikke.formats.edifact.header import OSLO, moment
from budstikke.formats.edifact.orders import Function, Party
from budstikke.formats.edifact.segments import Columns, column, position

PUM = "2563"
PASSPORT_ONLY = "1239"
_PUM_SPELLINGS = frozenset({PUM, "3023", "ZD3"})
_PASSPORT_SPELLINGS = frozenset({PASSPORT_ONLY, "ZY2"})
_FUNCTIONS = {function.value: function for function in Function}
_DOCUMENTS = frozenset({"171", "264", "335", "610", "700", "705", "730", "740"})
_S10 = re.compile("[A-Z]{2}[0-9]{9}[A-Z]{2}")
PACKAGES_MOST = 999
# 6313 (or the place in DIM) -> which measure of the letter it is.
_MEASURES = {"LN": "length_mm", "WD": "width_mm", "HT": "thickness_mm", "TH": "thickness_mm"}

Reader = Callable[["Draft", int, Columns], None]


class Item:
    """One goods item: so many letters with the measures they share and the marks they carry."""

    __slots__ = ("count", "envelope", "marks", "measures", "segment", "type")

    def __init__(self, segment: int, count: int, package_type: str, envelope: str) -> None:
        self.segment = segment
        self.count = count
        self.type = package_type
        self.envelope = envelope
        self.measures: dict[str, int] = {}
        self.marks: list[str] = []


class Draft:
    """What the segments have said so far."""

    __slots__ = (
        "added",
        "booked_at",
        "consignment",
        "counted",
        "counted_at",
        "customer",
        "document",
        "faults",
        "function",
        "items",
        "mails",
        "marks",
        "message",
        "mobiles",
        "national_number",
        "order_reference",
        "parties",
        "party",
        "payer",
        "phones",
        "service",
    )

    def __init__(self, message: str) -> None:
        self.message = message
        self.faults: list[Fault] = []
        self.document = self.order_reference = self.consignment = self.customer = self.payer = ""
        self.service = self.mobiles = self.phones = self.mails = self.national_number = ""
        self.function: Function | None = None
        self.booked_at: datetime | None = None
        self.counted: int | None = None
        self.counted_at = 0
        self.added: list[str] = []
        self.parties: dict[str, Party] = {}
        self.party = ""
        self.items: list[Item] = []
        self.marks: set[str] = set()

    def fault(self, code: str, segment: int, at: Position = WHOLE, **said: str | int) -> None:
        """Note a fault of this message."""
        self.faults.append(fault(code, message=self.message, segment=segment, at=at, **said))


def _columns(tag: str, *elements: str) -> tuple[int, ...]:
    return tuple(column(tag, element) for element in elements)


_BGM_TYPE, _BGM_NUMBER, _BGM_FUNCTION = _columns("BGM", "1001", "1004", "1225")


def _bgm(draft: Draft, number: int, values: Columns) -> None:
    draft.document = values[_BGM_NUMBER]
    draft.function = _FUNCTIONS.get(values[_BGM_FUNCTION] or "9")
    if draft.function is None:
        draft.fault("CODE_UNKNOWN", number, position("BGM", _BGM_FUNCTION), element="1225", known="1, 5, 9")
    if values[_BGM_TYPE] not in _DOCUMENTS:
        known = ", ".join(sorted(_DOCUMENTS))
        draft.fault("CODE_UNKNOWN", number, position("BGM", _BGM_TYPE), element="1001", known=known)


def _dtm(draft: Draft, number: int, values: Columns) -> None:
    purpose, value, shape = values
    if purpose != "137" or draft.party:
        return
    if draft.booked_at is not None:
        draft.fault("SEGMENT_REPEATED", number, Position(1, 1), tag="DTM+137", limit=1)
    draft.booked_at = moment(value, shape)
    if draft.booked_at is None:
        draft.fault("DATE_INVALID", number, Position(1, 2))
        draft.booked_at = datetime.max.replace(tzinfo=OSLO)  # so that it is not told to be missing as well


_TSR_SERVICE, _TSR_SECOND = column("TSR", "7273"), column("TSR", "7273", 1)


def _tsr(draft: Draft, _: int, values: Columns) -> None:
    # The older spelling: one segment each for the service and what is added to it.
    for code in (values[_TSR_SERVICE], values[_TSR_SECOND]):
        if code in _PASSPORT_SPELLINGS:
            draft.added.append(PASSPORT_ONLY)
        elif code and not draft.service:
            draft.service = PUM if code in _PUM_SPELLINGS else code
        elif code:
            draft.added.append(code)


_FTX_TEXT = column("FTX", "4440")


def _ftx(draft: Draft, number: int, values: Columns) -> None:
    subject, code = values[0], values[_FTX_TEXT]
    if draft.items or subject not in ("PRD", "SSR"):
        return
    if not code:
        draft.fault("VALUE_MISSING", number, Position(4, 1), element="4440")
    elif subject == "SSR":
        draft.added.append(PASSPORT_ONLY if code in _PASSPORT_SPELLINGS else code)
    elif draft.service:
        draft.fault("SEGMENT_REPEATED", number, Position(1, 1), tag="FTX+PRD", limit=1)
    else:
        draft.service = PUM if code in _PUM_SPELLINGS else code


def _cnt(draft: Draft, number: int, values: Columns) -> None:
    if values[0] != "11":
        return
    if draft.counted is not None:
        draft.fault("SEGMENT_REPEATED", number, Position(1, 1), tag="CNT+11", limit=1)
    text = values[1]
    draft.counted_at = number
    draft.counted = int(text) if text.isdigit() and text.isascii() else 0
    if not 0 < draft.counted <= PACKAGES_MOST:
        draft.fault("COUNT_INVALID", number, Position(1, 2), limit=PACKAGES_MOST)
        draft.counted = 0


def _rff(draft: Draft, _: int, values: Columns) -> None:
    if draft.items or draft.party:
        return
    if values[0] == "CU":
        draft.order_reference = draft.order_reference or values[1]
    elif values[0] == "CMR":
        draft.consignment = draft.consignment or values[1]


_NAD_ID, _NAD_LIST, _NAD_NAME, _NAD_STREET, _NAD_CITY, _NAD_POSTCODE, _NAD_COUNTRY = _columns(
    "NAD", "3039", "1131", "3036", "3042", "3164", "3251", "3207"
)
# What an address must have, by the party; BIG14 requires it of both ends.
_ADDRESS = ((_NAD_NAME, "3036"), (_NAD_CITY, "3164"), (_NAD_POSTCODE, "3251"), (_NAD_COUNTRY, "3207"))
_NEEDS = {"CZ": _ADDRESS[:1], "CN": _ADDRESS, "ZRR": _ADDRESS[:3]}


def _nad(draft: Draft, number: int, values: Columns) -> None:
    party = draft.party = values[0]
    identity = values[_NAD_ID]
    if party == "FP":
        if draft.payer:
            draft.fault("SEGMENT_REPEATED", number, Position(1, 1), tag="NAD+FP", limit=1)
        draft.payer = identity
        if not identity:
            draft.fault("VALUE_MISSING", number, position("NAD", _NAD_ID), element="3039")
            draft.payer = " "  # so that the segment is not told to be missing as well
        return
    needs = _NEEDS.get(party)
    if needs is None:
        return
    if party in draft.parties:
        draft.fault("SEGMENT_REPEATED", number, Position(1, 1), tag=f"NAD+{party}", limit=1)
    for at, element in needs:
        if not values[at]:
            draft.fault("VALUE_MISSING", number, position("NAD", at), element=element)
    if party == "CZ":
        draft.customer = identity
    elif party == "CN" and values[_NAD_LIST] == "FNR":
        draft.national_number = identity
        if not (len(identity) == 11 and identity.isascii() and identity.isdigit()):
            draft.fault("NATIONAL_NUMBER_SHAPE", number, position("NAD", _NAD_ID))
    # The sender is the same from message to message, the recipient is not.
    draft.parties[party] = _party(values) if party == "CN" else _party_again(values)


def _party(values: Columns) -> Party:
    # Most names fill one component and most addresses one line: no need to join or to sift then.
    name, more = values[_NAD_NAME], values[_NAD_NAME + 1 : _NAD_NAME + 5]
    street, *others = streets = values[_NAD_STREET : _NAD_STREET + 4]
    return Party(
        " ".join(filter(None, (name, *more))) if any(more) else name,
        tuple(filter(None, streets)) if any(others) or not street else (street,),
        values[_NAD_POSTCODE],
        values[_NAD_CITY],
        values[_NAD_COUNTRY],
    )


_party_again = lru_cache(maxsize=256)(_party)


def _com(draft: Draft, _: int, values: Columns) -> None:
    if draft.party != "CN":
        return
    for at in (0, 2, 4):
        address, channel = values[at], values[at + 1]
        if not address:
            break
        if channel == "AL":
            draft.mobiles = draft.mobiles or address
        elif channel == "EM":
            draft.mails = draft.mails or address
        elif channel == "TE":
            draft.phones = draft.phones or address


_GID_COUNT, _GID_TYPE, _GID_WORDS = _columns("GID", "7224", "7065", "7064")


def _gid(draft: Draft, number: int, values: Columns) -> None:
    draft.party = ""
    written = values[_GID_COUNT]
    count = 1 if not written else int(written) if written.isdigit() and written.isascii() else 0
    if not 0 < count <= PACKAGES_MOST:
        draft.fault("COUNT_INVALID", number, position("GID", _GID_COUNT), limit=PACKAGES_MOST)
        count = 0
    draft.items.append(Item(number, count, values[_GID_TYPE], values[_GID_WORDS]))


_MEA_ATTRIBUTE, _MEA_UNIT, _MEA_VALUE = _columns("MEA", "6313", "6411", "6314")


def _mea(draft: Draft, number: int, values: Columns) -> None:
    if not draft.items:
        return
    measures = draft.items[-1].measures
    purpose, attribute = values[0], values[_MEA_ATTRIBUTE]
    if purpose == "WT" and attribute in ("G", "AAB", ""):
        weight_g = grams(values[_MEA_VALUE], values[_MEA_UNIT])
        if weight_g is None:
            draft.fault("WEIGHT_INVALID", number, position("MEA", _MEA_VALUE))
        else:
            measures["weight_g"] = weight_g
    elif purpose in ("DIM", "PD") and attribute in _MEASURES:
        length_mm = millimetres(values[_MEA_VALUE], values[_MEA_UNIT])
        if length_mm is None:
            draft.fault("DIMENSION_INVALID", number, position("MEA", _MEA_VALUE))
        else:
            measures[_MEASURES[attribute]] = length_mm


_DIM_UNIT, *_DIM_VALUES = _columns("DIM", "6411", "6168", "6140", "6008")


def _dim(draft: Draft, number: int, values: Columns) -> None:
    if not draft.items:
        return
    for at, measure in zip(_DIM_VALUES, ("length_mm", "width_mm", "thickness_mm"), strict=True):
        if values[at]:
            length_mm = millimetres(values[at], values[_DIM_UNIT])
            if length_mm is None:
                draft.fault("DIMENSION_INVALID", number, position("DIM", at))
            else:
                draft.items[-1].measures[measure] = length_mm


def _pci(draft: Draft, number: int, values: Columns) -> None:
    kind, mark = values[0], values[1]
    if not draft.items:
        return
    item = draft.items[-1]
    if kind != "18":
        draft.fault("MARK_KIND", number, Position(1, 1))
        item.marks.append("")
        return
    item.marks.append(mark)
    if not mark:
        return
    if mark in draft.marks:
        draft.fault("MARK_REPEATED", number, Position(2, 1))
    draft.marks.add(mark)
    trouble = mark_trouble(mark)
    if trouble:
        draft.fault(trouble, number, Position(2, 1))


def mark_trouble(mark: str) -> str | None:
    """The code of what is wrong with a letter number; None if it is a right S10 number."""
    if s10.is_valid(mark):
        return None
    return "MARK_CHECK_DIGIT" if _S10.fullmatch(mark) else "MARK_NOT_S10"


READERS: dict[str, Reader] = {
    "BGM": _bgm,
    "DTM": _dtm,
    "TSR": _tsr,
    "FTX": _ftx,
    "CNT": _cnt,
    "RFF": _rff,
    "NAD": _nad,
    "COM": _com,
    "GID": _gid,
    "MEA": _mea,
    "DIM": _dim,
    "PCI": _pci,
}
