"""What lies in the mailbox for ten years still proves something: archive time stamps are renewed before they end."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests import own_process
from tests.mailbox.post import NUMBER, posted, sending
from tests.mailbox.running import Organisation, Service, code_of
from tests.mailbox.test_client import client_of
from tests.own_process import OwnProcess
from tests.proof.specimen import evidence

from budstikke.formats.digipost.inbox import parse_inbox
from budstikke.formats.digipost.status import parse_status
from budstikke.kit.clock import real_now
from budstikke.post.channels.mailbox import Holds, MailDocument
from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

YEAR = 365


class Kept:
    """A sealed report that lies in the issuer's mailbox, and the roots it is judged by."""

    def __init__(self, mailbox: Service, carrier: Organisation, issuer: Organisation) -> None:
        self.mailbox, self.carrier, self.issuer = mailbox, carrier, issuer
        self.seals = mailbox.folder / "keys" / "seal"
        shutil.rmtree(self.seals, ignore_errors=True)
        self.sealer = LocalSealer(self.seals)
        self.now = real_now() - timedelta(hours=1)
        document = evidence(document_picture=None, signature_picture=None)
        content = evidence_file(document, [self.sealer.sign_evidence(canonical_form(document), now=self.now)])
        self.sealed = self.sealer.seal_pdf(report_pdf(content, made_at=self.now), now=self.now)
        self.roots = Trust(roots=Trust.from_pem(self.sealer.trust_pem(now=self.now)).roots)
        self.message = sending(report=self.sealed)
        assert posted(mailbox, carrier, self.message).is_success

    def works(self, *, days: float) -> tuple[int, dict[str, int]]:
        """Let the worker do what is due on a day; returns its exit code and what it did."""
        self.mailbox.move_clock(int(days))
        done = own_process.run(*self.command, env=self.mailbox.environment)
        assert done.stdout, done.stderr
        return done.returncode, {name: count for name, count in json.loads(done.stdout).items() if count}

    @property
    def command(self) -> list[str]:
        """The worker, as an operator starts it by hand."""
        return ["-m", "budstikke.cli.main", "mailbox-worker", "--once"]

    def fetched(self) -> tuple[bytes, str]:
        """The report as its owner downloads it, and when the mailbox says it last changed."""
        (listed,) = parse_inbox(self.mailbox.ask(self.issuer, "GET", "/5/inbox").content)
        answer = self.mailbox.follow(self.mailbox.ask(self.issuer, "GET", f"/5/inbox/{listed.id}/content"))
        return answer.content, answer.headers["Last-Modified"]

    def holds(self, content: bytes, *, years: float) -> bool:
        """Whether somebody with the root alone believes it then."""
        return verify(content, trust=self.roots, at=self.now + timedelta(days=years * YEAR)).holds


@pytest.fixture
def kept(mailbox: Service, carrier: Organisation, issuer: Organisation) -> Kept:
    """Give a report in the mailbox, its keys new."""
    return Kept(mailbox, carrier, issuer)


def test_a_stamp_renewed_in_the_eighth_year_holds_in_the_sixteenth(kept: Kept) -> None:
    """Not before it is due, once, and the owner downloads the renewed copy of the same report."""
    assert kept.works(days=0) == (0, {})
    assert kept.works(days=2) == (0, {"not yet": 1})
    assert kept.works(days=7.9 * YEAR) == (0, {})
    assert kept.fetched()[0] == kept.sealed
    assert kept.works(days=8 * YEAR + 3) == (0, {"renewed": 1})
    assert kept.works(days=8 * YEAR + 3) == (0, {})
    renewed, changed_on = kept.fetched()
    assert renewed.startswith(kept.sealed)
    assert str((real_now() + timedelta(days=8 * YEAR + 3)).year) in changed_on
    assert [kept.holds(kept.sealed, years=12), kept.holds(renewed, years=12)] == [False, True]
    assert kept.holds(renewed, years=16)


def test_it_is_renewed_again_when_its_time_comes(kept: Kept) -> None:
    """Eight years later, and eight more."""
    for years in (8.1, 16.2, 24.3):
        assert kept.works(days=years * YEAR) == (0, {"renewed": 1})
    assert kept.holds(kept.fetched()[0], years=26)


def test_the_sender_is_told_the_fingerprint_it_sent(kept: Kept) -> None:
    """So sending the same message again is still a repetition, and the carrier's question finds the same report."""
    before = _status(kept)
    assert before == hashlib.sha256(kept.sealed).digest()
    assert kept.works(days=8.1 * YEAR) == (0, {"renewed": 1})
    assert _status(kept) == before
    assert code_of(posted(kept.mailbox, kept.carrier, kept.message)) == (409, "DUPLICATE_MESSAGE")
    client = client_of(kept.mailbox.url, kept.carrier)
    documents = (MailDocument("pdf", kept.sealed), MailDocument("xml", NUMBER, "Fødselsnummer"))
    to = {"message_id": "RR000000001NO", "recipient_organisation_number": "974760673", "subject": "PUM"}
    assert not client.send(**to, documents=documents).repeated
    assert kept.works(days=8.2 * YEAR) == (0, {"renewed": 1})
    assert client.send(**to, documents=documents).repeated
    assert (
        client.holds(message_id="RR000000001NO", sha256=hashlib.sha256(kept.sealed).hexdigest())
        is Holds.THE_SAME
    )
    client.close()


def _status(kept: Kept) -> bytes:
    uuid = kept.message.message.primary.uuid
    answer = kept.mailbox.ask(kept.carrier, "GET", f"/documents/{kept.carrier.sender_id}/{uuid}/status")
    return base64.b64decode(str(parse_status(answer.content).sha256))


@pytest.mark.parametrize("role", ["seal", "time-stamp", "evidence"])
def test_a_listed_revocation_is_not_stamped_over(kept: Kept, role: str) -> None:
    """The worker says so, the row names the check, the bytes stay; a month later the answer is the same."""
    later = kept.now + timedelta(days=8 * YEAR)
    kept.sealer.revoke(role, now=later)
    code, done = kept.works(days=8.1 * YEAR)
    assert (code, done) == (1, {"refused": 1})
    ((fault, renewed_at),) = kept.mailbox.look("SELECT fault, renewed_at FROM renewal")
    assert ("evidence_signature" if role == "evidence" else "revocation") in str(fault)
    assert renewed_at is None
    assert kept.fetched()[0] == kept.sealed
    assert kept.works(days=8.1 * YEAR + 1) == (0, {})
    assert kept.works(days=8.1 * YEAR + 32) == (1, {"refused": 1})


def test_what_is_not_sealed_is_looked_at_once(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """There is nothing to renew; attachments that are no PDF are not even looked at."""
    assert posted(mailbox, carrier, sending()).is_success
    kept = Kept.__new__(Kept)
    kept.mailbox = mailbox
    assert kept.works(days=2) == (0, {"not sealed": 1})
    assert mailbox.look("SELECT count(*) FROM renewal") == [(0,)]


def test_a_deleted_document_is_not_renewed(kept: Kept) -> None:
    """Its content is gone, and so is its row."""
    (listed,) = parse_inbox(kept.mailbox.ask(kept.issuer, "GET", "/5/inbox").content)
    assert kept.mailbox.ask(kept.issuer, "DELETE", f"/5/inbox/{listed.id}").is_success
    assert kept.works(days=8.1 * YEAR) == (0, {})


def test_an_authority_that_is_silent_leaves_it_due(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1, nothing changed, and done the next time."""
    monkeypatch.setitem(kept.mailbox.environment, "BUDSTIKKE_TIME_STAMP_URL", "http://127.0.0.1:9/")  # type: ignore[arg-type]
    assert kept.works(days=8.1 * YEAR) == (1, {})
    monkeypatch.undo()
    assert kept.fetched()[0] == kept.sealed
    assert kept.works(days=8.1 * YEAR) == (0, {"renewed": 1})


def test_a_worker_killed_while_it_waits_for_a_stamp_leaves_nothing_half_done(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content is as it was, and the next worker renews it."""
    with _silent_authority() as (url, asked):
        monkeypatch.setitem(kept.mailbox.environment, "BUDSTIKKE_TIME_STAMP_URL", url)  # type: ignore[arg-type]
        kept.mailbox.move_clock(int(8.1 * YEAR))
        worker = OwnProcess(
            *kept.command,
            env=kept.mailbox.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert asked.wait(60)
        worker.kill()
        assert worker.wait() == -signal.SIGKILL
    monkeypatch.undo()
    assert kept.fetched()[0] == kept.sealed
    assert kept.works(days=8.1 * YEAR) == (0, {"renewed": 1})


def test_of_two_workers_one_renews(kept: Kept) -> None:
    """The other passes over what is being renewed."""
    kept.mailbox.move_clock(int(8.1 * YEAR))
    workers = [
        OwnProcess(*kept.command, env=kept.mailbox.environment, stdout=subprocess.PIPE) for _ in range(2)
    ]
    said = [json.loads(worker.stdout.read()) for worker in workers if worker.stdout]
    for worker in workers:
        worker.close()
    assert sum(each["renewed"] for each in said) == 1


def test_upkeep_sees_what_is_due_and_no_mail(kept: Kept) -> None:
    """The policies let it find; to open a content it has to act as that account."""
    import psycopg

    from budstikke.kit.database import address

    with psycopg.connect(address("mailbox", "app")) as app:
        app.execute("SELECT set_config('budstikke.account', '0', true)")
        seen = {
            table: app.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("renewal", "message", "document", "content", "one_time_link")
        }
        changed = app.execute("UPDATE renewal SET look_at = now()").rowcount
    assert seen == {
        "renewal": (1,),
        "message": (0,),
        "document": (0,),
        "content": (0,),
        "one_time_link": (0,),
    }
    assert changed == 0


@contextmanager
def _silent_authority() -> Iterator[tuple[str, threading.Event]]:
    """An authority that hears the question and never answers."""
    asked, ended = threading.Event(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.set()
            ended.wait(60)

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
