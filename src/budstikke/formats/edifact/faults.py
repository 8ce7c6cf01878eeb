"""What can be wrong with an interchange: every fault by its code, its place, and a sentence with the cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """
    A place inside a segment; 0 means "not narrowed down".

    Unit: elements are counted from 1 after the tag, components from 1 in their element, characters from 1
    in the component's value (release characters left out).
    """

    element: int = 0
    component: int = 0
    character: int = 0

    def __str__(self) -> str:
        if not self.element:
            return f"character {self.character}" if self.character else "segment"
        words = f"element {self.element}"
        if self.component:
            words += f", component {self.component}"
        if self.character:
            words += f", character {self.character}"
        return words


WHOLE = Position()


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing wrong with an interchange or with one of its messages.

    Unit: `segment` is counted from 1: in the message (UNH is 1) where `message` names one, else in the
    interchange (UNB is 1). `code` is stable and a key of `KINDS`. The text repeats no personal data.
    """

    message: str | None
    segment: int
    position: Position
    code: str
    text: str

    @property
    def where(self) -> str:
        """The place in one line, as `formats.malformed` has it."""
        message = "" if self.message is None else f"message {self.message}, "
        return f"{message}segment {self.segment}, {self.position}"

    def as_json(self) -> dict[str, str | int | None]:
        """The fault as the commands and the reject files show it."""
        return {
            "message": self.message,
            "segment": self.segment,
            "position": str(self.position),
            "code": self.code,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its number in code list 0085 (what CONTRL says) and its sentence."""

    error_code: int
    text: str


# code -> (0085, sentence). One row per kind; the tests break one thing per row.
KINDS: dict[str, Kind] = {
    # the interchange
    "EMPTY_FILE": Kind(13, "The file is empty; send an interchange from UNB to UNZ."),
    "UNA_INVALID": Kind(22, "The six characters after UNA must be different signs, not letters or digits."),
    "UNB_MISSING": Kind(13, "Here an interchange must begin with UNB; remove what stands before it."),
    "CHARSET_UNKNOWN": Kind(2, "The syntax identifier is none of UNOA to UNOF, UNOW, UNOY; use UNOC."),
    "SEGMENT_UNTERMINATED": Kind(13, "The file ends inside a segment; send the whole file again."),
    "SEGMENT_TOO_LONG": Kind(39, "No segment ends within {limit} bytes; check the segment terminator."),
    "INTERCHANGE_EMPTY": Kind(32, "There is no message between UNB and UNZ; send at least one."),
    "OUTSIDE_MESSAGE": Kind(33, "The segment {tag} stands outside any message; put it between UNH and UNT."),
    "UNZ_MISSING": Kind(13, "The interchange has no UNZ; the file was cut off: send it again whole."),
    "UNZ_COUNT": Kind(29, "UNZ says {said} messages but there are {found}; correct the count in UNZ."),
    "UNZ_REFERENCE": Kind(28, "The reference in UNZ is not the one in UNB; write the same in both."),
    # the message's envelope
    "UNH_REFERENCE_REPEATED": Kind(
        26, "An earlier message of this interchange has the same reference; number anew."
    ),
    "UNT_MISSING": Kind(13, "The message has no UNT; end it with UNT, its segment count and its reference."),
    "UNT_COUNT": Kind(29, "UNT says {said} segments but there are {found}, UNH and UNT included."),
    "UNT_REFERENCE": Kind(28, "The reference in UNT is not the one in UNH; write the same in both."),
    "MESSAGE_TOO_LONG": Kind(35, "The message is longer than {limit} characters; split the order."),
    "MESSAGE_TYPE": Kind(17, "Only orders (IFTMIN) are read here; send other messages elsewhere."),
    "MESSAGE_VERSION": Kind(17, "This version of IFTMIN is not read; send D:04A:UN:BIG14."),
    # characters
    "CHARACTER_NOT_IN_LEVEL": Kind(
        21, "A character here is not in the set that UNB names; name UNOY for it."
    ),
    "UTF8_IN_LEVEL": Kind(21, "This is UTF-8 while UNB names UNOC; send 8859-1 or name UNOY."),
    "CHARACTER_NOT_PRINTABLE": Kind(
        21, "A character here is in none of our fonts; spell it with another letter."
    ),
    # segments
    "SEGMENT_EMPTY": Kind(13, "There is nothing between two segment terminators; remove one of them."),
    "SEGMENT_UNKNOWN": Kind(12, "This is no segment of an IFTMIN order; remove it."),
    "SEGMENT_OUT_OF_PLACE": Kind(
        15, "The segment {tag} is not allowed at this place; follow the order of the guide."
    ),
    "SEGMENT_REPEATED": Kind(35, "The segment {tag} stands here more often than {limit} times."),
    "SEGMENT_MISSING": Kind(13, "The segment {tag} is required and is not there; add it."),
    "ELEMENTS_TOO_MANY": Kind(
        16, "{tag} has at most {limit} elements; check for a + that needs a ? before it."
    ),
    "COMPONENTS_TOO_MANY": Kind(
        16, "This element has at most {limit} components; check for a : that needs a ?."
    ),
    "VALUE_TOO_LONG": Kind(39, "Data element {element} holds at most {limit} characters and has {found}."),
    "VALUE_MISSING": Kind(13, "Data element {element} is required and is empty; fill it in."),
    "NUMBER_INVALID": Kind(37, "Data element {element} must be a number: digits, at most one decimal mark."),
    # values
    "CODE_UNKNOWN": Kind(12, "Data element {element} must be one of {known}."),
    "DATE_INVALID": Kind(12, "The date does not fit its format; use 203 (CCYYMMDDHHMM) or 102 (CCYYMMDD)."),
    "COUNT_INVALID": Kind(12, "The number of packages must be between 1 and {limit}."),
    "COUNT_DIFFERS": Kind(29, "CNT+11 says {said} packages but the GID segments hold {found}."),
    "MARKS_DIFFER": Kind(29, "This GID holds {said} packages but {found} PCI: give one for each, or none."),
    "MARK_REPEATED": Kind(26, "An earlier package of this message has the same number; give each its own."),
    "MARK_NOT_S10": Kind(12, "PCI+18 must hold 13 characters by UPU S10, such as RR473124829NO."),
    "MARK_CHECK_DIGIT": Kind(12, "The check digit of the letter number is wrong; compare it with the label."),
    "MARK_KIND": Kind(14, "A letter is marked with PCI+18; 24, 28 and 30 mark parcels."),
    "WEIGHT_INVALID": Kind(12, "The weight must be a number of at most 100 kg in GRM or KGM."),
    "DIMENSION_INVALID": Kind(12, "The dimension must be a number of at most 10 m in MMT, CMT or MTR."),
    "NATIONAL_NUMBER_SHAPE": Kind(
        12, "A national number (FNR) has 11 digits; send it whole or leave it out."
    ),
}


def fault(code: str, *, message: str | None, segment: int, at: Position = WHOLE, **said: str | int) -> Fault:
    """Name one fault by its code; `said` fills the sentence and must hold no personal data."""
    return Fault(message, segment, at, code, KINDS[code].text.format(**said))
