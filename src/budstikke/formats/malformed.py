"""Bad input: every fault with its place and its cure, never only the first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing wrong with an input.

    `where` tells the place in the input's own terms ("message 3, segment 7, element 2, character 14"); `code`
    is stable; `text` says what is wrong and what would cure it. A fault never repeats personal data.
    """

    where: str
    code: str
    text: str


class Malformed(ValueError):
    """Raised by formats for input that cannot be read; carries every fault."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.where}: {fault.code}: {fault.text}" for fault in faults))
