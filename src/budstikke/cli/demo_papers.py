"""What the demo leaves behind for people to look at, and the final table."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from budstikke.cli.processes import Ports
from budstikke.cli.seeding import FIRST_ACCOUNT, mailbox_key, senders
from budstikke.kit import clock
from budstikke.kit.installation import data_folder, write_whole

if TYPE_CHECKING:
    from budstikke.cli.demo_documents import Shown
    from budstikke.law.decision import Decision
    from budstikke.post.papers.label import Label


class Failed(Exception):
    """The demo met something it did not expect; the message says what."""


class Papers:
    """The folder of results, filled as the demo goes."""

    def __init__(self, folder: Path, ports: Ports) -> None:
        self._folder, self._ports = folder, ports
        self._refusals: Counter[str] = Counter()
        self._decisions: list[dict[str, object]] = []

    def acknowledged(self, edi: Path) -> None:
        """Keep the acknowledgements and the faults of the order file."""
        for answer in sorted((edi / "out").rglob("CONTRL_*.edi")):
            self._copy(answer, f"1-acknowledgements/{answer.parent.name}-{answer.name}")
        for faults in (edi / "rejected").glob("*.faults.json"):
            self._copy(faults, f"1-acknowledgements/{faults.name}")

    def labelled(self, reference: str, labels: Sequence[Label]) -> None:
        """Keep a dispatch's labels as sheets."""
        from budstikke.post.papers.label import render_pdf
        from budstikke.post.papers.label_forms import SHEET

        write_whole(self._folder / f"2-labels/{reference}.pdf", render_pdf(labels, form=SHEET))

    def returned(self) -> None:
        """Keep the labels under which uncollected letters travel back."""
        from budstikke.post.actions.booking.print_labels import labels_of_returns
        from budstikke.post.papers.label import render_pdf
        from budstikke.post.papers.label_forms import SINGLE

        write_whole(self._folder / "2-labels/returns.pdf", render_pdf(labels_of_returns(), form=SINGLE))

    def note(self, title: str, decision: Decision) -> None:
        """Keep a decision worth reading."""
        self._decisions.append({"what": title, **decision.as_json()})

    def looked_at(self, shown: Shown) -> None:
        """Keep the first picture of each kind of document, and of each thing that went wrong with one."""
        path = self._folder / "7-documents" / shown.name
        if not path.exists():
            write_whole(path, shown.content)

    def turned_away(self, number: str, check_id: int, decision: Mapping[str, object]) -> None:
        """Keep a refused attempt, count it by its reason, and print the slip the first one is given."""
        if not self._refusals:
            self._slip(check_id)
        reasons = decision["reasons"]
        assert isinstance(reasons, list)
        self._refusals[str(reasons[0]["rule"])] += 1
        told = {name: value for name, value in decision.items() if name != "inputs"}
        self._decisions.append({"what": "Turned away at the counter", "letter": number, **told})

    def _slip(self, check_id: int) -> None:
        from budstikke.post.actions.telling.tell_recipient import Told, tell_recipient

        for language in ("no", "en"):
            told = tell_recipient(check_id, by="slip", language=language, channels={})
            assert isinstance(told, Told) and told.pdf is not None
            write_whole(self._folder / f"4-refusals/slip-{language}.pdf", told.pdf)

    def told(self) -> None:
        """Keep the status messages."""
        for file in sorted((data_folder() / "edi" / "out").rglob("IFTSTA_*.edi")):
            self._copy(file, f"6-status-messages/{file.parent.name}-{file.name}")

    def finish(self, read: Sequence[str]) -> None:
        """Fetch a report as its sender would, verify it, break it, and print what happened; `read` with it."""
        self._notices()
        write_whole(
            self._folder / "4-refusals/decisions.json",
            json.dumps(self._decisions, ensure_ascii=False, indent=1).encode(),
        )
        report, trust = self._report(), self._trust()
        verdict = _command("verify", str(report), "--trust", str(trust))
        others = [_command("verify", str(each), "--trust", str(trust)) for each in self._logged()]
        changed = self._changed(report)
        broken = _command("verify", str(changed), "--trust", str(trust))
        self._table()
        print("How the documents were read")
        for line in read:
            print(f"    {line}")
        balance = _command("balance", "--json")
        write_whole(self._folder / "balance.json", balance.stdout)
        print(f"\nBalance: {balance.stdout.decode().strip()}")
        print(f"\nA sealed report, verified offline: {_holds(verdict)}")
        print(f"The evidence of a refused attempt: {_holds(others[0])}")
        print(f"A checkpoint of the log:           {_holds(others[1])}")
        print(f"The report with one byte changed:  {_holds(broken)}")
        for check in json.loads(broken.stdout)["checks"]:
            if not check["holds"]:
                print(f"    found: {check['words']['en']}")
        judged = [balance, verdict, *others]
        if any(each.returncode for each in judged) or not broken.returncode:
            raise Failed("the balance, a report, evidence or a broken copy was not judged as it should be")
        self._tell(report, trust)

    def _notices(self) -> None:
        sent = data_folder() / "sent"
        for kept, name in ((sent / "sms.jsonl", "sms.jsonl"),):
            if kept.exists():
                self._copy(kept, f"3-notices/{name}")
        for folder, pattern in ((sent, "*.eml"), (data_folder() / "print", "*.pdf")):
            first = next(iter(sorted(folder.glob(pattern))), None)
            if first:
                self._copy(first, f"3-notices/{first.name}")

    def _report(self) -> Path:
        sender = senders()[0]
        inbox = self._folder / "5-reports" / "inbox"
        inbox.mkdir(parents=True)
        key = mailbox_key(str(sender["organisation_number"]))
        access = ["--url", self._ports.mailbox_url, "--sender", str(FIRST_ACCOUNT), "--key", str(key)]
        listed = _command("inbox", "list", *access)
        first = json.loads(listed.stdout.splitlines()[0])
        got = _command("inbox", "get", str(first["id"]), *access, "--folder", str(inbox))
        fetched = next(iter(sorted(inbox.glob("*.pdf"))), None)
        if fetched is None:
            raise Failed(f"no report could be fetched: {got.stderr.decode()}")
        report = self._folder / "5-reports" / "report.pdf"
        fetched.rename(report)
        inbox.rmdir()
        return report

    def _logged(self) -> tuple[Path, Path]:
        """Keep what else anybody can judge: the evidence of the first refused attempt, and the log's checkpoint."""
        from budstikke.post.actions.proving.log_evidence import published
        from budstikke.post.actions.proving.prove import proven_file
        from budstikke.post.records.models import Evidence, LogCheckpoint
        from budstikke.post.records.scope import CARRIER, acting_as

        refusal, point = (self._folder / f"5-reports/{name}.json" for name in ("refusal", "checkpoint"))
        with acting_as(CARRIER):
            first = Evidence.objects.filter(name="ContentHandoverFailure").earliest("id")
            write_whole(refusal, proven_file(first))
            newest = LogCheckpoint.objects.latest("size", "id")
            write_whole(point, json.dumps(published(newest), indent=1).encode())
        return refusal, point

    def _trust(self) -> Path:
        from budstikke.post.channels import chosen

        trust = self._folder / "5-reports" / "trust.pem"
        write_whole(trust, chosen.sealer().trust_pem(now=clock.now()), mode=0o644)
        return trust

    def _changed(self, report: Path) -> Path:
        content = bytearray(report.read_bytes())
        content[len(content) // 3] ^= 1
        changed = report.with_name("report-with-one-byte-changed.pdf")
        write_whole(changed, bytes(content))
        return changed

    def _table(self) -> None:
        from budstikke.post.actions.watching.reconcile import reconcile
        from budstikke.post.channels import chosen
        from budstikke.post.records.models import Letter, Notice
        from budstikke.post.records.scope import CARRIER, acting_as

        accounts = reconcile(mailbox=chosen.mailbox(), now=clock.now())
        if accounts.counts.in_mailbox != accounts.counts.handed_over:
            raise Failed(f"handed over, and not in the mailbox: {[each.number for each in accounts.stuck]}")

        with acting_as(CARRIER):
            states = Counter(Letter.objects.values_list("state", flat=True))
            notices = Counter(Notice.objects.exclude(channel="").values_list("kind", "channel"))
        print("\nHow the letters ended")
        _rows(states)
        print("Notices and reminders")
        _rows({f"{kind} by {channel}": number for (kind, channel), number in notices.items()})
        print("Turned away at the counter, by the first reason")
        _rows(self._refusals)
        print(f"Sealed reports, each found in its sender's mailbox\n    {accounts.counts.in_mailbox:>4}")

    def _tell(self, report: Path, trust: Path) -> None:
        print(f"\nEverything lies in {self._folder}:")
        for path in sorted(self._folder.iterdir()):
            if path.name != "installation":
                print(f"    {path.name}{'/' if path.is_dir() else ''}")
        print(f"\nVerify it yourself:\n    .venv/bin/budstikke verify {report} --trust {trust}")
        # The server is stopped when the demo ends; the command starts it again.
        print("Ask its records, and stop their server when you are done:")
        for command in ("log audit", "reconcile", "stop"):
            print(f"    BUDSTIKKE_DATA={data_folder()} .venv/bin/budstikke {command}")

    def _copy(self, path: Path, name: str) -> None:
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _command(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "budstikke.cli.main", *arguments], capture_output=True)


def _holds(verdict: subprocess.CompletedProcess[bytes]) -> str:
    return "holds" if json.loads(verdict.stdout)["holds"] else "does not hold"


def _rows(counts: Mapping[str, int]) -> None:
    for name, number in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
        print(f"    {number:>4}  {name}")
