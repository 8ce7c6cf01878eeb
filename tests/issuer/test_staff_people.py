"""Who works for the issuer is invited, proven by an eID of their own, and confirmed by somebody else."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.issuer.people import KARI, NOW, OLA, customer

from budstikke.cli import issuer_staff
from budstikke.issuer.actions.staff import make_staff, staff_of
from budstikke.issuer.actions.staff_people import decide_invitation, invite, leave, people, take_invitation
from budstikke.issuer.records.models import AuditRow, Customer, Staff, StaffInvitation
from budstikke.issuer.terms.eid_editions import EDITIONS
from budstikke.issuer.terms.staff import StaffRole
from budstikke.law.refusal import Refusal

pytestmark = pytest.mark.usefixtures("issuer_database")
SUPPORT, LEAD = frozenset({StaffRole.SUPPORT}), frozenset({StaffRole.LEAD})


def _lead(number: str = OLA) -> Staff:
    return make_staff(customer(number, surname="Leder"), pseudonym="lead-1", roles=LEAD, now=NOW)


def _taken(
    by: Customer, *, pseudonym: str = "support-1", roles: frozenset[StaffRole] = SUPPORT
) -> StaffInvitation:
    told = take_invitation(by, invite(pseudonym, roles=roles, now=NOW).code, now=NOW)
    assert isinstance(told, StaffInvitation), told
    return told


def _code(told: object) -> str:
    assert isinstance(told, Refusal), told
    return told.code


def test_the_first_of_all_is_let_in_by_the_code_alone_and_the_second_by_the_first() -> None:
    """A lead who is somebody else confirms, once there is one; until then nobody is staff."""
    kari, ola = customer(KARI), customer(OLA)
    assert _taken(ola, pseudonym="lead-1", roles=LEAD).agreed
    lead = staff_of(ola.pk)
    assert lead is not None and (lead.pseudonym, lead.roles) == ("lead-1", "lead")
    waits = _taken(kari)
    assert waits.agreed is None and staff_of(kari.pk) is None
    assert decide_invitation(lead, waits.pk, agrees=True, now=NOW) is None
    assert staff_of(kari.pk) is not None
    verbs = list(
        AuditRow.objects.filter(verb__startswith="staff.").order_by("id").values_list("verb", "actor")
    )
    assert verbs == [
        ("staff.invited", "operator"), ("staff.invitation_taken", "lead-1"),
        ("staff.invited", "operator"), ("staff.invitation_taken", "support-1"), ("staff.confirmed", "lead-1"),
    ]  # fmt: skip


def test_a_code_counts_once_in_its_days_and_for_one_person() -> None:
    """A wrong one, one that was taken, one that is over and one for somebody else are answered alike."""
    kari, lead = customer(KARI), _lead()
    code = invite("support-1", roles=SUPPORT, now=NOW).code
    over = NOW + EDITIONS[0].invitation_lasts
    assert _code(take_invitation(kari, "A" * 16, now=NOW)) == "NO_SUCH_INVITATION"
    assert _code(take_invitation(kari, code, now=over)) == "NO_SUCH_INVITATION"
    # Who works here under another pseudonym takes none for a second; typed in small letters it is the same code.
    assert _code(take_invitation(lead.customer, code, now=NOW)) == "NO_SUCH_INVITATION"
    assert isinstance(take_invitation(kari, f"{code[:4]}-{code[4:]} ".lower(), now=NOW), StaffInvitation)
    assert _code(take_invitation(customer("20914695032"), code, now=NOW)) == "NO_SUCH_INVITATION"


def test_the_newest_invitation_under_a_pseudonym_is_the_one_that_counts() -> None:
    """A code that went astray is worth nothing once another was asked for, or the invitation was withdrawn."""
    kari = customer(KARI)
    codes = [invite("support-1", roles=SUPPORT, now=NOW).code for _ in range(2)]
    assert _code(take_invitation(kari, codes[0], now=NOW)) == "NO_SUCH_INVITATION"
    assert leave("support-1", now=NOW)
    assert _code(take_invitation(kari, codes[1], now=NOW)) == "NO_SUCH_INVITATION"
    assert not leave("support-1", now=NOW)


def test_codes_are_not_guessed() -> None:
    """Ten tries an hour for each person, whatever they typed."""
    kari = customer(KARI)
    code = invite("support-1", roles=SUPPORT, now=NOW).code
    for _ in range(EDITIONS[0].invitation_tries):
        assert _code(take_invitation(kari, "A" * 16, now=NOW)) == "NO_SUCH_INVITATION"
    assert _code(take_invitation(kari, code, now=NOW)) == "TRIED_TOO_OFTEN"
    assert isinstance(take_invitation(kari, code, now=NOW + timedelta(hours=1)), StaffInvitation)


def test_nobody_confirms_themselves_and_none_but_a_lead_confirms() -> None:
    """Nor is what was decided, or left lying too long, decided again; the database holds the first."""
    lead, desk = _lead(), make_staff(customer("20914695032"), pseudonym="desk-1", roles=SUPPORT, now=NOW)
    make_staff(customer("20914695040"), pseudonym="lead-2", roles=LEAD, now=NOW)
    own = _taken(lead.customer, pseudonym="lead-1", roles=LEAD | SUPPORT)
    assert _code(decide_invitation(lead, own.pk, agrees=True, now=NOW)) == "OWN_CASE"
    with pytest.raises(IntegrityError, match="nobody_lets_themselves_in"), transaction.atomic():
        StaffInvitation.objects.filter(pk=own.pk).update(decided_by=lead)
    waits = _taken(customer(KARI))
    assert _code(decide_invitation(desk, waits.pk, agrees=True, now=NOW)) == "NOT_IN_THIS_STATE"
    late = NOW + EDITIONS[0].invitation_decided_within
    assert _code(decide_invitation(lead, waits.pk, agrees=True, now=late)) == "TOO_LATE"
    assert decide_invitation(lead, waits.pk, agrees=False, now=NOW) is None
    assert _code(decide_invitation(lead, waits.pk, agrees=True, now=NOW)) == "TOO_LATE"
    assert Staff.objects.count() == 3


def test_roles_change_by_an_invitation_under_the_same_pseudonym() -> None:
    """Taken by whoever has it and confirmed; who left and comes back has the pseudonym they had."""
    kari, lead = customer(KARI), _lead()
    make_staff(kari, pseudonym="support-1", roles=SUPPORT, now=NOW)
    assert decide_invitation(lead, _taken(kari, roles=LEAD).pk, agrees=True, now=NOW) is None
    assert Staff.objects.get(customer=kari).roles == "lead"
    assert leave("support-1", now=NOW) and staff_of(kari.pk) is None
    assert decide_invitation(lead, _taken(kari).pk, agrees=True, now=NOW) is None
    back = staff_of(kari.pk)
    assert back is not None and (back.pseudonym, back.roles) == ("support-1", "support")


def _command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    issuer_staff.configure(parser)
    exit_code = issuer_staff.run(parser.parse_args(words))
    return exit_code, capsys.readouterr().out


def test_the_command_invites_lists_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """The code is printed once and is kept nowhere; the list names nobody."""
    done, told = _command(capsys, "invite", "lead-1", "--role", "lead", "--role", "auditor")
    made = json.loads(told)
    assert done == 0 and made["address"].endswith("/my/invitation/") and made["roles"] == ["auditor", "lead"]
    kept = StaffInvitation.objects.get()
    assert made["code"].encode() not in bytes(kept.code_lookup or b"")
    assert all(made["code"] not in json.dumps(line.facts) for line in AuditRow.objects.all())
    assert [row["state"] for row in json.loads(_command(capsys, "list")[1])] == ["invited"]
    assert isinstance(take_invitation(customer(KARI), made["code"], now=kept.invited_at), StaffInvitation)
    told = _command(capsys, "list")[1]
    assert [row["state"] for row in json.loads(told)] == ["works here"] and KARI not in told
    assert _command(capsys, "leave", "lead-1") == (0, '{"left": "lead-1"}\n')
    assert _command(capsys, "leave", "lead-1")[0] == 1
    assert [row["state"] for row in people(now=NOW)] == ["left"]


def test_who_is_invited_types_the_code_on_my_page_and_a_lead_confirms_on_theirs() -> None:
    """The lead reads who it is; others of the staff see only that somebody waits."""
    from django.test import Client
    from tests.issuer.people import PIN, with_card
    from tests.issuer.test_staff_pages import works_here

    from budstikke.kit.clock import now

    kari = customer(KARI)
    browser = Client(headers={"host": "localhost"})
    browser.post("/sign-in/card/", {"card": with_card(kari, now=now())[1], "pin": PIN})
    lead, desk = works_here("lead-1", StaffRole.LEAD), works_here("desk-1", StaffRole.SUPPORT)
    assert browser.post("/my/invitation/", {"code": "nothing"}).status_code == 400
    made = invite("support-7", roles=SUPPORT, now=now())
    answer = browser.post("/my/invitation/", {"code": made.code}, follow=True)
    assert "En leder må bekrefte" in answer.content.decode()
    assert browser.get("/staff/").status_code == 403
    page, other = (each.get("/staff/waiting/").content.decode() for each in (lead, desk))
    assert "Kari Prøve" in page and "support-7" in page
    assert "Kari Prøve" not in other and "support-7" in other
    row = StaffInvitation.objects.get()
    assert desk.post(f"/staff/people/{row.pk}/decide/", {"agrees": "yes"}).status_code == 400
    assert lead.post(f"/staff/people/{row.pk}/decide/", {"agrees": "yes"}).status_code == 302
    assert browser.get("/staff/").status_code == 200
