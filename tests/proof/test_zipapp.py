"""The auditor's zipapp: built the same twice, run by an interpreter alone, and held to the vectors of the command."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from tests.proof.specimen import SEALED_AT
from tests.proof.vectors import Vector, vectors
from tests.proof.years import years

from budstikke.cli.main import main
from budstikke.post.channels.seal import LocalSealer

ROOT = Path(__file__).parents[2]
# Reads "pem, day, file" from each line and judges it as the zipapp would, in one interpreter for speed.
_ALL = """
import contextlib, io, json, runpy, sys
for line in sys.stdin:
    trust, at, file = json.loads(line)
    sys.argv = ["budstikke-verify.pyz", file, "--trust", trust, "--at", at]
    out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    try:
        runpy.run_path(PYZ, run_name="__main__")
    except SystemExit as end:
        code = end.code
    sys.stdout.seek(0)
    said, sys.stdout = sys.stdout.read(), out
    print(json.dumps([code, json.loads(said)]))
alien = [name for name, module in sys.modules.items() if "site-packages" in (getattr(module, "__file__", "") or "")]
assert not alien, alien
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Give the tool that builds it."""
    spec = importlib.util.spec_from_file_location("build_zipapp", ROOT / "tools" / "zipapp.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def zipapp(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the zipapp."""
    path = tmp_path_factory.mktemp("dist") / "budstikke-verify.pyz"
    tool.build(path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Vector, Path, Path]]:
    """Give the vectors, each with its file and its trust on disk."""
    folder = tmp_path_factory.mktemp("vectors")
    found = []
    for number, vector in enumerate((*vectors(folder), *years(folder))):
        file, trust = folder / f"{number}.bin", folder / f"{number}.pem"
        file.write_bytes(vector.data)
        trust.write_bytes(vector.trust)
        found.append((vector, file, trust))
    return found


def _installed(file: Path, trust: Path, at: str) -> tuple[int, dict[str, object]]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main(["verify", str(file), "--trust", str(trust), "--at", at])
    return code, json.loads(out.getvalue())


def test_the_command_and_the_zipapp_say_the_same_of_every_vector(
    zipapp: Path, made: list[tuple[Vector, Path, Path]]
) -> None:
    """To the letter and the exit code; and each vector holds or fails as its row says."""
    asked = [(str(trust), vector.at.isoformat(), str(file)) for vector, file, trust in made]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", _ALL.replace("PYZ", repr(str(zipapp)))],
        input="".join(json.dumps(each) + "\n" for each in asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(made)
    for (vector, file, trust), answer in zip(made, answers, strict=True):
        code, verdict = _installed(file, trust, vector.at.isoformat())
        assert [code, verdict] == answer, vector.name
        failed = {check["name"] for check in verdict["checks"] if not check["holds"]}  # type: ignore[attr-defined]
        if not vector.fails:
            assert (code, failed) == (0, set()), (vector.name, verdict)
        else:
            assert code == 1 and failed, vector.name
            assert vector.fails == {"any"} or vector.fails <= failed, (vector.name, failed)


def test_it_runs_with_an_interpreter_alone(
    zipapp: Path, sealed_file: Path, sealer: LocalSealer, tmp_path: Path
) -> None:
    """Isolated, without site-packages, from another folder; and by the operating system's own python3."""
    roots = tmp_path / "roots.pem"
    roots.write_bytes(sealer.trust_pem(now=SEALED_AT))
    asked = [sealed_file, "--trust", roots, "--at", "2030-01-01"]  # a Tuesday
    interpreters = {sys.executable, shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable}
    for interpreter in interpreters:
        version = subprocess.run(
            [interpreter, "-c", "import sys; print(sys.version_info >= (3, 11))"], capture_output=True
        )
        if version.stdout.strip() != b"True":
            continue
        done = subprocess.run(
            [interpreter, "-I", "-S", "-B", zipapp, *asked],
            capture_output=True,
            cwd=tmp_path,
            env={},
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["holds"] is True


def test_it_is_the_same_bytes_every_time(tool: ModuleType, zipapp: Path, tmp_path: Path) -> None:
    """So that its fingerprint can be published."""
    again = tmp_path / "again.pyz"
    tool.build(again)
    assert again.read_bytes() == zipapp.read_bytes()


def test_it_holds_nothing_compiled(zipapp: Path) -> None:
    """Python sources and licences only, the same for every machine."""
    import zipfile

    names = zipfile.ZipFile(zipapp).namelist()
    assert not [name for name in names if name.endswith((".so", ".pyd", ".pyc", ".dll"))]
    assert {"__main__.py", "budstikke/proof/verify.py", "pypdf/__init__.py", "LICENSE"} <= set(names)
    assert not [name for name in names if name.startswith("budstikke/") and "/proof/" not in name][1:]


def test_a_library_that_was_changed_is_not_built_in(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the lock does not name by version, or the wheel did not bring by hash, is refused."""
    monkeypatch.setattr(tool, "LIBRARIES", ("pyhanko",))
    monkeypatch.setattr(tool, "LOCK", Path(__file__))
    with pytest.raises(tool.CannotBuild, match="the lock names nothing"):
        tool.build(Path("/dev/null"))
