"""A checkpoint: how long the log was at a moment, and the root of everything in it, signed with the log's own key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self, cast

from budstikke.proof.canonical import canonical_form
from budstikke.proof.shape import each, moment, one_of, pattern, record, text, whole

SCHEMA = "urn:budstikke:checkpoint:1"
_ROOT = pattern(r"[0-9a-f]{64}", "64 hexadecimal digits")
_CHECKPOINT = record(
    {"schema": one_of(SCHEMA), "origin": text, "size": whole, "root": _ROOT, "made_at": moment}
)
SIGNED_CHECKPOINT = record(
    {"checkpoint": _CHECKPOINT, "signatures": each(record({"protected": text, "signature": text}))}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The log `origin` at a moment: `size` entries under `root`."""

    origin: str
    size: int
    root: bytes
    made_at: datetime

    def as_json(self) -> dict[str, object]:
        """Return the checkpoint as it is signed."""
        return {
            "schema": SCHEMA,
            "origin": self.origin,
            "size": self.size,
            "root": self.root.hex(),
            "made_at": self.made_at.astimezone(UTC).replace(microsecond=0).isoformat(),
        }

    @property
    def canonical(self) -> bytes:
        """What is signed."""
        return canonical_form(self.as_json())

    def signed(self, signature: Mapping[str, str]) -> dict[str, object]:
        """Return the checkpoint as it is published."""
        return {"checkpoint": self.as_json(), "signatures": [dict(signature)]}

    @classmethod
    def of(cls, published: Mapping[str, object]) -> Self:
        """Return the checkpoint out of a published one that has the right shape."""
        said = cast("Mapping[str, str]", published["checkpoint"])
        return cls(
            origin=said["origin"],
            size=cast(int, said["size"]),
            root=bytes.fromhex(said["root"]),
            made_at=datetime.fromisoformat(said["made_at"]),
        )
