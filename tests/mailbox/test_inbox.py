"""From a posted message to a content in its owner's hands, and to nobody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from tests.mailbox.post import NUMBER, REPORT, posted, sending
from tests.mailbox.running import Organisation, Service, code_of, run_command

from budstikke.formats.digipost.entrypoint import parse_entrypoint
from budstikke.formats.digipost.inbox import InboxDocument, parse_inbox
from budstikke.formats.digipost.message import parse_delivery
from budstikke.formats.digipost.signature import answer_fault, content_sha256
from budstikke.formats.digipost.status import parse_status
from budstikke.formats.digipost.vocabulary import DeliveryStatus
from budstikke.kit.clock import real_now


def _inbox(mailbox: Service, asking: Organisation, query: str = "") -> tuple[InboxDocument, ...]:
    answer = mailbox.ask(asking, "GET", f"/{asking.sender_id}/inbox", query=query)
    assert answer.status_code == 200, answer.text
    return parse_inbox(answer.content)


def test_a_report_arrives_with_its_attachment(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """What was posted is listed with its sender's name and fetched byte by byte."""
    answer = posted(mailbox, carrier, sending())
    delivery = parse_delivery(answer.content)
    assert (answer.status_code, delivery.status, delivery.sender_id) == (200, DeliveryStatus.DELIVERED, 9001)

    (document,) = _inbox(mailbox, issuer)
    (attachment,) = document.attachments
    assert (document.subject, document.sender, document.reference) == ("PUM", carrier.name, "RR473124829NO")
    assert (document.content_type, attachment.content_type) == ("application/pdf", "application/xml")
    assert attachment.subject == "Fødselsnummer"
    for listed, content in ((document, REPORT), (attachment, NUMBER)):
        fetched = mailbox.follow(mailbox.ask(issuer, "GET", f"/5/inbox/{listed.id}/content"))
        assert (fetched.status_code, fetched.content) == (200, content)
        assert fetched.headers["Cache-Control"] == "no-store"


def test_a_document_counts_as_accessed_when_fetched_not_when_listed(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Neither listing nor asking for a link is reading."""
    posted(mailbox, carrier, sending())
    (document,) = _inbox(mailbox, issuer)
    link = mailbox.ask(issuer, "GET", f"/5/inbox/{document.id}/content")
    assert _inbox(mailbox, issuer)[0].first_accessed_at is None
    mailbox.follow(link)
    first = _inbox(mailbox, issuer)[0].first_accessed_at
    assert first is not None
    mailbox.follow(mailbox.ask(issuer, "GET", f"/5/inbox/{document.id}/content"))
    assert _inbox(mailbox, issuer)[0].first_accessed_at == first


def test_a_link_is_good_once(mailbox: Service, carrier: Organisation, issuer: Organisation) -> None:
    """The second fetch is refused."""
    posted(mailbox, carrier, sending())
    link = mailbox.ask(issuer, "GET", f"/5/inbox/{_inbox(mailbox, issuer)[0].id}/content")
    assert mailbox.follow(link).status_code == 200
    assert code_of(mailbox.follow(link)) == (403, "ILLEGAL_ACCESS")


def test_of_eight_fetches_at_once_one_has_it(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """A race for a link has one winner."""
    posted(mailbox, carrier, sending())
    link = mailbox.ask(issuer, "GET", f"/5/inbox/{_inbox(mailbox, issuer)[0].id}/content")
    with ThreadPoolExecutor(8) as threads:
        found = sorted(answer.status_code for answer in threads.map(mailbox.follow, [link] * 8))
    assert found == [200] + [403] * 7


def test_a_link_lives_thirty_seconds_of_real_time(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Not of the installation's time, which a demo moves; afterwards it is refused."""
    posted(mailbox, carrier, sending())
    link = mailbox.ask(issuer, "GET", f"/5/inbox/{_inbox(mailbox, issuer)[0].id}/content")
    ((life,),) = mailbox.look("SELECT expires_at - now() FROM one_time_link")
    assert timedelta(seconds=20) < life <= timedelta(seconds=30)  # type: ignore[operator]
    mailbox.look("UPDATE one_time_link SET expires_at = now() - interval '1 second'")
    assert code_of(mailbox.follow(link)) == (403, "ILLEGAL_ACCESS")


def test_a_link_opens_its_own_document_only(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """A token moved to another document, another account, or invented, is refused alike."""
    posted(mailbox, carrier, sending())
    (document,) = _inbox(mailbox, issuer)
    location = mailbox.ask(issuer, "GET", f"/5/inbox/{document.id}/content").headers["Location"]
    attachment = document.attachments[0].id
    for other in (
        location.replace(f"/5/{document.id}/", f"/5/{attachment}/"),
        location.replace(f"/5/{document.id}/", f"/6/{document.id}/"),
        location.replace(f"/5/{document.id}/", f"/77/{document.id}/"),
        location[:-1] + ("0" if location[-1] != "0" else "1"),
        location.partition("?")[0],
    ):
        assert code_of(httpx.get(other)) == (403, "ILLEGAL_ACCESS")
    assert httpx.get(location).content == REPORT


def test_another_account_sees_nothing(
    mailbox: Service, carrier: Organisation, issuer: Organisation, bank: Organisation
) -> None:
    """Its own list is empty, and ids and addresses of others open nothing."""
    posted(mailbox, carrier, sending())
    (document,) = _inbox(mailbox, issuer)
    assert _inbox(mailbox, bank) == ()
    for method, path, expected in (
        ("GET", "/5/inbox", (403, "BROKER_NOT_AUTHORIZED")),
        ("GET", "/5", (403, "BROKER_NOT_AUTHORIZED")),
        ("GET", f"/5/inbox/{document.id}/content", (403, "BROKER_NOT_AUTHORIZED")),
        ("DELETE", f"/5/inbox/{document.id}", (403, "BROKER_NOT_AUTHORIZED")),
        ("GET", f"/6/inbox/{document.id}/content", (404, "DOCUMENT_NOT_FOUND")),
        ("DELETE", f"/6/inbox/{document.id}", (404, "DOCUMENT_NOT_FOUND")),
        ("GET", f"/documents/6/{sending().message.primary.uuid}/status", (404, "DOCUMENT_NOT_FOUND")),
    ):
        assert code_of(mailbox.ask(bank, method, path)) == expected
    assert len(_inbox(mailbox, issuer)) == 1


def test_the_database_itself_shows_each_account_its_own(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """In the working role: no account, no rows; the receiver all; the sender no content; a third nothing."""
    from budstikke.kit.database import address

    posted(mailbox, carrier, sending())
    accounts = {sender_id: str(pk) for pk, sender_id in mailbox.look("SELECT id, sender_id FROM account")}
    tables = ("message", "document", "content", "one_time_link")
    with psycopg.connect(address("mailbox", "app")) as connection:

        def seen(account: str) -> tuple[object, ...]:
            connection.execute("SELECT set_config('budstikke.account', %s, true)", [account])
            counts = tuple(
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
            )  # type: ignore[index]
            connection.rollback()
            return counts

        mailbox.ask(issuer, "GET", f"/5/inbox/{_inbox(mailbox, issuer)[0].id}/content")
        assert seen("") == (0, 0, 0, 0)
        assert seen(accounts[5]) == (1, 2, 2, 1)
        assert seen(accounts[9001]) == (1, 2, 0, 0)
        assert seen(accounts[6]) == (0, 0, 0, 0)
        connection.execute("SELECT set_config('budstikke.account', %s, true)", [accounts[6]])
        assert connection.execute("DELETE FROM content").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE document SET subject_sealed = ''")


def test_nothing_readable_lies_in_the_database_or_on_disk(mailbox: Service, carrier: Organisation) -> None:
    """Neither content, subject nor a hash that a short content could be guessed from."""
    posted(mailbox, carrier, sending())
    dump = "\n".join(
        str(row)
        for table in ("message", "document", "content", "one_time_link")
        for row in mailbox.look(f"SELECT encode(convert_to(t::text, 'UTF8'), 'escape') FROM {table} t")
    )
    raw = b"".join(
        bytes(value)  # type: ignore[arg-type]
        for row in mailbox.look(
            "SELECT content_sealed, subject_sealed, sha256_sealed FROM content JOIN document ON id = document_id"
        )
        for value in row
    )
    assert "pdf" in dump, "the dump must hold the rows"
    assert len(raw) > len(REPORT) + len(NUMBER)
    files = b"".join(path.read_bytes() for path in mailbox.folder.rglob("*") if path.is_file())
    for secret in (REPORT, NUMBER, b"SPECIMEN", "Fødselsnummer".encode(), content_sha256(NUMBER).encode()):
        assert secret not in raw
        assert secret not in files
        assert secret.hex() not in dump
        assert secret.decode() not in dump


def test_a_deleted_document_is_gone_with_its_attachments(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """The list is empty, links made before open nothing, no content is left, and deleting again finds nothing."""
    posted(mailbox, carrier, sending())
    (document,) = _inbox(mailbox, issuer)
    link = mailbox.ask(issuer, "GET", f"/5/inbox/{document.id}/content")
    assert code_of(mailbox.ask(issuer, "DELETE", f"/5/inbox/{document.attachments[0].id}")) == (
        404,
        "DOCUMENT_NOT_FOUND",
    )
    assert mailbox.ask(issuer, "DELETE", f"/5/inbox/{document.id}").status_code == 200
    assert _inbox(mailbox, issuer) == ()
    assert code_of(mailbox.follow(link)) == (403, "ILLEGAL_ACCESS")
    assert mailbox.look("SELECT count(*) FROM content") == [(0,)]
    assert code_of(mailbox.ask(issuer, "DELETE", f"/5/inbox/{document.id}")) == (404, "DOCUMENT_NOT_FOUND")
    assert code_of(mailbox.ask(issuer, "GET", f"/5/inbox/{document.attachments[0].id}/content"))[0] == 404


def test_a_list_is_read_in_pages_oldest_first(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Offset and limit, in the order of delivery; what is no number in range is refused."""
    for number in range(3):
        posted(mailbox, carrier, sending(f"message-{number}"))
    assert [document.reference for document in _inbox(mailbox, issuer)] == [
        "message-0",
        "message-1",
        "message-2",
    ]
    assert [document.reference for document in _inbox(mailbox, issuer, "offset=1&limit=1")] == ["message-1"]
    for query in ("limit=0", "limit=1001", "offset=-1", "offset=x", "limit="):
        answer = mailbox.ask(issuer, "GET", "/5/inbox", query=query)
        assert code_of(answer) == (400, "INVALID_QUERY_PARAMETER")


def test_delivery_is_told_in_the_installations_time(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """With the clock three weeks on, a request dated by real time is taken and delivered three weeks on."""
    mailbox.move_clock(21)
    posted(mailbox, carrier, sending())
    delivered_at = _inbox(mailbox, issuer)[0].delivered_at
    assert abs(delivered_at - real_now() - timedelta(days=21)) < timedelta(minutes=1)


def test_a_message_for_later_appears_later(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Until its time it is neither listed nor opened, and its sender is told so."""
    now = sending()
    later = replace(now, message=replace(now.message, delivery_at=real_now() + timedelta(days=2)))
    posted(mailbox, carrier, later)
    ((pk,),) = mailbox.look("SELECT min(id) FROM document")
    path = f"/documents/9001/{now.message.primary.uuid}/status"
    assert _inbox(mailbox, issuer) == ()
    assert code_of(mailbox.ask(issuer, "GET", f"/5/inbox/{pk}/content"))[0] == 404
    assert not parse_status(mailbox.ask(carrier, "GET", path).content).delivered
    mailbox.move_clock(3)
    assert len(_inbox(mailbox, issuer)) == 1
    assert parse_status(mailbox.ask(carrier, "GET", path).content).delivered


def test_a_sender_is_told_the_status_of_what_it_sent(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Delivered, primary or attachment, with the content's hash; the receiver has no such document of its own."""
    posted(mailbox, carrier, sending())
    primary, attachment = sending().message.documents
    for document, is_primary, content in ((primary, True, REPORT), (attachment, False, NUMBER)):
        status = parse_status(mailbox.ask(carrier, "GET", f"/documents/9001/{document.uuid}/status").content)
        assert (status.delivered, status.is_primary, status.sha256) == (
            True,
            is_primary,
            content_sha256(content),
        )
    assert code_of(mailbox.ask(issuer, "GET", f"/documents/5/{primary.uuid}/status"))[0] == 404


def test_the_entrypoint_gives_the_certificate_all_answers_are_signed_by(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Entrypoint, list, refusal, content and an address that is none: each signature holds."""
    posted(mailbox, carrier, sending())
    answer = mailbox.ask(issuer, "GET", "/")
    entrypoint = parse_entrypoint(answer.content)
    assert entrypoint.links["GET_INBOX"] == f"{mailbox.url}/5/inbox"
    assert parse_entrypoint(mailbox.ask(issuer, "GET", "/5").content) == entrypoint
    key = x509.load_pem_x509_certificate(entrypoint.certificate_pem.encode()).public_key()
    assert isinstance(key, RSAPublicKey)
    (document,) = _inbox(mailbox, issuer)
    content = mailbox.ask(issuer, "GET", f"/5/inbox/{document.id}/content")
    for each in (
        answer,
        mailbox.ask(issuer, "GET", "/5/inbox", query="limit=0"),
        mailbox.ask(issuer, "GET", "/no/such"),
        mailbox.ask(issuer, "PUT", "/5/inbox"),
        content,
        mailbox.follow(content),
    ):
        path = each.request.url.path
        fault = answer_fault(
            status=each.status_code, path=path, headers=each.headers, content=each.content, key=key
        )
        assert fault is None, (path, fault)


def test_the_command_lists_fetches_and_deletes(
    mailbox: Service, carrier: Organisation, issuer: Organisation, tmp_path: Path
) -> None:
    """`inbox list`, `get` and `delete` as an organisation uses them."""
    posted(mailbox, carrier, sending())
    key = str(issuer.key_file(tmp_path))
    login = ["--url", mailbox.url, "--sender", "5", "--key", key]
    listed = run_command(mailbox.environment, "inbox", "list", *login)
    assert listed.returncode == 0, listed.stderr
    assert '"subject": "PUM"' in listed.stdout
    fetched = run_command(mailbox.environment, "inbox", "get", *login, "--folder", str(tmp_path / "in"))
    assert fetched.returncode == 0, fetched.stderr
    assert sorted(path.read_bytes() for path in (tmp_path / "in").iterdir()) == sorted([REPORT, NUMBER])
    (document,) = _inbox(mailbox, issuer)
    deleted = run_command(mailbox.environment, "inbox", "delete", str(document.id), *login)
    assert deleted.returncode == 0, deleted.stderr
    assert _inbox(mailbox, issuer) == ()
    again = run_command(mailbox.environment, "inbox", "delete", str(document.id), *login)
    assert (again.returncode, "DOCUMENT_NOT_FOUND" in again.stderr) == (1, True)
    unknown = run_command(mailbox.environment, "inbox", "get", "1", *login)
    assert (unknown.returncode, "not in this inbox" in unknown.stderr) == (1, True)
