"""A token of SoftHSM, made for one test; skipped where the module or its library is not installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
)
PIN = "271828"
LABEL = "budstikke-test"


def module() -> str:
    """Return where the module lies, or skip the test with the reason."""
    found = next((path for path in _MODULES if Path(path).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed (apt-get install softhsm2)")
    if importlib.util.find_spec("pkcs11") is None:
        pytest.skip("python-pkcs11 is not installed (the extra pkcs11)")
    return found


def make_token(folder: Path) -> dict[str, str]:
    """Make a token in a folder; return the settings by which processes reach it."""
    path = module()
    (folder / "tokens").mkdir(parents=True)
    configuration = folder / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    (folder / "pin").write_text(PIN + "\n")
    environment = {**os.environ, "SOFTHSM2_CONF": str(configuration)}
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", "314159", "--pin", PIN],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return {
        "SOFTHSM2_CONF": str(configuration),
        "BUDSTIKKE_HARDWARE_MODULE": path,
        "BUDSTIKKE_HARDWARE_TOKEN": LABEL,
        "BUDSTIKKE_HARDWARE_PIN_FILE": str(folder / "pin"),
    }
