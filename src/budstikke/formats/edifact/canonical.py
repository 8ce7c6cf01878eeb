"""
Bytes to canonical text, a block at a time: default separators, released characters set aside.

In canonical text ' ends a segment, + an element, : a component, and nothing is released any more: a
released service character is one of the four marks U+0001 to U+0004. So splitting is exact, at the speed of
`str.split`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from budstikke.formats.edifact.charsets import OUTSIDE, Level

MARKS = str.maketrans({"\x01": "?", "\x02": "'", "\x03": "+", "\x04": ":"})
_TO_MARK = {"?": "\x01", "'": "\x02", "+": "\x03", ":": "\x04"}
_BREAK_TO_MARK = str.maketrans("\r\n", OUTSIDE * 2)
_BREAKS = re.compile("'[\r\n ]+")


@dataclass(frozen=True, slots=True)
class Service:
    """
    The service characters of UNA.

    Reading: the decimal mark is not kept, since point and comma are both read wherever a number stands.
    """

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"

    @classmethod
    def read(cls, advice: bytes) -> Service | None:
        """Read the six bytes after UNA; None if they cannot do their work."""
        text = advice.decode("latin-1")
        if len(text) < 6:
            return None
        component, element, _, release, _, terminator = tuple(text)
        # A blank release character means that nothing is released in this interchange.
        needed = [component, element, terminator] + ([] if release == " " else [release])
        usable = all("!" <= sign <= "~" and not sign.isalnum() for sign in needed)
        if not usable or len(set(needed)) != len(needed):
            return None
        return cls(component, element, release, terminator)


def ends_at(data: bytes, *, service: Service, before: int) -> int:
    """The index after the last segment terminator below `before`; 0 if there is none."""
    terminator, release = service.terminator.encode(), service.release.encode()
    at = data.rfind(terminator, 0, before)
    while at >= 0:
        run = at
        while run and data[run - 1 : run] == release and release != b" ":
            run -= 1
        if (at - run) % 2 == 0:
            return at + 1
        at = data.rfind(terminator, 0, run)
    return 0


def canonical(data: bytes, *, level: Level, service: Service) -> tuple[str, bool]:
    """
    Turn whole segments into canonical text with a ' before each (not after), and say whether it is suspect.

    Never fails: what may not stand here is a mark in the text, which makes it suspect.
    """
    text, suspect = level.text(data)
    text = _default(text) if service == _DEFAULT else _other(text, service=service)
    text = "'" + text.removesuffix("'")
    if "\n" in text:
        text = text.replace("'\r\n", "'").replace("'\n", "'")
    if "'\r" in text or "'\n" in text or "' " in text:
        text = _BREAKS.sub("'", text)  # blanks and empty lines
    if "\r" in text or "\n" in text:
        # A line break inside a segment.
        return text.translate(_BREAK_TO_MARK), True
    return text, suspect


_DEFAULT = Service()


def _default(text: str) -> str:
    if "?" not in text:
        return text
    # Left to right and longest run first: "??" pairs off before anything else, so what is left is a real
    # release.
    text = text.replace("??", "\x01").replace("?+", "\x03").replace("?'", "\x02").replace("?:", "\x04")
    # A release before an ordinary character gives that character its ordinary meaning, which it has.
    return text.replace("?", "") if "?" in text else text


def _other(text: str, *, service: Service) -> str:
    """The same with service characters of the sender's own: one pass, since this is rare."""
    separators = {service.terminator: "'", service.element: "+", service.component: ":"}
    release = "" if service.release == " " else service.release
    out: list[str] = []
    released = False
    for sign in text:
        if released:
            out.append(_TO_MARK.get(sign, sign))
            released = False
        elif sign == release:
            released = True
        else:
            out.append(separators.get(sign) or _TO_MARK.get(sign, sign))
    return "".join(out)
