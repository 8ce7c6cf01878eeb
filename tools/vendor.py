#!/usr/bin/env python3
"""
Fetch the front-end files the pages use and write down what they are (development only; needs npm).

    .venv/bin/python tools/vendor.py

Each package is pinned to a version and to the integrity npm's registry gave when it was chosen; only the files
named here are kept, with their licence. Nothing of Node is needed to install or run the product.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "src/budstikke/kit/look/static/vendor"
TESTS = ROOT / "tests/samples/axe"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package, and which of its files go where."""

    name: str
    version: str
    integrity: str
    licence: str
    files: tuple[str, ...]
    target: Path


PACKAGES = (
    Package(
        "@digdir/designsystemet-css",
        "1.22.0",
        "sha512-f/+YOK1Gvl7ypdeRh0TDGs28eu8DkOPDAR+T8yLpnys9FxNWX05UNuhXJwYwRuzF9WUgjAhpJ5JKdodTDxWMEA==",
        "MIT",
        ("dist/src/index.css", "LICENSE"),
        PAGES,
    ),
    Package(
        "@fontsource-variable/source-sans-3",
        "5.3.0",
        "sha512-dpi0GZk7EQe2tYpg6Q0Fx0OmUgnuGu+0rHPgtXqtKhglYmJuP7jZ12Mu1uN+NfRaJRY1Emn8AQJEWzmoZ4wa9g==",
        "OFL-1.1",
        (
            "files/source-sans-3-latin-wght-normal.woff2",
            "files/source-sans-3-latin-ext-wght-normal.woff2",
            "LICENSE",
        ),
        PAGES,
    ),
    Package(
        "htmx.org",
        "2.0.10",
        "sha512-kdeJe7ZVwaS6QMz/ebBIVtZdpwen6L0OQ5GOhPV9MKBb196TCZeZu4yA7ZIQsaLKv7EpXz+So7KSXNuHXhj7Cw==",
        "0BSD",
        ("dist/htmx.min.js", "LICENSE"),
        PAGES,
    ),
    Package(
        "signature_pad",
        "5.1.4",
        "sha512-q0wO5a+U+AWPVcVmiNXz7FY4Ad1QiE8wto/3Yn41WVqepoVVYMvkb1CTokaWPUUAHWDLLabH3/acODeWM9jCrg==",
        "MIT",
        ("dist/signature_pad.min.js", "LICENSE"),
        PAGES,
    ),
    Package(
        "barcode-detector",
        "3.2.2",
        "sha512-/4QOrrNrCRmDSBWiiP4aC72dnkuXUEdcFRidHgbPRXUpy82XcCMvJssI6fEs6JT42LS7DvBVZO70qasJbYKyrA==",
        "MIT",
        ("dist/iife/ponyfill.js", "LICENSE"),
        PAGES,
    ),
    # Of the very version that barcode-detector holds; another one does not load.
    Package(
        "zxing-wasm",
        "3.1.3",
        "sha512-3lC9BJk4fR5ZJxcGjb0hVnDFOW7KpLXHIebiBmVd4FDRQZVeObztoTKxRUPxlWwSgxrMRONK0u50hBD1aTYEKg==",
        "MIT",
        ("dist/reader/zxing_reader.wasm", "LICENSE"),
        PAGES,
    ),
    Package(
        "axe-core",
        "4.14.1",
        "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        "MPL-2.0",
        ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"),
        TESTS,
    ),
)


def fetch(package: Package, *, folder: Path) -> Path:
    """Return the package's archive, whose integrity has been checked."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("vendor: npm is needed here (and only here)")
    asked = [npm, "pack", f"{package.name}@{package.version}", "--json", "--pack-destination", str(folder)]
    said = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=folder)
    archive = folder / json.loads(said.stdout)[0]["filename"].replace("@", "").replace("/", "-")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise SystemExit(f"vendor: {package.name} {package.version} is not the archive that was chosen")
    return archive


def keep(package: Package, *, archive: Path) -> dict[str, object]:
    """Copy the named files out of the archive; return the package's line of vendor.json."""
    folder = package.target / f"{package.name.rpartition('/')[2]}-{package.version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sums = {}
    with tarfile.open(archive) as packed:
        for name in package.files:
            member = packed.extractfile(f"package/{name}")
            if member is None:
                raise SystemExit(f"vendor: {package.name} {package.version} has no {name}")
            content = member.read()
            kept = folder / Path(name).name
            kept.write_bytes(content)
            sums[str(kept.relative_to(package.target))] = hashlib.sha256(content).hexdigest()
    return {
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "integrity": package.integrity,
        "sha256": sums,
    }


def main() -> int:
    lines: dict[Path, list[dict[str, object]]] = {}
    with tempfile.TemporaryDirectory() as made:
        for package in PACKAGES:
            sys.stderr.write(f"{package.name} {package.version}\n")
            line = keep(package, archive=fetch(package, folder=Path(made)))
            lines.setdefault(package.target, []).append(line)
    for target, rows in lines.items():
        (target / "vendor.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
