"""Claims: opened by whoever tells us, computed by the terms, decided by persons, paid, evidenced, held meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from tests.actions import line
from tests.actions.test_notices import MAIL, channels, send, unsent, waiting

from budstikke.law.refusal import Refusal
from budstikke.post.actions.helping.help_letter import Helped
from budstikke.post.actions.helping.open_claim import Opened, Told, open_claim
from budstikke.post.actions.helping.settle_claim import Verdict, confirm_claim, settle_claim
from budstikke.post.records.models import Claim, Event, Evidence, Hold, NoticeTry
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.claims import Negligence
from budstikke.post.terms.pum.settling import Claimant, ClaimKind, Ground

pytestmark = pytest.mark.usefixtures("installation")
LATE = date(2026, 12, 24)  # Thursday, thirty-one days after hand-in


def opened(kind: ClaimKind = ClaimKind.LOST, *, told_on: date = line.TODAY) -> int:
    """Open a claim of the sender's; return its number."""
    told = Told(kind=kind, claimant=Claimant.SENDER, told_on=told_on)
    found = open_claim(line.number(1), told, by="desk-1", now=line.NOW)
    assert isinstance(found, Opened)
    return found.claim.id


def lose() -> None:
    """Book a letter, bring it to the outlet, and lose it there."""
    from budstikke.post.actions.moving.finish import lost

    line.wait_for_recipient(1)
    lost([line.number(1)], place=str(line.BERGEN), actor="clerk-7", now=line.NOW)


def granted(claim_id: int, value_ore: int | None = None, *, clerk: str = "desk-1", **given: object) -> Helped:
    """Grant a claim."""
    verdict = Verdict(value_ore=value_ore, **given)  # type: ignore[arg-type]
    found = settle_claim(claim_id, verdict, clerk=clerk, today=line.TODAY, now=line.NOW)
    assert found is not None
    return found


def declined(claim_id: int, ground: Ground = Ground.NOT_SHOWN) -> Helped | None:
    """Decline a claim."""
    verdict = Verdict(ground=ground)
    return settle_claim(claim_id, verdict, clerk="desk-1", today=line.TODAY, now=line.NOW)


def confirmed(claim_id: int, *, agrees: bool = True, clerk: str = "lead-1") -> Helped | None:
    """A second person's word."""
    return confirm_claim(claim_id, agrees=agrees, clerk=clerk, today=line.TODAY, now=line.NOW)


def the_claim() -> Claim:
    """The only claim there is."""
    with acting_as(CARRIER):
        return Claim.objects.get()


def held() -> list[tuple[str, bool]]:
    """What holds the letter's records, and whether it still does."""
    with acting_as(CARRIER):
        return [(each.reason, each.lifted_at is None) for each in Hold.objects.order_by("id")]


def codes_of(found: Helped | None) -> list[str]:
    """The codes of what was refused."""
    assert found is not None
    return [each.code for each in found.refusals]


def test_a_claim_is_opened_once_and_holds_the_records() -> None:
    """Of a kind there is one that is open; it leaves an event and a hold."""
    lose()
    first = opened()
    assert opened() == first
    assert opened(ClaimKind.DELAYED) != first
    assert line.codes(1)[-2:] == ["CLAIM_OPENED", "CLAIM_OPENED"]
    assert held() == [("claim", True)]


@pytest.mark.parametrize(("handed_in", "told_on", "code"), [
    (True, LATE, "COMPLAINT_TOO_LATE"),
    (False, line.TODAY, "CLAIM_BEFORE_HAND_IN"),
])  # fmt: skip
def test_a_claim_that_is_late_or_of_nothing_is_not_opened(handed_in: bool, told_on: date, code: str) -> None:
    """And nothing is held."""
    line.book(line.file_of([line.order(1)]))
    if handed_in:
        line.bring_to_outlet([1])
    told = Told(kind=ClaimKind.LOST, claimant=Claimant.SENDER, told_on=told_on)
    refused = open_claim(line.number(1), told, by="desk-1", now=line.NOW)
    assert isinstance(refused, Refusal) and refused.code == code
    assert held() == []


def test_a_small_claim_is_granted_by_one_and_ends_the_hold() -> None:
    """The amount is the terms'; it stands on the statement in the sender's favour."""
    from budstikke.post.actions.invoicing.statement import statement

    lose()
    assert granted(opened(), 40_000).done
    claim = the_claim()
    assert (claim.state, claim.amount_ore, claim.decided_by, claim.confirmed_by) == (
        "granted",
        40_000,
        "desk-1",
        "",
    )
    assert held() == [("claim", False)]
    stated = statement(line.CUSTOMER, tenant=CARRIER, today=line.TODAY)
    assert stated is not None and stated.balance_ore == -40_000


def test_a_large_claim_takes_two_and_never_more_than_the_limit() -> None:
    """Nothing is settled until somebody else says yes; NOK 1000 is all there is."""
    lose()
    claim = opened()
    asked = granted(claim, 250_000)
    assert asked.waits and not asked.done and the_claim().state == "waits"
    assert held() == [("claim", True)]
    assert codes_of(granted(claim, 1)) == ["CLAIM_SETTLED"]
    assert codes_of(confirmed(claim, clerk="desk-1")) == ["SAME_PERSON"]
    done = confirmed(claim)
    assert done is not None and done.done
    assert (the_claim().amount_ore, the_claim().confirmed_by) == (100_000, "lead-1")
    assert confirmed(claim) is None
    assert held() == [("claim", False)]


def test_what_the_second_person_declines_is_decided_anew() -> None:
    """It is open again, and holds on."""
    lose()
    claim = opened()
    granted(claim, 90_000)
    assert confirmed(claim, agrees=False) is not None
    assert (the_claim().state, the_claim().decided_by, the_claim().amount_ore) == ("open", "", None)
    assert held() == [("claim", True)]
    assert granted(claim, 30_000).done


def test_what_the_terms_do_not_give_nobody_grants() -> None:
    """A letter that is not lost, a value nobody has shown, a delay without gross negligence; each can be declined."""
    line.wait_for_recipient(1)
    lost, late = opened(), opened(ClaimKind.DELAYED)
    assert codes_of(granted(lost, 40_000)) == ["CLAIM_NOT_REGISTERED"]
    assert codes_of(granted(late, 40_000, negligence=Negligence.ORDINARY)) == ["DELAY_NOT_GROSS"]
    assert codes_of(granted(late, negligence=Negligence.GROSS)) == ["CLAIM_VALUE_NOT_SHOWN"]
    for each in (lost, late):
        found = declined(each, Ground.BY_TERMS)
        assert found is not None and found.done
    assert held() == [("claim", False)]
    assert line.codes(1)[-1] == "CLAIM_DECIDED"


def test_what_the_terms_give_is_not_declined_on_their_account() -> None:
    """Another ground is the person's own."""
    lose()
    claim = opened()
    on_terms = Verdict(value_ore=40_000, ground=Ground.BY_TERMS)
    refused = settle_claim(claim, on_terms, clerk="desk-1", today=line.TODAY, now=line.NOW)
    assert codes_of(refused) == ["TERMS_GIVE_IT"]
    found = declined(claim, Ground.WITHDRAWN)
    assert found is not None and found.done


def test_the_answer_is_printed_for_whoever_claimed() -> None:
    """To the sender's address or to the recipient's; nothing before it is settled."""
    from io import BytesIO

    from pypdf import PdfReader

    from budstikke.post.actions.telling.claim_paper import claim_paper

    lose()
    first = opened()
    assert claim_paper(first, language="no") is None
    granted(first, 40_000)
    told = Told(kind=ClaimKind.DELAYED, claimant=Claimant.RECIPIENT, told_on=line.TODAY)
    second = open_claim(line.number(1), told, by="recipient", now=line.NOW)
    assert isinstance(second, Opened)
    declined(second.claim.id, Ground.BY_TERMS)
    words = []
    for claim, language in ((first, "no"), (second.claim.id, "en")):
        paper = claim_paper(claim, language=language)  # type: ignore[arg-type]
        assert paper is not None
        words.append(PdfReader(BytesIO(paper)).pages[0].extract_text())
    assert "400,00" in words[0] and "Storgata 1" in words[0] and "PUM §17" in words[0]
    assert "Kari Nordmann" in words[1] and "do not compensate this delay" in words[1]


def test_the_answer_goes_to_the_sender_on_paper_in_both_languages() -> None:
    """By no other way, once; it leaves its tries and no event of the letter."""
    from io import BytesIO

    from pypdf import PdfReader

    lose()
    granted(opened(), 40_000)
    before, through = line.codes(1), channels()
    assert len(unsent()) == 1
    send(through)
    send(through)
    assert not through["sms"].sent and not through["email"].sent
    (message,) = through["letter"].sent
    assert message.key == f"{line.number(1)}-claim-0"
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(message.pdf())).pages]
    assert ["Kravet er innvilget" in pages[0], "The claim is granted" in pages[1]] == [True, True]
    assert all("Storgata 1" in page for page in pages)
    assert line.codes(1) == before
    with acting_as(CARRIER):
        answer = Claim.objects.select_related("answer").get().answer
        assert answer is not None and (answer.channel, answer.sent_at is not None) == ("letter", True)
        assert NoticeTry.objects.get(notice=answer).taken


def test_a_recipient_is_answered_by_mail_and_on_paper_when_it_comes_back() -> None:
    """Never by SMS; a bounce leads to paper, and neither is an event of the letter."""
    from budstikke.post.actions.telling.note_receipt import Receipt, note_receipt

    waiting(1)
    send(channels())
    told = Told(kind=ClaimKind.DELAYED, claimant=Claimant.RECIPIENT, told_on=line.TODAY)
    made = open_claim(line.number(1), told, by="recipient", now=line.NOW)
    assert isinstance(made, Opened)
    declined(made.claim.id, Ground.BY_TERMS)
    before, through = line.codes(1), channels()
    send(through)
    (mail,) = through["email"].sent
    assert mail.email == MAIL and not through["sms"].sent and line.number(1) not in mail.subject
    for words in ("Kravet er avslått", "The claim is declined", "PUM §17"):
        assert words in mail.text
    failed = Receipt(key=mail.key, channel="email", delivered=False, code="5.1.1")
    assert note_receipt(failed, now=line.NOW)
    send(through)
    (paper,) = through["letter"].sent
    assert paper.key == mail.key and line.codes(1) == before


def test_what_shows_a_claim_lies_sealed_and_is_only_ever_erased() -> None:
    """The database lets nobody put it there later, change it or take it away before its time."""
    from budstikke.post.actions.helping.open_claim import documents_of

    lose()
    told = Told(kind=ClaimKind.LOST, claimant=Claimant.SENDER, told_on=line.TODAY, documents="Kvittering")
    open_claim(line.number(1), told, by="sender", now=line.NOW)
    assert documents_of(the_claim()) == "Kvittering"
    for changed in (None, b"x"):
        with pytest.raises(DatabaseError), acting_as(CARRIER):
            Claim.objects.update(documents_sealed=changed)


def test_a_refund_of_the_fee_is_a_credit_note() -> None:
    """For the letter's own lines, on the invoice they stand on; not before it was invoiced, and not twice."""
    from budstikke.post.actions.invoicing.find_invoice import show
    from budstikke.post.actions.invoicing.invoice_documents import name
    from budstikke.post.actions.invoicing.run_invoices import run_invoices

    lose()
    claim = opened(ClaimKind.FEE_REFUND)
    assert codes_of(granted(claim)) == ["FEE_NOT_INVOICED"]
    first_day = date(2026, 12, 1)  # Tuesday
    run_invoices(date(2026, 11, 1), today=first_day, now=line.at(first_day))  # Sunday
    assert granted(claim).done
    with acting_as(CARRIER):
        note = Claim.objects.select_related("credit_note").get().credit_note
        assert note is not None
    stated = show(name(note), tenant=CARRIER, with_letters=True)
    assert (
        stated is not None and stated["credits"] == "F000001" and stated["net_ore"] == the_claim().amount_ore
    )
    assert stated["reason"]["code"] == "complaint"  # type: ignore[index]
    assert codes_of(granted(opened(ClaimKind.FEE_REFUND))) == ["FEE_NOT_INVOICED"]


def test_a_settled_claim_never_changes_and_two_names_are_two_persons() -> None:
    """The database sees to both."""
    lose()
    granted(opened(), 40_000)
    with pytest.raises(DatabaseError, match="never changed"), acting_as(CARRIER):
        Claim.objects.update(amount_ore=100_000)
    granted(opened(ClaimKind.WRONG_RECIPIENT), 60_000)
    with pytest.raises(DatabaseError, match="who_decides_a_claim"), acting_as(CARRIER):
        Claim.objects.filter(state="waits").update(confirmed_by="desk-1")


def test_each_step_is_evidenced_and_asked_again_answers_alike() -> None:
    """The opening and the decision, with the clauses they rest on."""
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.terms.asked_again import ask_again
    from budstikke.post.terms.editions import BY_ID

    lose()
    granted(opened(), 40_000)
    evidence_events(sealer=line.sealer(), now=line.NOW)
    with acting_as(CARRIER):
        names = set(Evidence.objects.values_list("name", flat=True))
        written = [each.decision for each in Event.objects.filter(code__startswith="CLAIM_").order_by("id")]
    assert {"ClaimOpened", "ClaimDecided"} <= names
    opening, deciding = written
    for each in (opening, deciding, *deciding["also"]):
        again = ask_again(each, edition=BY_ID[each["edition"]])
        assert again.outcome == each["outcome"] and again.as_json()["answer"] == each["answer"]


def test_another_senders_letter_is_nobodys_to_claim_for() -> None:
    """It answers as a letter that does not exist."""
    from budstikke.post.records.models import Letter

    lose()
    told = Told(kind=ClaimKind.LOST, claimant=Claimant.SENDER, told_on=line.TODAY + timedelta(days=1))
    with pytest.raises(Letter.DoesNotExist):
        open_claim(line.number(1), told, by="sender", now=line.NOW, sender_id=999)
