"""Published specimens of zones, and how a test changes one."""

from __future__ import annotations

from datetime import date

from budstikke.formats.mrz.check_digit import check_digit

TODAY = date(2026, 11, 21)  # a Saturday

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
MRVA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRVB = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
ID_CARD = (
    "CANORGDC0001273230456<12345<<<",
    "5604230M2606118NOR<<<<<<<<<<<9",
    "OESTENBYEN<<AASAMUND<SPECIMEN<",
)
PASSPORT = ("P<NOROESTENBYEN<<AASAMUND<SPECIMEN<<<<<<<<<<", "CCC0022514NOR5604230M3004157<<<<<<<<<<<<<<04")
FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
LONG = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")


def with_text(lines: tuple[str, ...], line: int, first: int, text: str) -> list[str]:
    """Return the lines with a text written over one of them, line and column from 1."""
    changed = list(lines)
    old = changed[line - 1]
    changed[line - 1] = old[: first - 1] + text + old[first - 1 + len(text) :]
    return changed


def sound(lines: tuple[str, ...] | list[str]) -> list[str]:
    """Return TD3 lines with their check digits made right."""
    second = lines[1]
    for first, last, at in ((0, 9, 9), (13, 19, 19), (21, 27, 27), (28, 42, 42)):
        digit = check_digit(second[first:last])
        second = second[:at] + ("<" if second[at] == "<" else digit) + second[at + 1 :]
    whole = check_digit(second[0:10] + second[13:20] + second[21:43])
    return [lines[0], second[:43] + whole]
