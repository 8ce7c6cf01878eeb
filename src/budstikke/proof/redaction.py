"""Leaving out: a copy of evidence in which only chosen personal values are shown, and all signatures still hold."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from budstikke.proof.evidence_file import EvidenceFile, evidence_file, read_evidence_file
from budstikke.proof.pdf import evidence_of

_PDF = b"%PDF-"


class NotThere(Exception):
    """A value was to be kept that the file does not show; `shown` are the paths it does show."""

    def __init__(self, path: str, shown: tuple[str, ...]) -> None:
        self.path, self.shown = path, shown
        super().__init__(f"{path} is not shown in this file")


def shown_in(data: bytes) -> tuple[str, ...]:
    """
    Return the paths of the personal values a file shows, those of what came before included.

    Raises: NotEvidence; NotAReport for a PDF that is none.
    """
    return _shown(_read(data))


def redacted(data: bytes, *, keep: Collection[str]) -> bytes:
    """
    Return the evidence file of a report or of evidence, with these personal values shown and no others.

    Reading: a value is left out by leaving out its disclosure; its salted hash stays where it was signed. A path
    counts for the evidence and for what came before alike. The page and the pictures of a report are not taken
    along: a page with a field blackened would no longer be the one that was sealed.
    Raises: NotThere; NotEvidence; NotAReport for a PDF that is none.
    """
    file = _read(data)
    shown = _shown(file)
    for path in keep:
        if path not in shown:
            raise NotThere(path, shown)
    return _written(_only(file, lambda _: keep))


def redacted_each(data: bytes, *, keep: Callable[[EvidenceFile], Collection[str]]) -> bytes:
    """
    Return the file with the personal values shown that `keep` names, asked for each piece of evidence in it.

    Raises: NotEvidence; NotAReport for a PDF that is none.
    """
    return _written(_only(_read(data), keep))


def _written(kept: EvidenceFile) -> bytes:
    return evidence_file(
        kept.document, kept.signatures, disclosures=kept.disclosures, log=kept.log, chain=kept.chain
    )


def _read(data: bytes) -> EvidenceFile:
    return read_evidence_file(evidence_of(data) if data.startswith(_PDF) else data)


def _shown(file: EvidenceFile) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.path for link in (file, *file.chain) for each in link.disclosures))


def _only(file: EvidenceFile, keep: Callable[[EvidenceFile], Collection[str]]) -> EvidenceFile:
    kept = keep(file)
    return replace(
        file,
        disclosures=tuple(each for each in file.disclosures if each.path in kept),
        chain=tuple(_only(link, keep) for link in file.chain),
    )
