"""The demo's counter: the recipients of examples/visits.jsonl, served one by one at their outlets' stations."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from PIL import Image, ImageDraw

from budstikke.cli import demo_documents
from budstikke.cli.demo_outlets import CLERK, Outlets, Place
from budstikke.cli.demo_papers import Failed, Papers
from budstikke.cli.device_sending import Heard
from budstikke.cli.seeding import EXAMPLES
from budstikke.kit import clock
from budstikke.post.papers.specimen import KINDS, zone_lines

if TYPE_CHECKING:
    from budstikke.post.actions.counter.draft import Draft
    from budstikke.post.actions.counter.hand_over import Signature
    from budstikke.post.actions.reading.presented import Typed
    from budstikke.post.records.models import Letter

_NOT_READ_HERE = "PICTURES_NOT_READ"


@dataclass(frozen=True, slots=True)
class Visit:
    """
    One person coming on one day, counted from the first; `said` is the line of the file.

    `read` says how the document is read: picture, chip, swipe or typed. `wrong` is what goes wrong with it.
    """

    day: int
    consignment: str
    said: dict[str, Any]

    @property
    def read(self) -> list[str]:
        """How the document is read."""
        return list(self.said["read"])

    @property
    def wrong(self) -> str:
        """What goes wrong, if anything."""
        return str(self.said.get("wrong", ""))


def visits() -> list[Visit]:
    """Return everybody who comes, in the order of the file."""
    lines = (EXAMPLES / "visits.jsonl").read_text(encoding="utf-8").splitlines()
    return [Visit(said["day"], said["consignment"], said) for said in map(json.loads, lines)]


def letters(*, state: str) -> list[Letter]:
    """Return the letters that are in a state."""
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return list(Letter.objects.filter(state=state).order_by("number"))


def extend() -> None:
    """Give two recipients who asked for it more time, as customer service would."""
    from budstikke.post.actions.moving.extend_deadline import extend_deadline

    wanted = {visit.consignment for visit in visits() if visit.day == 24}
    for letter in letters(state="ready"):
        if letter.consignment_number in wanted and letter.last_collect_day:
            until = date.fromordinal(letter.last_collect_day.toordinal() + 7)
            extend_deadline(
                letter.number, until=until, actor="service-2", today=clock.today(), now=clock.now()
            )


class Desk:
    """Serves who comes, as a station does, and counts how the documents were read."""

    def __init__(self, outlets: Outlets, papers: Papers) -> None:
        self._outlets, self._papers = outlets, papers
        self.read: Counter[str] = Counter()
        self.doubtful = 0
        self.taken_again = 0

    def serve(self, visit: Visit) -> None:
        """
        Check the person's document; hand the letter over, or tell why not and what would cure it.

        Raises: Failed where the station refuses what has to work.
        """
        from budstikke.post.actions.counter.check_identity import Checked
        from budstikke.post.actions.counter.decide_check import decide_check
        from budstikke.post.actions.counter.keep_draft import keep_draft
        from budstikke.post.actions.counter.open_check import Opened, open_check
        from budstikke.post.channels import chosen

        letter = _letter(visit.consignment)
        if letter is None or letter.state != "ready" or letter.outlet_id is None:
            return
        place, today, now = self._outlets.at(letter.outlet_id), clock.today(), clock.now()
        nonce = uuid5(NAMESPACE_URL, json.dumps(visit.said, sort_keys=True))
        opened = open_check(
            letter.number, station_id=place.station_id, clerk=CLERK, nonce=nonce, today=today, now=now
        )
        if not isinstance(opened, Opened):
            raise Failed(f"{letter.number} could not be taken up: {opened.code}")
        draft = self._put_in(visit, place, today=today)
        keep_draft(nonce, draft, clerk=CLERK, now=clock.now())
        checked = decide_check(
            nonce, clerk=CLERK, online=True, sealer=chosen.sealer(), today=today, now=clock.now()
        )
        if not isinstance(checked, Checked):
            raise Failed(f"the check of {letter.number} could not be decided: {checked.code}")
        if checked.passed:
            _hand_over(letter, nonce, checked.check_id)
        else:
            self._papers.turned_away(letter.number, checked.check_id, checked.decision)

    def _put_in(self, visit: Visit, place: Place, *, today: date) -> Draft:
        """Let the device read what it can; return what the clerk fills in beside it."""
        document = demo_documents.laid(visit.said["kind"], visit.said["holder"], state=self._outlets.state)
        if document is None:
            self.read["typed"] += 1
            return _draft(visit, scanned=False, sure=True)
        heard: list[Heard] = []
        for plan in demo_documents.plans(document, read=visit.read, wrong=visit.wrong, today=today):
            heard += self._outlets.does(place, plan)
            self._papers.looked_at(demo_documents.to_keep(document, plan, wrong=visit.wrong))
            visit = replace(visit, said={**visit.said, "wrong": ""}) if visit.wrong == "glare" else visit
        self._count(visit, heard)
        sure = not any(each.to == "picture" and each.answer == "confirm" for each in heard)
        return _draft(visit, scanned=True, sure=sure)

    def _count(self, visit: Visit, heard: list[Heard]) -> None:
        refused = [each for each in heard if each.status >= 400]
        if refused:
            raise Failed(f"a device was refused: {refused[0].answer}")
        answers = {(each.to, each.answer) for each in heard}
        seen = "picture" in visit.read and not any(_NOT_READ_HERE in each.found for each in heard)
        ways = (
            ("by chip", ("chip", "taken") in answers),
            ("by picture", seen),
            ("swiped", ("mrz", "taken") in answers),
            ("typed", "typed" in visit.read),
        )
        self.read.update(way for way, so in ways if so)
        self.doubtful += ("picture", "confirm") in answers
        self.taken_again += ("picture", "retake") in answers


def _letter(consignment: str) -> Letter | None:
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return Letter.objects.filter(consignment_number=consignment).exclude(state="cancelled").first()


def _hand_over(letter: Letter, nonce: UUID, check_id: int) -> None:
    from budstikke.post.actions.counter.hand_over import Signature, hand_over
    from budstikke.post.actions.counter.under_way import under_way
    from budstikke.post.channels import chosen

    open_one = under_way(nonce=nonce, today=clock.today(), now=clock.now())
    assert open_one is not None, "it passed this moment"
    decision = hand_over(
        letter.number,
        check_id=check_id,
        clerk=CLERK,
        signature=Signature(picture=open_one.draft.signature, strokes=open_one.draft.strokes),
        sealer=chosen.sealer(),
        today=clock.today(),
        now=clock.now(),
    )
    if decision.refusals:
        raise Failed(f"{letter.number} was not handed over: {decision.refusals[0].code}")


def _draft(visit: Visit, *, scanned: bool, sure: bool) -> Draft:
    """What the clerk fills in: what no device read, what the clerk sees, and how the recipient signs."""
    from budstikke.post.actions.counter.draft import Draft
    from budstikke.post.terms.pum.id_check import ALL_PASSED, Finding, Signing, SupplementFacts

    said = visit.said
    signing, supplement = Signing(str(said.get("signing", "yes"))), str(said.get("supplement") or "")
    findings = ALL_PASSED
    if scanned:
        # What the device found counts; of a doubtful picture the clerk compares every field with the page.
        scan = Finding.NOT_DONE if sure else Finding.PASSED
        findings = replace(findings, scanned=scan, security_pattern=Finding.NOT_DONE)
    signature = _signature(visit.consignment) if signing is not Signing.NEVER else None
    cannot = bool(said.get("not_able_to_sign"))
    return Draft(
        kind=str(said["kind"]),
        # What the picture did not show for sure the clerk reads from the page, and confirms.
        mrz_lines=() if sure else _lines(visit),
        typed=_typed(visit),
        signing=signing,
        not_able_to_sign=cannot,
        has_signature=not cannot,
        supplement=SupplementFacts() if supplement else None,
        supplement_words=supplement,
        findings=findings,
        name_keyed=bool(said["name_keyed"]),
        # Each shows all there is to show, and is decided on that.
        all_shown=True,
        signature=signature.picture if signature else None,
        strokes=signature.strokes if signature else "",
    )


def _lines(visit: Visit) -> tuple[str, ...]:
    document = demo_documents.laid(visit.said["kind"], visit.said["holder"], state=None)
    return zone_lines(document.specimen) if document else ()


def _typed(visit: Visit) -> Typed:
    from budstikke.post.actions.reading.presented import Typed

    kind, holder = visit.said["kind"], visit.said["holder"]
    if "typed" not in visit.read:
        # A passport's zone leaves the number out; it stands on the page, or on the supplementary document.
        on_page = kind in KINDS and any(name == "national_number" for _, name in KINDS[kind].captions)
        carried = kind in KINDS and KINDS[kind].number_in_zone
        typed = (on_page and not carried) or visit.said.get("supplement")
        return Typed(national_number=holder["national_number"] if typed else "")
    return Typed(
        surname=holder["surname"],
        given_names=holder["given_names"],
        document_number=holder["document_number"],
        issuing_country=holder["nationality"],
        issued_on=date.fromisoformat(holder["issued_on"]),
        expires_on=date.fromisoformat(holder["expires_on"]),
        national_number=holder["national_number"],
    )


def _signature(of: str) -> Signature:
    """Write on the pad as nobody in particular: everybody a little differently."""
    from budstikke.post.actions.counter.hand_over import Signature

    hand = random.Random(of)  # noqa: S311  (a scrawl is no secret)
    points = [(20 + 13 * step, 60 + hand.uniform(-40, 40)) for step in range(30)]
    drawn = Image.new("L", (420, 120), 255)
    ImageDraw.Draw(drawn).line(points, fill=0, width=3, joint="curve")
    content = io.BytesIO()
    drawn.save(content, "PNG")
    strokes = [[{"x": round(x), "y": round(y), "time": 20 * nth} for nth, (x, y) in enumerate(points)]]
    return Signature(picture=content.getvalue(), strokes=json.dumps(strokes))
