"""What must be true in the end, however often a part was killed."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.stories.killed.site import Site

# Each statement counts what must not be: letters not handed over, twice, or half.
_POST = {
    "handed over, but not exactly once": """
        SELECT count(*) FROM letter WHERE order_reference = 'KILLED' AND (
            (SELECT count(*) FROM hand_over WHERE letter_id = letter.id) <> 1
            OR (SELECT count(*) FROM event WHERE letter_id = letter.id AND code = 'DELIVERED') <> 1
            OR letter.state <> 'delivered')""",
    "evidence of a hand-over, but not one": """
        SELECT count(*) FROM letter WHERE order_reference = 'KILLED'
        AND (SELECT count(*) FROM evidence WHERE letter_id = letter.id AND name = 'ContentHandover') <> 1""",
    "checks that passed, but not one with its hand-over": """
        SELECT count(*) FROM hand_over JOIN id_check ON id_check.id = hand_over.id_check_id
        WHERE NOT id_check.passed OR id_check.letter_id <> hand_over.letter_id""",
    "attempts without evidence of their own": """
        SELECT count(*) FROM event WHERE code = 'ATTEMPTED_DELIVERY'
        AND (SELECT count(*) FROM evidence WHERE event_id = event.id) <> 1""",
    "evidence not in the log exactly once": """
        SELECT count(*) FROM evidence
        WHERE (SELECT count(*) FROM log_entry WHERE evidence_id = evidence.id) <> 1""",
    "reports, but not one that was sent": """
        SELECT count(*) FROM letter WHERE order_reference = 'KILLED' AND (
            (SELECT count(*) FROM report WHERE letter_id = letter.id AND sent_at IS NOT NULL) <> 1
            OR (SELECT count(*) FROM event WHERE letter_id = letter.id AND code = 'REPORT_SENT') <> 1)""",
    "recipients told of their letter, but not once": """
        SELECT count(*) FROM letter WHERE order_reference = 'KILLED'
        AND (SELECT count(*) FROM event WHERE letter_id = letter.id AND code = 'NOTIFICATION_SENT') > 1""",
    "checks still open": """
        SELECT count(*) FROM open_check JOIN letter ON letter.id = letter_id WHERE order_reference = 'KILLED'""",
    "jobs that failed": "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'",
    "jobs nobody works on": """
        SELECT count(*) FROM procrastinate_jobs LEFT JOIN procrastinate_workers ON procrastinate_workers.id = worker_id
        WHERE status = 'doing' AND coalesce(last_heartbeat, 'epoch') < now() - interval '30 seconds'""",
}
_MAILBOX = {
    "messages in the mailbox": "SELECT count(DISTINCT message_id) FROM message",
    "messages, each time it was taken": "SELECT count(*) FROM message",
    "documents in the mailbox": "SELECT count(*) FROM document",
    "contents in the mailbox": "SELECT count(*) FROM content",
}
_OWED = """
SELECT (SELECT count(*) FROM hand_over) - (SELECT count(*) FROM report WHERE sent_at IS NOT NULL)
    + (SELECT count(*) FROM evidence WHERE NOT EXISTS (SELECT 1 FROM log_entry WHERE evidence_id = evidence.id))
"""


def settled(site: Site, *, within_s: float) -> bool:
    """Wait until nothing is owed any more, or time is up."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if site.look("post", _OWED) == [(0,)]:
            return True
        time.sleep(0.3)
    return False


def wrong(site: Site, numbers: Sequence[str]) -> dict[str, object]:
    """Return everything that is not as it must be."""
    found: dict[str, object] = {}
    for what, statement in _POST.items():
        ((count,),) = site.look("post", statement)
        if count:
            found[what] = count
    letters = len(numbers)
    for what, statement in _MAILBOX.items():
        ((count,),) = site.look("mailbox", statement)
        due = letters if "messages" in what else 2 * letters
        if count != due:
            found[what] = count
    code, stood = site.command("reconcile")
    if code or {stood[name] for name in ("handed_over", "sealed", "sent", "in_mailbox")} != {letters}:
        found["reconcile"] = stood
    for command in (("balance", "--json"), ("log", "audit")):
        code, answer = site.command(*command)
        if code:
            found[" ".join(command)] = answer
    return found
