"""Specimen pages: the same for the same seed, marked, and nobody's."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from budstikke.formats import mrz
from budstikke.formats.national_number import agrees_with, is_synthetic
from budstikke.post.papers import specimen
from budstikke.post.papers.specimen.page import FONTS

TODAY = date(2026, 11, 21)  # Saturday


@pytest.mark.parametrize("kind", specimen.KINDS)
def test_a_page_is_drawn_for_every_kind(kind: str) -> None:
    """At 400 dots an inch, in its own size."""
    page = Image.open(io.BytesIO(specimen.page_png(specimen.invented(kind, seed=1))))
    assert page.width == round(specimen.KINDS[kind].size_mm[0] * 400 / 25.4)
    # The word across it is red where nothing else is.
    small = page.convert("RGB").resize((200, 140)).tobytes()
    assert sum(red > green + 60 for red, green in zip(small[::3], small[1::3], strict=True)) > 30


@pytest.mark.parametrize("kind", [code for code, row in specimen.KINDS.items() if row.zone])
@pytest.mark.parametrize("seed", range(12))
def test_an_invented_zone_is_sound(kind: str, seed: int) -> None:
    """Whoever tries the counter with it is refused for no fault of the page."""
    zone = mrz.read(specimen.zone_lines(specimen.invented(kind, seed=seed)), today=TODAY)
    assert zone.accept
    assert zone.format is specimen.KINDS[kind].zone


@pytest.mark.parametrize("seed", range(40))
def test_an_invented_number_is_synthetic_and_fits_the_birth(seed: int) -> None:
    """No number on a page can be anybody's."""
    holder = specimen.invented("no_national_id_card", seed=seed)
    assert is_synthetic(holder.national_number)
    assert agrees_with(holder.national_number, born_on=holder.born_on, synthetic=True)


@pytest.mark.parametrize("tier", specimen.TIERS)
def test_a_seed_gives_the_same_picture_again(tier: str) -> None:
    """A figure measured today can be measured tomorrow."""
    holder = specimen.invented("eu_id_card", seed=5)
    first, again, other = (specimen.photographed(holder, tier=tier, seed=seed) for seed in (5, 5, 6))
    assert first == again != other


def test_a_kind_without_a_zone_has_no_lines() -> None:
    """A driving licence has none, and neither does a bank card."""
    assert specimen.zone_lines(specimen.invented("no_driving_licence", seed=1)) == ()


def test_the_fonts_are_those_whose_licence_was_read() -> None:
    """A changed file would be another font."""
    sums = [line.split() for line in (FONTS / "SHA256SUMS").read_text().splitlines()]
    assert len(sums) == 2
    assert all(hashlib.sha256(Path(FONTS / name).read_bytes()).hexdigest() == digest for digest, name in sums)
