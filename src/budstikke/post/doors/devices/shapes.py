"""What requests and answers look like; the description of the API is made from these."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from budstikke.post.doors.problem_shapes import Words

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$")]


def _decoded(text: object) -> bytes:
    # Strict: what is no base64 is a fault, not something to skip.
    if not isinstance(text, str):
        raise ValueError("no text")
    return base64.b64decode(text, validate=True)


Base64 = Annotated[
    bytes,
    BeforeValidator(_decoded),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Said(Schema):
    """What a device sends: no field that is not described."""

    model_config = ConfigDict(extra="forbid")


class Heartbeat(Said):
    """How a device is. It is sent at least every thirty seconds; a device that falls silent does not work."""

    works: bool
    fault: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]{0,40}$")] = Field(
        "", description="The device's own code for what is wrong, such as LAMP; empty when it works."
    )
    routine: Code | None = Field(None, description="Name and version of its security-pattern routine.")
    clock: AwareDatetime = Field(description="What the device's clock shows.")


class Heard(Schema):
    """What was made of a heartbeat."""

    works: bool = Field(description="Whether the outlet counts on the device from now on.")
    fault: str
    clock_off_s: int = Field(
        description="How far the device's clock is ahead (behind: negative), in seconds."
    )


Kind = Literal["mrz", "picture", "chip", "pattern"]


class Asked(Schema):
    """What is asked of the device now; nothing of the letter and nothing of the person."""

    check: UUID | None = Field(description="The check that is open at the device's station, if any.")
    since: datetime | None = Field(description="Since when, by this service's clock.")
    wanted: list[Kind] = Field(description="What has not come yet, of what this kind of device reads.")
    taken: list[Kind] = Field(description="What has come; it may be sent again when it has to be better.")


class MrzReading(Said):
    """The machine-readable zone as text."""

    kind: Literal["mrz"]
    read_at: AwareDatetime = Field(description="When it was read, by the device's clock.")
    lines: Annotated[list[Line], Field(min_length=1, max_length=3)]
    how: Literal["swiped", "picture"] = Field(
        "swiped", description="By a swipe, or by the device from a picture of its own."
    )


class ChipReading(Said):
    """The files of a chip, each whole, in base64. What the chip would not give is left out."""

    kind: Literal["chip"]
    read_at: AwareDatetime = Field(description="When it was read, by the device's clock.")
    sod: Base64 = Field(description="EF.SOD.")
    dg1: Base64 | None = None
    dg2: Base64 | None = None
    dg11: Base64 | None = None


class PatternReading(Said):
    """The verdict of the device's own routine on the security patterns (light that shows what print cannot)."""

    kind: Literal["pattern"]
    read_at: AwareDatetime = Field(description="When it was read, by the device's clock.")
    verdict: Literal["pass", "fail", "unsure"]
    routine: Code = Field(description="Which routine judged; the one of the last heartbeat.")
    light: list[Literal["white", "uv", "ir", "coaxial"]] = Field(
        [], max_length=8, description="Under which lights it looked."
    )


Reading = Annotated[MrzReading | ChipReading | PatternReading, Field(discriminator="kind")]


class Found(Schema):
    """One thing found in a reading, with what cures it; nothing that stands in the document."""

    code: str
    stops: bool = Field(
        description="Whether the reading cannot be used while this stands; else it is a remark."
    )
    words: Words
    cure: Words


class Taken(Schema):
    """What was made of a reading."""

    nonce: UUID
    check: UUID
    outcome: Literal["taken", "confirm", "retake", "doubt"] = Field(
        description="taken: nothing to do. confirm: the clerk confirms it on the screen. retake: read it again."
        " doubt: it was read, and speaks against the document."
    )
    repeated: bool = Field(description="Whether this reading had come before; nothing was changed then.")
    found: list[Found]
