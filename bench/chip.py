"""Judging a chip, by algorithm, against the two bare signature checks that any judge needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.clocks import Clock, middle

_FOUNDED_AT = datetime(2022, 1, 3, tzinfo=UTC)  # Monday
_SIGNED_AT = datetime(2024, 3, 1, tzinfo=UTC)  # Friday
_NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # Saturday
_LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
_OTHER_AUTHORITIES = 600
_PICTURE_BYTES = 20_000


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:  # noqa: ARG001  (all measure alike)
    """Read chips among the certificates of a whole master list; processor time, since nothing waits."""
    from budstikke.formats.chip import Trust, read
    from budstikke.formats.chip.certificates import StateCertificate
    from budstikke.formats.chip.security_object import unwrapped
    from budstikke.post.papers.specimen.chip import ChipValues, specimen_chip, specimen_face
    from budstikke.post.papers.specimen.chip_state import Algorithm, SpecimenState

    rounds = 20 if small else 200
    values = ChipValues(
        mrz_lines=_LINES,
        face=specimen_face().ljust(_PICTURE_BYTES, b"\0"),
        full_name="ERIKSSON<<ANNA<MARIA",
    )
    others = [
        SpecimenState.founded(country="NO", at=_FOUNDED_AT).certificate for _ in range(_OTHER_AUTHORITIES)
    ]
    loading = _ms(lambda: Trust.of(others), rounds=1)
    yield {
        "measure": "chip_trust",
        "of": f"{_OTHER_AUTHORITIES} certificates of states, read and indexed",
        "against": "nothing",
        "own_ms": round(loading, 1),
    }
    for algorithm in Algorithm:
        state = SpecimenState.founded(country="UT", at=_FOUNDED_AT, algorithm=algorithm)
        trust = Trust.of([*others, state.certificate], lists=[state.revocation_list(at=_NOW)])
        chip = specimen_chip(values, state=state, signed_at=_SIGNED_AT)
        reading = read(sod=chip.sod, groups=chip.groups, trust=trust, now=_NOW)
        assert reading.authentic
        signed = unwrapped(chip.sod)
        authority = StateCertificate.of(state.certificate)
        assert signed.signer is not None
        whole = _ms(
            lambda: read(sod=chip.sod, groups=chip.groups, trust=trust, now=_NOW),  # noqa: B023
            rounds=rounds,
        )
        bare = _ms(
            lambda: (signed.check(), signed.signer.issued_by(authority)),  # type: ignore[union-attr]  # noqa: B023
            rounds=rounds,
        )
        yield {
            "measure": "chip",
            "of": f"EF.SOD, DG1, DG2 of {_PICTURE_BYTES} bytes and DG11; {reading.algorithm}, {algorithm}",
            "against": "the two signature checks alone",
            "ratio": round(whole / bare, 2),
            "own_ms": round(whole, 2),
            "signatures_ms": round(bare, 2),
        }


def _ms(work: Callable[[], object], *, rounds: int) -> float:
    """Return the middle cost of one call in milliseconds, of three runs."""

    def many() -> None:
        for _ in range(rounds):
            work()

    clock = Clock()
    return 1000 * middle([clock.cost(many) for _ in range(3)]).own_s / rounds
