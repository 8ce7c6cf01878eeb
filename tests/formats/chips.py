"""An invented state and chips it signed; all persons invented, all pictures of nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from budstikke.formats.chip import ChipReading, Trust, read
from budstikke.post.papers.specimen import chip_state
from budstikke.post.papers.specimen.chip import ChipValues, SpecimenChip, Wrong, specimen_chip, specimen_face
from budstikke.post.papers.specimen.chip_state import Algorithm, SpecimenState

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # a Saturday
SIGNED_AT = datetime(2024, 3, 1, 10, 30, tzinfo=UTC)  # a Friday
FOUNDED_AT = datetime(2022, 1, 3, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


@cache
def state(algorithm: Algorithm = Algorithm.P256) -> SpecimenState:
    """Return the state of Utopia, the same each time."""
    return SpecimenState.founded(country="UT", at=FOUNDED_AT, algorithm=algorithm)


@cache
def trust() -> Trust:
    """Return what an operator has who imported Utopia's certificate and its list of today."""
    return Trust.of([state().certificate], lists=[state().revocation_list(at=NOW)])


@cache
def values() -> ChipValues:
    """Return what stands on Anna Maria's chip."""
    return ChipValues(
        mrz_lines=LINES,
        face=specimen_face(),
        full_name="ÉRIKSSON<<ANNA<MARIA",
        personal_number="ZE 184226 B",
    )


@cache
def chip(wrong: Wrong | None = None) -> SpecimenChip:
    """Return her chip, or one that is wrong in a way."""
    return specimen_chip(values(), state=state(), signed_at=SIGNED_AT, wrong=wrong)


def reading_of(made: SpecimenChip, *, by: Trust | None = None, now: datetime = NOW) -> ChipReading:
    """Read a chip."""
    return read(sod=made.sod, groups=made.groups, trust=trust() if by is None else by, now=now)


def faults_of(reading: ChipReading) -> list[str]:
    """Return the codes of what stops."""
    return [each.code for each in reading.faults]


def remarks_of(reading: ChipReading) -> list[str]:
    """Return the codes of what does not."""
    return [each.code for each in reading.findings if not each.stops]


def linked(old: SpecimenState, new: SpecimenState, *, at: datetime) -> bytes:
    """The certificate in which a state's key vouches for its next one."""
    return chip_state._certificate(
        subject=chip_state._name(new.country, "CSCA SPECIMEN"),
        issuer=chip_state._name(old.country, "CSCA SPECIMEN"),
        key=new.key,
        by=old.key,
        algorithm=old.algorithm,
        validity=(at, at + 11 * 365 * DAY),
        is_authority=True,
        authority=old.key,
    )
