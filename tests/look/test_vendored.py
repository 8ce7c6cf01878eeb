"""The vendored front-end: every file is the one that was chosen, and the pages ask for nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOK = ROOT / "src/budstikke/kit/look"
FOLDERS = (LOOK / "static/vendor", ROOT / "tests/samples/axe")
TEMPLATES = sorted((ROOT / "src").rglob("templates/**/*.html"))
STYLES = sorted(LOOK.rglob("*.css"))


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "tests"])
def test_every_vendored_file_is_the_one_written_down(folder: Path) -> None:
    """vendor.json names every file there, and each hashes as it says."""
    written = {
        name: digest
        for package in json.loads((folder / "vendor.json").read_text(encoding="utf-8"))
        for name, digest in package["sha256"].items()
    }
    there = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }
    assert there == written
    assert there


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "tests"])
def test_every_vendored_package_brings_its_licence(folder: Path) -> None:
    """A package without its licence may not be passed on."""
    for package in folder.iterdir():
        if package.is_dir():
            assert (package / "LICENSE").read_text(encoding="utf-8").strip()


def test_every_file_a_template_asks_for_exists() -> None:
    """A renamed version breaks here and not in the browser."""
    asked = {
        name
        for template in TEMPLATES
        for name in re.findall(r"{% static '([^']+)' %}", template.read_text(encoding="utf-8"))
    }
    assert asked
    for name in asked:
        found = [path for path in (ROOT / "src").glob(f"**/static/{name}") if path.is_file()]
        assert found, name


def test_no_style_sheet_asks_for_anything_outside() -> None:
    """Every url() is a file beside it or an inlined picture; no @import."""
    assert STYLES
    for style in STYLES:
        content = style.read_text(encoding="utf-8")
        assert "@import" not in content
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", content):
            assert address.startswith("data:") or (style.parent / address).is_file(), (
                style.name,
                address[:80],
            )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_scripts_or_styles_of_its_own(template: Path) -> None:
    """The content security policy allows neither inline scripts nor inline styles."""
    content = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", content)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", content)
