"""Decide a check that is open, on all that was put in and sent into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from budstikke.law.refusal import Refusal
from budstikke.post.actions.check_identity import Checked, check_identity
from budstikke.post.actions.draft import Draft
from budstikke.post.actions.keep_draft import draft_of
from budstikke.post.actions.presented import Presented
from budstikke.post.actions.sealing import unseal, unseal_json
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import IdCheck, Letter, OpenCheck, Pushed
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import Finding
from budstikke.post.terms.refusals import station as at_station

# Which reading of the zone counts, best first; the chip's is signed by its state.
_BEST = ("chip", "mrz_swiped", "mrz_picture", "mrz_typed")


def decide_check(
    nonce: UUID, *, clerk: str, online: bool, sealer: Sealer, today: date, now: datetime
) -> Checked | Refusal:
    """
    Decide an open check.

    Terms:   PUM §5, §7, §11, §12, §14.
    Returns: what came of it. Refused, the open check is closed and all that was put in is erased; passed, it stays
    until the hand-over. The same nonce again returns the same decision.
    Refuses: CHECK_NOT_OPEN.
    Raises:  Malformed for what was mistyped: it is typed again, not judged.
    """
    with acting_as(CARRIER):
        # The letter first, as everybody else locks it.
        Letter.objects.select_for_update().filter(opencheck__nonce=nonce).first()
        row = (
            OpenCheck.objects.select_for_update(of=("self",))
            .select_related("letter", "station")
            .filter(nonce=nonce, clerk=clerk)
            .first()
        )
        if row is None:
            made = IdCheck.objects.filter(nonce=nonce, clerk=clerk).first()
            if made is None:
                return Refusal(at_station.CHECK_NOT_OPEN)
            return Checked(check_id=made.id, passed=made.passed, decision=made.decision)
        pushed = list(
            Pushed.objects.filter(open_check=row).select_related("device").order_by("received_at", "nonce")
        )
        presented = _presented(row, draft_of(row), pushed, clerk=clerk, online=online)
        checked = check_identity(presented, sealer=sealer, today=today, now=now)
        if checked.passed:
            row.check_made_id, row.touched_at = checked.check_id, now
            row.save(update_fields=["check_made", "touched_at"])
        else:
            row.delete()
    return checked


def _presented(
    row: OpenCheck, draft: Draft, pushed: Sequence[Pushed], *, clerk: str, online: bool
) -> Presented:
    contents = {
        one.source: unseal_json(one.content_sealed, letter_id=row.letter_id, kind="pushed") for one in pushed
    }
    lines = next(
        (
            contents[each].get("mrz_lines")
            for each in _BEST
            if each in contents and contents[each].get("mrz_lines")
        ),
        None,
    )
    findings = draft.findings
    verdict = contents.get("pattern", {}).get("verdict")
    if verdict in (Finding.PASSED, Finding.FAILED):
        findings = replace(findings, security_pattern=Finding(str(verdict)))
    devices = [one.device.id for one in pushed if one.device is not None]
    page = next(
        (one for one in reversed(pushed) if one.picture_sealed and one.source in ("page", "mrz_picture")),
        None,
    )
    picture = draft.picture
    if page is not None and page.picture_sealed is not None:
        picture = unseal(page.picture_sealed, letter_id=row.letter_id, kind="pushed picture")
    return Presented(
        nonce=row.nonce,
        number=row.letter.number,
        outlet_id=row.station.outlet_id,
        clerk=clerk,
        device=", ".join(dict.fromkeys(devices)),
        kind=draft.kind or "other",
        mrz_lines=draft.mrz_lines or (tuple(str(each) for each in lines) if isinstance(lines, list) else ()),
        typed=draft.typed,
        has_signature=draft.has_signature,
        not_able_to_sign=draft.not_able_to_sign,
        signing=draft.signing,
        supplement=draft.supplement,
        supplement_words=draft.supplement_words,
        findings=findings,
        in_person=draft.in_person,
        online=online,
        name_keyed=draft.name_keyed,
        document_decision=draft.document_decision,
        name_decision=draft.name_decision,
        birth_date_decision=draft.birth_date_decision,
        picture=picture,
    )
