"""What a clerk has put into an open check so far: kept after every step, so that nothing has to be asked twice."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from budstikke.law.decision import plain
from budstikke.post.actions.reading.presented import Typed
from budstikke.post.terms.pum.id_check import ClerkDecision, Finding, Findings, Signing, SupplementFacts

_DATES = ("born_on", "issued_on", "expires_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """
    Everything the clerk put in; what devices sent is kept beside it.

    `kind` is a code of terms.pum.id_documents, empty until one is chosen. `mrz_lines` are those the clerk typed
    or confirmed. `name_keyed`: the clerk keyed the name from the letter. `all_shown`: the clerk says that the
    recipient has nothing more to show. `picture` is the document as the clerk's own camera saw it; `signature` the
    picture of the pad (PNG) and `strokes` the movements.
    """

    kind: str = ""
    mrz_lines: tuple[str, ...] = field(default=(), repr=False)
    typed: Typed = field(default_factory=Typed)
    in_person: bool = True
    signing: Signing = Signing.YES
    not_able_to_sign: bool = False
    has_signature: bool = True
    supplement: SupplementFacts | None = None
    supplement_words: str = field(default="", repr=False)
    findings: Findings = field(default_factory=Findings)
    name_keyed: bool = False
    all_shown: bool = False
    document_decision: ClerkDecision | None = None
    name_decision: ClerkDecision | None = None
    birth_date_decision: ClerkDecision | None = None
    contradiction_decision: ClerkDecision | None = None
    picture: bytes | None = field(default=None, repr=False)
    signature: bytes | None = field(default=None, repr=False)
    strokes: str = field(default="", repr=False)

    def as_json(self) -> dict[str, object]:
        """Return what is sealed."""
        kept = {spec.name: getattr(self, spec.name) for spec in fields(self)}
        for name in ("typed", "findings", "supplement", *_DECISIONS):
            kept[name] = kept[name] and asdict(kept[name])
        for name in ("picture", "signature"):
            kept[name] = kept[name] and base64.b64encode(kept[name]).decode()
        written = plain(kept)
        assert isinstance(written, dict)
        return written

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Draft:
        """Restore a draft from what was sealed."""
        given = dict(kept)
        given["mrz_lines"] = tuple(given["mrz_lines"])
        given["typed"] = Typed(**{name: _day(name, value) for name, value in given["typed"].items()})
        given["findings"] = Findings(**{name: Finding(value) for name, value in given["findings"].items()})
        given["signing"] = Signing(given["signing"])
        given["supplement"] = given["supplement"] and SupplementFacts(**given["supplement"])
        for name in _DECISIONS:
            given[name] = given[name] and ClerkDecision(**given[name])
        for name in ("picture", "signature"):
            given[name] = base64.b64decode(given[name]) if given[name] else None
        return cls(**given)


_DECISIONS = ("document_decision", "name_decision", "birth_date_decision", "contradiction_decision")


def _day(name: str, value: str | None) -> Any:
    return date.fromisoformat(value) if value and name in _DATES else value
