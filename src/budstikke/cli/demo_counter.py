"""The demo's counter: the recipients of examples/visits.jsonl, served one by one."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from budstikke.cli.seeding import EXAMPLES
from budstikke.kit import clock

if TYPE_CHECKING:
    from budstikke.cli.demo_papers import Papers
    from budstikke.post.actions.presented import Presented
    from budstikke.post.records.models import Letter


@dataclass(frozen=True, slots=True)
class Visit:
    """One person coming on one day, counted from the first; `said` is the line of the file."""

    day: int
    consignment: str
    said: dict[str, object]


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
    from budstikke.post.actions.extend_deadline import extend_deadline

    wanted = {visit.consignment for visit in visits() if visit.day == 24}
    for letter in letters(state="ready"):
        if letter.consignment_number in wanted and letter.last_collect_day:
            until = date.fromordinal(letter.last_collect_day.toordinal() + 7)
            extend_deadline(
                letter.number, until=until, actor="service-2", today=clock.today(), now=clock.now()
            )


def serve(visit: Visit, papers: Papers) -> None:
    """Check the person's document; hand the letter over, or tell why not and what would cure it."""
    from budstikke.post.actions.check_identity import check_identity
    from budstikke.post.actions.hand_over import Signature, hand_over
    from budstikke.post.channels import chosen

    letter = _letter(visit.consignment)
    if letter is None or letter.state != "ready" or letter.outlet_id is None:
        return
    today, now = clock.today(), clock.now()
    checked = check_identity(_presented(visit, letter), sealer=chosen.sealer(), today=today, now=now)
    if not checked.passed:
        papers.turned_away(letter.number, checked.decision)
        return
    signs = visit.said.get("signing") != "never"
    signature = Signature(picture=_signature() if signs else None)
    hand_over(
        letter.number,
        check_id=checked.check_id,
        clerk="clerk-7",
        signature=signature,
        sealer=chosen.sealer(),
        today=today,
        now=now,
    )


def _letter(consignment: str) -> Letter | None:
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return Letter.objects.filter(consignment_number=consignment).exclude(state="cancelled").first()


def _presented(visit: Visit, letter: Letter) -> Presented:
    from budstikke.post.actions.presented import Presented, Typed
    from budstikke.post.terms.pum.id_check import ALL_PASSED, Signing, SupplementFacts

    said = visit.said
    typed = dict(said.get("typed") or {})  # type: ignore[call-overload]
    for name in ("expires_on", "issued_on", "born_on"):
        if name in typed:
            typed[name] = date.fromisoformat(typed[name])
    supplement = str(said.get("supplement") or "")
    mrz = said.get("mrz") or ()
    assert isinstance(mrz, list | tuple) and letter.outlet_id is not None
    return Presented(
        nonce=uuid5(NAMESPACE_URL, json.dumps(said, sort_keys=True)),
        number=letter.number,
        outlet_id=letter.outlet_id,
        clerk="clerk-7",
        device="document-scanner-2",
        kind=str(said["kind"]),
        mrz_lines=tuple(mrz),
        typed=Typed(**typed),
        signing=Signing(str(said.get("signing", "yes"))),
        not_able_to_sign=bool(said.get("not_able_to_sign")),
        has_signature=not said.get("not_able_to_sign"),
        supplement=SupplementFacts() if supplement else None,
        supplement_words=supplement,
        findings=ALL_PASSED,
        name_keyed=bool(said.get("name_keyed")),
        picture=_document_picture(),
    )


def _document_picture() -> bytes:
    """A grey card that says what it is; no person's picture is in the project."""
    picture = Image.new("RGB", (640, 420), "#e9edf2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 620, 400), outline="#51606f", width=3)
    draw.rectangle((45, 90, 215, 300), fill="#c4ced8")
    draw.text((260, 60), "SPECIMEN", fill="#9b1c31", font_size=48)
    draw.text((260, 150), "Invented document\nOppdiktet dokument", fill="#22303d", font_size=26)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content.getvalue()


def _signature() -> bytes:
    picture = Image.new("L", (420, 120), 255)
    draw = ImageDraw.Draw(picture)
    points = [
        (20 + 13 * step, 60 + (25 if step % 2 else -25) * (1 if step % 3 else 0.4)) for step in range(30)
    ]
    draw.line(points, fill=0, width=3, joint="curve")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
