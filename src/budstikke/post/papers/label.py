"""
Labels: the address label of a letter, and the label under which it goes back.

The label carries what the terms ask for: the address, the barcode of the order, the PUM mark and the franking
mark, and the sender's full return address.
Terms: PUM §5, §6, §7, §15.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice

import pikepdf

from budstikke.law.words import Words
from budstikke.post.papers.barcode import code_39, data_matrix
from budstikke.post.papers.label_forms import Form
from budstikke.post.papers.setting import refuse_unprintable, set_pdf, set_png

# typst keeps what it has laid out; a hundred labels a call keep a long-lived process small.
LABELS_PER_CALL = 96
PASSPORT_ONLY = Words(
    no="Kun mot pass: vis pass, norsk nasjonalt ID-kort eller reisebevis.",
    en="Passport only: show a passport, Norwegian national ID card or travel document.",
)


@dataclass(frozen=True, slots=True)
class Label:
    """
    What stands on the label of one letter.

    `return_lines` is the sender's full Norwegian address, the last line with postcode and place (PUM §6).
    """

    number: str
    recipient_name: str
    address_lines: tuple[str, ...]
    postcode: str
    city: str
    sender_name: str
    return_lines: tuple[str, ...]
    passport_only: bool
    order_reference: str
    customer_number: str
    test: bool


@dataclass(frozen=True, slots=True)
class ReturnLabel:
    """
    What stands on the label of a letter that goes back to its sender as a registered letter (PUM §15).

    `number` is the one it travels back under, which may be its own; `reason` comes already worded.
    """

    number: str
    letter_number: str
    sender_name: str
    address_lines: tuple[str, ...]
    postcode: str
    city: str
    outlet_name: str
    outlet_lines: tuple[str, ...]
    reason: Words
    order_reference: str
    test: bool


@dataclass(frozen=True, slots=True)
class Artwork:
    """An operator's own marks as SVG; where one is missing, ours is drawn."""

    pum_mark_svg: str | None = None
    franking_mark_svg: str | None = None


OWN_ARTWORK = Artwork()


def render_pdf(labels: Sequence[Label | ReturnLabel], *, form: Form, artwork: Artwork = OWN_ARTWORK) -> bytes:
    """
    Return labels as one PDF, in the order given.

    Raises: ValueError when there is none; CannotPrint when a text has no letters or no room.
    """
    if not labels:
        raise ValueError("no labels to print")
    rest = iter(labels)
    parts = []
    while batch := list(islice(rest, LABELS_PER_CALL)):
        parts.append(set_pdf("label.typ", _data(batch, form=form, artwork=artwork)))
    return parts[0] if len(parts) == 1 else _merged(parts)


def render_png(
    label: Label | ReturnLabel, *, form: Form, dots_per_inch: float, artwork: Artwork = OWN_ARTWORK
) -> bytes:
    """
    Return one label as a PNG picture.

    Raises: CannotPrint when a text has no letters or no room.
    """
    return set_png("label.typ", _data([label], form=form, artwork=artwork), ppi=dots_per_inch)


def spaced(number: str) -> str:
    """
    Return an S10 number as people read it aloud; any other number as it is.

    >>> spaced("RR473124829NO")
    'RR 473 124 829 NO'
    """
    if len(number) != 13:
        return number
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}"


def _merged(parts: Sequence[bytes]) -> bytes:
    whole = pikepdf.new()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as pdf:
            whole.pages.extend(pdf.pages)
    out = io.BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def _data(labels: Sequence[Label | ReturnLabel], *, form: Form, artwork: Artwork) -> dict[str, object]:
    return {
        "form": asdict(form),
        "mark_svg": artwork.pum_mark_svg,
        "franking_svg": artwork.franking_mark_svg,
        "labels": [_outward(label) if isinstance(label, Label) else _homeward(label) for label in labels],
    }


def _outward(label: Label) -> dict[str, object]:
    return _row(
        label,
        name=label.recipient_name,
        returned=False,
        mark=("PUM", "Personlig utlevering", "mot gyldig legitimasjon"),
        franking=("PORTO BETALT", "Norge / Noreg", f"Kunde {label.customer_number}"),
        sender=("Avsender / retur:", label.sender_name, label.return_lines),
        note=PASSPORT_ONLY if label.passport_only else None,
        references=[("Ordre", label.order_reference), ("Kunde", label.customer_number), ("EDI", "PUM 2563")],
    )


def _homeward(label: ReturnLabel) -> dict[str, object]:
    return _row(
        label,
        name=label.sender_name,
        returned=True,
        mark=("RETUR", "Rekommandert brev", "Registered letter"),
        franking=("PORTO BETALT", "Norge / Noreg", "Retur av PUM"),
        sender=("Sendt tilbake fra:", label.outlet_name, label.outlet_lines),
        note=label.reason,
        references=[("PUM", spaced(label.letter_number)), ("Ordre", label.order_reference)],
    )


def _row(
    label: Label | ReturnLabel,
    *,
    name: str,
    returned: bool,
    mark: tuple[str, str, str],
    franking: tuple[str, ...],
    sender: tuple[str, str, tuple[str, ...]],
    note: Words | None,
    references: list[tuple[str, str]],
) -> dict[str, object]:
    linear = code_39(label.number)
    row: dict[str, object] = {
        "number": label.number,
        "spaced": spaced(label.number),
        "mark": mark[0],
        "mark_words": mark[1:],
        "franking": franking,
        "from_words": sender[0],
        "from_name": sender[1],
        "from_lines": sender[2],
        "name": breakable(name),
        "lines": [breakable(line) for line in label.address_lines],
        "postcode": label.postcode,
        "city": breakable(label.city),
        "note": [note.no, note.en] if note else None,
        "references": [(what, breakable(value)) for what, value in references if value],
        "returned": returned,
        "test": label.test,
        "code_39": linear.svg,
        "code_39_modules": linear.width_modules,
        "data_matrix": data_matrix(label.number).svg,
    }
    refuse_unprintable(
        f"label {label.number}",
        [
            name,
            *label.address_lines,
            label.postcode,
            label.city,
            sender[1],
            *sender[2],
            label.order_reference,
        ],
    )
    return row


LONGEST_WHOLE_WORD = 30
BREAK_HERE = "\N{ZERO WIDTH SPACE}"


def breakable(text: str) -> str:
    """
    Return a text in which a run of more than 30 letters without space or hyphen may be broken between lines.

    >>> breakable("Kari Nordmann")
    'Kari Nordmann'
    """
    return re.sub(rf"[^\s-]{{{LONGEST_WHOLE_WORD + 1},}}", lambda run: BREAK_HERE.join(run[0]), text)
