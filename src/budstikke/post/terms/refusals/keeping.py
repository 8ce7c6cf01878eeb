"""Refusals of what a sender tells about the end of its customer relationship."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

RELATIONSHIP_NOT_BEGUN = RefusalReason(
    code="RELATIONSHIP_NOT_BEGUN",
    clauses=(PUM(12),),
    staff=Words(
        no="Brevet er ikke utlevert, så det finnes ingen kontroll å telle fra.",
        en="The letter was not handed over, so there is no check to count from.",
    ),
    person=Words(no="Brevet er ikke utlevert.", en="The letter has not been handed over."),
    cure=Words(
        no="Brev som ikke ble utlevert, slettes etter egne frister; meld bare fra om utleverte.",
        en="Letters that were not handed over have periods of their own; tell us of those handed over only.",
    ),
)
RELATIONSHIP_ENDED_EARLIER = RefusalReason(
    code="RELATIONSHIP_ENDED_EARLIER",
    clauses=(PUM(12),),
    staff=Words(
        no="Dagen ligger før utleveringen ({handed_over_on:%d.%m.%Y}).",
        en="The day lies before the hand-over ({handed_over_on:%d %b %Y}).",
    ),
    person=Words(no="Dagen ligger før utleveringen.", en="The day lies before the hand-over."),
    cure=Words(
        no="Oppgi dagen kundeforholdet opphørte, tidligst utleveringsdagen.",
        en="Give the day the relationship ended, at the earliest that of the hand-over.",
    ),
)
RELATIONSHIP_ENDS_AHEAD = RefusalReason(
    code="RELATIONSHIP_ENDS_AHEAD",
    clauses=(PUM(12),),
    staff=Words(no="{ended_on:%d.%m.%Y} er ikke kommet ennå.", en="{ended_on:%d %b %Y} has not come yet."),
    person=Words(no="Dagen er ikke kommet ennå.", en="The day has not come yet."),
    cure=Words(no="Meld fra når kundeforholdet har opphørt.", en="Tell us once the relationship has ended."),
)
RECORD_ERASED = RefusalReason(
    code="RECORD_ERASED",
    clauses=(PUM(12),),
    staff=Words(
        no="Opplysningene om brevet er slettet; det finnes en kvittering for det.",
        en="What was known of the letter has been erased; there is a receipt for it.",
    ),
    person=Words(no="Opplysningene er slettet.", en="The data have been erased."),
    cure=Words(
        no="Ingenting mer å gjøre; kvitteringen finnes i loggen.",
        en="There is nothing left to do; the receipt is in the log.",
    ),
)

KEEPING: tuple[RefusalReason, ...] = (
    RELATIONSHIP_NOT_BEGUN,
    RELATIONSHIP_ENDED_EARLIER,
    RELATIONSHIP_ENDS_AHEAD,
    RECORD_ERASED,
)
