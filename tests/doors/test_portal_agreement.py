"""A new sender's owner makes the agreement: declared, mailbox shown, accepted under an edition, signed and kept."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from tests.actions import line
from tests.actions.test_log import as_owner, audited, trust
from tests.doors.portal import OTHER_CUSTOMER, at_portal, other_sender

from budstikke.kit.clock import now
from budstikke.post.actions.proving.log_evidence import log_evidence
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.mailbox import FakeMailbox
from budstikke.post.terms.roles import Role
from budstikke.proof.verify import verify, verify_logged

PAGE = "/sender/settings/agreement/"
ORGNR = line.EDI_ID
GOOD = {"obliged_as": "bank", "declares": "yes", "accepts": "yes"}


@pytest.fixture
def box(installation: None, monkeypatch: pytest.MonkeyPatch) -> FakeMailbox:
    """A mailbox that can be read, and a sender with no agreement yet."""
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Sender.objects.update(aml_obliged=False, agreement_on=None, mailbox_organisation_number="")
    made = FakeMailbox()
    monkeypatch.setattr("budstikke.post.channels.chosen.mailbox", lambda: made)
    monkeypatch.setattr("budstikke.post.channels.chosen.sealer", line.sealer)
    return made


def code_in(box: FakeMailbox) -> str:
    """The code that lies in the mailbox."""
    ((_, _, (document,)),) = box.sent.values()
    found = re.search(rb"[0-9]{8}", document.content)
    assert found
    return found[0].decode()


def sender():
    """The sender as it is entered."""
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return Sender.objects.get(customer_number=line.CUSTOMER)


def asked_for_code(client: Client) -> None:
    """Have a code sent."""
    assert client.post(PAGE, {"do": "code", "number": ORGNR}).status_code == 302


def test_the_agreement_is_made_and_signed(box: FakeMailbox) -> None:
    """From a sender that may not send to one that may; the signed file says who, what and when."""
    from budstikke.post.terms.editions import pum_on

    client = at_portal(Role.OWNER)
    assert "ikke inngått" in client.get(PAGE).text
    asked_for_code(client)
    assert client.post(PAGE, {**GOOD, "code": code_in(box)}).status_code == 302
    made = sender()
    assert (made.aml_obliged, made.mailbox_organisation_number) == (True, ORGNR)
    assert made.agreement_on is not None
    found = re.search(rf"{PAGE}([0-9]+)\.json", client.get(PAGE).text)
    assert found
    file = json.loads(client.get(found[0]).content)
    told = file["evidence"]
    assert (told["event"], told["sender"]["orgnr"]) == ("AgreementAccepted", made.organisation_number)
    assert told["terms"] == {"contract": "PUM", "edition": pum_on(made.agreement_on).id}
    assert (told["agreement"]["obliged_as"], told["agreement"]["mailbox_orgnr"]) == ("bank", ORGNR)
    assert [each["outcome"] for each in told["decisions"]] == ["accepted"]
    assert "per" not in json.dumps(told)
    other_sender()
    other = at_portal(Role.OWNER, username="kari", customer=OTHER_CUSTOMER)
    assert other.get(found[0]).status_code == 404


def test_an_acceptance_is_in_the_log_and_the_audit_finds_what_is_changed(box: FakeMailbox) -> None:
    """Signed by the carrier, proven under a checkpoint; neither its row nor its evidence can become another unseen."""
    client = at_portal(Role.OWNER)
    asked_for_code(client)
    client.post(PAGE, {**GOOD, "code": code_in(box)})
    found = re.search(rf"{PAGE}([0-9]+)\.json", client.get(PAGE).text)
    assert found
    before = client.get(found[0]).content
    log_evidence(sealer=line.sealer(), now=now())
    file = client.get(found[0]).content
    assert verify(before, trust=trust(), at=now()).holds
    assert verify_logged(file, trust=trust(), at=now()).holds
    assert not verify_logged(before, trust=trust(), at=now()).holds
    other = file.replace(b'"obliged_as":"bank"', b'"obliged_as":"insurance"')
    assert other != file and not verify(other, trust=trust(), at=now()).holds
    assert audited().holds
    as_owner("UPDATE acceptance SET obliged_as = 'insurance'", table="acceptance")
    assert [each.what for each in audited().findings] == ["acceptance changed"]
    as_owner("DELETE FROM acceptance", table="acceptance")
    assert [each.what for each in audited().findings] == ["acceptance gone"]


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"declares": ""}, "hvitvasking"),
        ({"obliged_as": "bakery"}, "hvitvasking"),
        ({"accepts": ""}, "avtale"),
    ],
)
def test_nothing_is_agreed_while_something_is_missing(
    box: FakeMailbox, changed: dict[str, str], clause: str
) -> None:
    """Not declared, no such kind, not accepted: each with its clause."""
    client = at_portal(Role.OWNER)
    asked_for_code(client)
    answer = client.post(PAGE, {**GOOD, "code": code_in(box), **changed})
    assert answer.status_code == 422 and clause in answer.text and "PUM §2" in answer.text
    assert sender().agreement_on is None


def test_a_mailbox_that_nobody_read_is_none(box: FakeMailbox) -> None:
    """No code, a wrong one, one tried too often, or another session's."""
    client = at_portal(Role.OWNER)
    assert "PUM §1, PUM §2" in client.post(PAGE, GOOD).text
    asked_for_code(client)
    code = code_in(box)
    assert at_portal(Role.OWNER, username="nora").post(PAGE, {**GOOD, "code": code}).status_code == 422
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(5):
        assert "Koden stemmer ikke" in client.post(PAGE, {**GOOD, "code": wrong}).text
    assert client.post(PAGE, {**GOOD, "code": code}).status_code == 422
    assert sender().agreement_on is None


@pytest.mark.parametrize(
    ("failure", "words"),
    [(Rejected("UNKNOWN", "none"), "tok ikke imot koden"), (Unreachable("down"), "svarer ikke nå")],
)
def test_a_mailbox_that_does_not_answer_is_said_so(
    box: FakeMailbox, monkeypatch: pytest.MonkeyPatch, failure: Exception, words: str
) -> None:
    """There is none, or it is silent; and a number that is none is asked for nowhere."""
    failing = FakeMailbox(failures=[failure])  # type: ignore[list-item]
    monkeypatch.setattr("budstikke.post.channels.chosen.mailbox", lambda: failing)
    client = at_portal(Role.OWNER)
    assert words in client.post(PAGE, {"do": "code", "number": ORGNR}).text
    assert "ikke gyldig" in client.post(PAGE, {"do": "code", "number": "123"}).text
    assert not failing.sent
