"""A made-up letter and everything that would be known about it; all persons and numbers are invented."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from PIL import Image, ImageDraw

from budstikke.proof.evidence import Evidence, Happening, Party
from budstikke.proof.wording import Words

HANDED_OVER_AT = datetime(2026, 11, 21, 9, 15, 7, tzinfo=UTC)  # a Saturday
SEALED_AT = datetime(2026, 11, 21, 9, 15, 40, tzinfo=UTC)  # a Saturday


@cache
def document_picture(note: str = "SPECIMEN") -> bytes:
    """Return a JPEG that looks a little like a passport page."""
    picture = Image.new("RGB", (1250, 880), "#dfe7ee")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 160, 420, 620), fill="#a9b8c6")
    draw.ellipse((150, 220, 330, 430), fill="#8798a8")
    for line in range(6):
        draw.rectangle((480, 180 + line * 70, 900 + line * 30, 205 + line * 70), fill="#8798a8")
    draw.rectangle((60, 700, 1190, 735), fill="#5f6f7f")
    draw.rectangle((60, 765, 1190, 800), fill="#5f6f7f")
    draw.text((480, 60), note, fill="#8a1c24", font_size=90)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


@cache
def signature_picture() -> bytes:
    """Return a PNG of a scribble in black on white."""
    picture = Image.new("1", (800, 260), 1)
    ImageDraw.Draw(picture).line(
        [(40 + step * 12, 130 + ((step * 53) % 97) - 48) for step in range(60)], fill=0, width=5
    )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def decision(outcome: str = "released", *, cure: bool = False) -> dict[str, object]:
    """Return a decision as law.Decision.as_json() writes it."""
    reason: dict[str, object] = {
        "rule": "document_accepted" if not cure else "DOCUMENT_EXPIRED",
        "clauses": ["PUM §11", "PUM §12"],
        "facts": {"document": "passport", "expired_days": 12},
        "words": {
            "no": "Passet er godtatt som legitimasjon og er ikke utløpt.",
            "en": "The passport is accepted as identification and has not expired.",
        },
    }
    if cure:
        reason["cure"] = {"no": "Vis fram et gyldig pass.", "en": "Show a valid passport."}
    return {
        "question": "handover",
        "outcome": outcome,
        "edition": "pum-2026",
        "answer": {"on": "2026-11-21"},
        "clauses": ["PUM §11", "PUM §12"],
        "reasons": [reason],
    }


def happenings(count: int = 6) -> tuple[Happening, ...]:
    """Return a history of so many lines."""
    words = (
        Words("Bestilt", "Ordered"),
        Words("Innlevert", "Handed in"),
        Words("På terminalen", "At the terminal"),
        Words("Klar til henting", "Ready for collection"),
        Words("Hentemelding sendt på SMS", "Notice sent by SMS"),
        Words("Utlevert", "Handed over"),
    )
    return tuple(
        Happening(
            code=f"EVENT_{number}",
            words=words[number % len(words)],
            happened_at=datetime(2026, 11, 9 + number, 8, 30, tzinfo=UTC),  # from a Monday on
            recorded_at=datetime(2026, 11, 9 + number, 8, 31, 5, tzinfo=UTC),
            place="Post i Butikk Kårvåg" if number > 2 else None,
        )
        for number in range(count)
    )


def evidence(**changes: Any) -> dict[str, object]:
    """Return the evidence of a hand-over, with the changes asked for."""
    facts: dict[str, Any] = {
        "id": "6d99008e-2672-4b55-9b09-996b09a06e47",
        "event": "ContentHandover",
        "happened_at": HANDED_OVER_AT,
        "recorded_at": HANDED_OVER_AT,
        "issuer": Party(name="Eksempelposten AS", orgnr="984661185"),
        "sender": Party(name="Nordlys eID AS", orgnr="991825827"),
        "letter_number": "RR473124829NO",
        "consignment": "70707074500000128",
        "order_reference": "ORDRE-1001",
        "passport_only": True,
        "edition": "pum-2026",
        "actor": "clerk-7f3a",
        "place": "122608 Post i Butikk Kårvåg",
        "device": "scanner-12",
        "routine": "counter-3",
        "test": True,
        "report": {
            "kollinr": "RR473124829NO",
            "dato": HANDED_OVER_AT,
            "utleveringssted": "122608 Post i Butikk Kårvåg",
            "kundebehandler": "clerk-7f3a",
            "navndokinnehaver": "Áile Østby Ďurišová",
            "navnfraedi": "Aile Oestby Durisova",
            "fnr": "41818012345",
            "idtype": "Pass",
            "doknr": "SPECIMEN1",
            "utstedt": "NOR",
            "gyldigtil": date(2031, 5, 2),  # a Friday
        },
        "decisions": [decision()],
        "events": happenings(),
        "keyed": [("doknr", "clerk-7f3a")],
        "signing": "signed",
        "document_picture": document_picture(),
        "signature_picture": signature_picture(),
    }
    return Evidence(**(facts | changes)).as_json()
