"""§4, §5, §6: envelope, weight, thickness, one private recipient in Norway, label, return address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import sending

# §5: what the EDI address label carries.
LABEL_ELEMENTS: tuple[str, ...] = ("address", "edi_barcode", "pum_mark", "franking_mark")


_WITHIN = Words(
    no="Konvolutt, vekt og tykkelse er innenfor grensene.",
    en="Envelope, weight and thickness keep to the limits.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFacts:
    """An address as far as the terms care; `kind` is private or business, `country` two letters."""

    country: str
    kind: str = "private"
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterToSend:
    """
    A letter as it is ordered or handed in.

    Weight, thickness and envelope are None where an order does not say them; they are then judged at hand-in.
    """

    recipients: int
    address: AddressFacts
    return_address: AddressFacts
    envelope: str | None = None
    weight_g: int | float | None = None
    thickness_mm: int | float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What was measured of a letter; None where nothing was. `label_lacks` is what its label does not show."""

    envelope: str | None = None
    weight_g: int | float | None = None
    thickness_mm: int | float | None = None
    label_lacks: tuple[str, ...] = ()


def measure(measures: Measures, *, edition: PumEdition) -> Decision:
    """
    Decide whether a letter that lies on the scales keeps to the limits and is labelled.

    Terms: PUM §4, §5.
    """
    return Decision.judged(
        question="measure",
        edition=edition.id,
        refusals=(*_measures(measures, edition=edition), *_label(measures)),
        passed="accepted",
        refused="refused",
        reasons=(Reason.stating("measures", PUM(4), words=_WITHIN),),
    )


def letter_refusals(letter: LetterToSend, *, edition: PumEdition) -> tuple[Refusal, ...]:
    """
    Return everything about a letter that keeps it from being sent.

    Terms: PUM §4, §5, §6.
    """
    return (
        *_measures(letter, edition=edition),
        *_address(letter, edition=edition),
        *_return_address(letter.return_address, edition=edition),
    )


def _measures(letter: LetterToSend | Measures, *, edition: PumEdition) -> Iterable[Refusal]:
    if letter.envelope is not None and letter.envelope not in edition.envelopes:
        # The envelope's own word comes from outside; it is not repeated in what we write down.
        yield Refusal(sending.ENVELOPE, {"allowed": ", ".join(edition.envelopes)})
    if letter.weight_g is not None and letter.weight_g > edition.max_weight_g:
        yield Refusal(sending.WEIGHT, {"weight_g": letter.weight_g, "max_weight_g": edition.max_weight_g})
    if letter.thickness_mm is not None and letter.thickness_mm > edition.max_thickness_mm:
        yield Refusal(
            sending.THICKNESS,
            {"thickness_mm": letter.thickness_mm, "max_thickness_mm": edition.max_thickness_mm},
        )


def _label(measures: Measures) -> Iterable[Refusal]:
    lacking = [element for element in LABEL_ELEMENTS if element in measures.label_lacks]
    if lacking:
        yield Refusal(sending.LABEL_INCOMPLETE, {"missing": ", ".join(lacking)})


def _address(letter: LetterToSend, *, edition: PumEdition) -> Iterable[Refusal]:
    if letter.recipients != edition.recipients:
        yield Refusal(sending.ONE_RECIPIENT, {"recipients": letter.recipients})
    if letter.address.kind != "private":
        yield Refusal(sending.PRIVATE_ADDRESS)
    if letter.address.country != edition.address_country:
        yield Refusal(sending.NORWAY_ONLY)
    if not letter.address.complete:
        yield Refusal(sending.ADDRESS_INCOMPLETE)


def _return_address(address: AddressFacts, *, edition: PumEdition) -> Iterable[Refusal]:
    if address.country != edition.return_country or not address.complete:
        yield Refusal(sending.RETURN_ADDRESS)
