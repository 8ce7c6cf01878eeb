"""The checking page in a real browser: it judges as the installed judge does, and asks nobody anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.axe import violations
from tests.look.test_pages import CHROMIUM, browser, site
from tests.proof.logged import logged_file
from tests.proof.specimen import document_picture
from tests.proof.vectors import vectors

from budstikke.post.channels.seal import LocalSealer
from budstikke.proof.redaction import redacted
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

__all__ = ["browser", "site"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no headless Chromium here; see tools/test-needs")
# The browser judges by its own clock.
NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251
MADE_AT = NOW - timedelta(hours=1)


class Kept:
    """A sealer, the file it signed, and where both lie."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sealer = folder, LocalSealer(folder / "keys")
        self.file = logged_file(self.sealer, now=MADE_AT, document_picture=document_picture())
        self.trust = self.written("trust.pem", self.sealer.trust_pem(now=NOW))
        self.picture = self.written("document.jpg", document_picture())

    def written(self, name: str, content: bytes) -> Path:
        """Write a file and return where."""
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Give files to choose on the page."""
    return Kept(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Give the page, loaded; any request after that fails the test."""
    opened = browser.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{site}check/?language=en", wait_until="networkidle")
    opened.on("console", lambda message: faults.append(message.text))
    opened.on("request", lambda asked: faults.append(asked.url))
    yield opened
    opened.close()
    assert faults == []


def judged(
    page: Page, evidence: Path, *, trust: Path | None = None, files: tuple[Path, ...] = ()
) -> tuple[bool, list[str]]:
    """Choose files, check, and return the verdict and its lines."""
    page.set_input_files("#evidence", evidence)
    page.set_input_files("#trust", [trust] if trust else [])
    page.set_input_files("#files", list(files))
    page.evaluate("document.getElementById('checks').replaceChildren()")
    page.click("#check")
    page.wait_for_selector("#checks li")
    return page.inner_text("#holds").endswith(" holds"), page.locator("#checks li").all_inner_texts()


def test_evidence_with_its_log_proof_and_picture_holds(page: Page, kept: Kept) -> None:
    """Signature, certificate, disclosures, checkpoint, inclusion, growth, chain, picture; nothing is asked for."""
    holds, lines = judged(page, kept.written("good.json", kept.file), trust=kept.trust, files=(kept.picture,))
    assert holds, lines
    said = "\n".join(lines)
    for expected in (
        "signature holds",
        "entry 3 of 7",
        "only grown",
        "before this is in the same log",
        "document.jpg is the file",
    ):
        assert expected in said
    assert violations(page) == []


def test_a_redacted_copy_holds(page: Page, kept: Kept) -> None:
    """An auditor's export."""
    copy = kept.written("copy.json", redacted(kept.file, keep={"/report/idtype"}))
    holds, lines = judged(page, copy, trust=kept.trust)
    assert holds, lines


def _set(*steps: str | int, to: object):  # type: ignore[no-untyped-def]
    def change(content):  # type: ignore[no-untyped-def]
        place = content
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = to

    return change


CHANGES = {
    "a field": _set("evidence", "handling", "device", to="scanner-99"),
    "a value shown": _set("disclosures", 0, "value", to="another"),
    "the place in the log": _set("log", "index", to=2),
    "a step of the path": _set("log", "path", 0, to="00" * 32),
    "the root": _set("log", "checkpoint", "checkpoint", "root", to="00" * 32),
    "the earlier root": _set("log", "earlier", "checkpoint", "checkpoint", "root", to="00" * 32),
    "the way the log grew": _set("log", "earlier", "path", 0, to="00" * 32),
    "what came before": _set("chain", 0, "evidence", "handling", "device", to="scanner-99"),
    "no signature": _set("signatures", to=[]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_does_not_hold_here_nor_with_the_installed_judge(
    page: Page, kept: Kept, change: str
) -> None:
    """The two are held to the same changes."""
    content = json.loads(kept.file)
    CHANGES[change](content)
    data = json.dumps(content).encode()
    assert not verify(data, trust=Trust.from_pem(kept.trust.read_bytes()), at=NOW).holds
    holds, lines = judged(page, kept.written("changed.json", data), trust=kept.trust)
    assert not holds
    assert any(line.startswith("✗") for line in lines)


def test_another_picture_another_root_and_none_do_not_hold(page: Page, kept: Kept, tmp_path: Path) -> None:
    """Each for its own reason."""
    good = kept.written("good.json", kept.file)
    other = tmp_path / "other.jpg"
    other.write_bytes(b"\xff\xd8\xff")
    assert "no file the evidence names" in "\n".join(judged(page, good, trust=kept.trust, files=(other,))[1])
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(LocalSealer(tmp_path / "stranger").trust_pem(now=NOW))
    holds, lines = judged(page, good, trust=stranger)
    assert not holds and "does not lead to a root" in "\n".join(lines)
    assert "no root is chosen" in "\n".join(judged(page, good)[1])


def test_a_revoked_certificate_does_not_hold(page: Page, tmp_path: Path) -> None:
    """A listed revocation always wins, here too."""
    revoked = Kept(tmp_path)
    revoked.sealer.revoke("evidence", now=NOW)
    trust = revoked.written("revoked.pem", revoked.sealer.trust_pem(now=NOW))
    holds, lines = judged(page, revoked.written("good.json", revoked.file), trust=trust)
    assert not holds and "revoked" in "\n".join(lines)


def test_the_page_judges_the_vectors_of_the_command(page: Page, tmp_path: Path) -> None:
    """Evidence, checkpoints, growth and hostile files, at their days; of sealed reports it holds none."""
    wrong, judged_here = [], 0
    # Sealing runs an event loop of its own, and the browser's runs in this thread.
    with ThreadPoolExecutor(1) as aside:
        given = aside.submit(lambda: list(vectors(tmp_path))).result()
    for number, vector in enumerate(given):
        file, trust = tmp_path / f"{number}.json", tmp_path / f"{number}.pem"
        file.write_bytes(vector.data)
        trust.write_bytes(vector.trust)
        page.clock.set_fixed_time(vector.at)
        holds, lines = judged(page, file, trust=trust)
        is_report = vector.data.startswith(b"%PDF")
        judged_here += not is_report
        if holds != (not vector.fails and not is_report):
            wrong.append((vector.name, lines))
    assert wrong == []
    assert judged_here > 40


@pytest.mark.parametrize(
    "twice",
    [
        '{"evidence": {"event": "x"}, "evidence": ',
        '{"signatures": [], "evidence": ',
        '{"log": null, "evidence": ',
    ],
)
def test_a_member_named_twice_is_refused(page: Page, kept: Kept, twice: str) -> None:
    """Another reader would take the other one; the installed judge refuses it too."""
    text = kept.file.decode()
    assert text.startswith('{"evidence":')
    data = text.replace('{"evidence":', twice, 1).encode()
    assert not verify(data, trust=Trust.from_pem(kept.trust.read_bytes()), at=NOW).holds
    holds, lines = judged(page, kept.written("twice.json", data), trust=kept.trust)
    assert not holds and "named twice" in lines[0]


def test_a_deep_member_named_twice_is_refused(page: Page, kept: Kept) -> None:
    """Also where the last of two is the one that was signed, and where its name is written in another way."""
    for name in ('"device"', '"\\u0064evice"'):
        data = kept.file.replace(b'"device":', f'{name}:"scanner-99","device":'.encode(), 1)
        assert data != kept.file and json.loads(data) == json.loads(kept.file)
        holds, lines = judged(page, kept.written("twice.json", data), trust=kept.trust)
        assert not holds and "named twice" in lines[0]


@pytest.mark.parametrize(
    ("kind", "said"), [("checkpoint", "signed by the log"), ("consistency", "only grown between them")]
)
def test_what_the_log_publishes_is_judged(page: Page, kept: Kept, kind: str, said: str) -> None:
    """A checkpoint, and how the log grew; changed by one entry neither holds."""
    log = json.loads(kept.file)["log"]
    first, second = log["earlier"]["checkpoint"], log["checkpoint"]
    content = (
        second if kind == "checkpoint" else {"first": first, "second": second, "path": log["earlier"]["path"]}
    )
    holds, lines = judged(page, kept.written("log.json", json.dumps(content).encode()), trust=kept.trust)
    assert holds and said in "\n".join(lines), lines
    assert page.inner_text("#holds") == "The log’s file holds"
    second["checkpoint"]["size"] += 1
    holds, lines = judged(page, kept.written("log.json", json.dumps(content).encode()), trust=kept.trust)
    assert not holds and "changed after it was signed" in "\n".join(lines)


def test_what_is_no_evidence_gets_a_verdict(page: Page, tmp_path: Path) -> None:
    """In words."""
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"{")
    holds, lines = judged(page, broken)
    assert not holds and "cannot be read" in lines[0]


def test_the_page_may_ask_nobody(browser: Browser, site: str) -> None:
    """The policy itself forbids it, so a changed script could not either; and the page says what it cannot judge."""
    opened = browser.new_page()
    answer = opened.goto(f"{site}check/?language=no")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert (
        "connect-src 'none'" in policy and "form-action 'none'" in policy and "default-src 'none'" in policy
    )
    asked: list[str] = []
    opened.on("requestfinished", lambda request: asked.append(request.url))
    assert opened.evaluate("fetch('/check/').then(() => 'sent', () => 'refused')") == "refused"
    opened.evaluate("navigator.sendBeacon('/check/', 'x')")
    assert asked == []
    assert "bedømmer ikke forseglingen av en PDF" in opened.inner_text("main")
    opened.close()
