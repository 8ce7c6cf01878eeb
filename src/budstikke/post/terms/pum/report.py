"""§12, §1: what the delivery report to the sender must hold, and where it goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import afterwards

CHANNEL = "mailbox"


class Needed(StrEnum):
    """When a field of the report must be filled."""

    ALWAYS = "always"
    ONE_NUMBER = "one_number"
    IF_DATED = "if_dated"
    IF_SUPPLEMENTED = "if_supplemented"
    IF_SIGNED = "if_signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportField:
    """One field of the report, under the name the attachment gives it; `keyable` when a clerk may key it."""

    name: str
    words: Words
    needed: Needed = Needed.ALWAYS
    keyable: bool = False


# The names are those of the successor's report, which was made to match (the only public view of the fields).
FIELDS: tuple[ReportField, ...] = (
    ReportField(name="kollinr", words=Words(no="Sendingsnummer", en="Item number")),
    ReportField(name="dato", words=Words(no="Dato og klokkeslett", en="Date and time")),
    ReportField(name="utleveringssted", words=Words(no="Utført ved", en="Outlet")),
    ReportField(name="kundebehandler", words=Words(no="Kundebehandler", en="Clerk")),
    ReportField(
        name="navndokinnehaver", words=Words(no="Dokumentinnehaver", en="Document holder"), keyable=True
    ),
    ReportField(name="navnfraedi", words=Words(no="Navn fra bestillingen", en="Name in the order")),
    ReportField(
        name="fnr",
        words=Words(no="Fødselsdato/fødselsnummer", en="Birth date/national identity number"),
        needed=Needed.ONE_NUMBER,
        keyable=True,
    ),
    ReportField(
        name="dnr",
        words=Words(no="Fødselsnummer/D-nummer (tastet)", en="National identity number/D number (keyed)"),
        needed=Needed.ONE_NUMBER,
        keyable=True,
    ),
    ReportField(name="idtype", words=Words(no="Type legitimasjon", en="Kind of document")),
    ReportField(name="doknr", words=Words(no="Dokumentnummer", en="Document number"), keyable=True),
    ReportField(name="utstedt", words=Words(no="Utstederland", en="Issuing country"), keyable=True),
    ReportField(
        name="gyldigtil",
        words=Words(no="Gyldig til", en="Valid until"),
        needed=Needed.IF_DATED,
        keyable=True,
    ),
    ReportField(
        name="tilleggsdok",
        words=Words(no="Tilleggsdokument", en="Supplementary document"),
        needed=Needed.IF_SUPPLEMENTED,
        keyable=True,
    ),
    ReportField(name="signatur", words=Words(no="Signatur", en="Signature"), needed=Needed.IF_SIGNED),
)

_COMPLETE = Words(
    no="Utleveringsrapporten er fullstendig og sendes til avsenderens digitale postkasse.",
    en="The delivery report is complete and is sent to the sender's digital mailbox.",
)


def missing(
    filled: Collection[str], *, dated: bool, supplemented: bool, signed: bool
) -> tuple[ReportField, ...]:
    """
    Return the fields a report still lacks.

    Terms:   PUM §12.
    Reading: one of the two number fields is enough; a document without an expiry date leaves that field
    empty, and a hand-over without a signature leaves the signature empty.
    """
    asked = {
        Needed.ALWAYS: True,
        Needed.ONE_NUMBER: not {"fnr", "dnr"} & set(filled),
        Needed.IF_DATED: dated,
        Needed.IF_SUPPLEMENTED: supplemented,
        Needed.IF_SIGNED: signed,
    }
    return tuple(spec for spec in FIELDS if asked[spec.needed] and spec.name not in filled)


def decide(
    filled: Collection[str], *, dated: bool, supplemented: bool, signed: bool, edition: PumEdition
) -> Decision:
    """
    Decide whether a report may be sent, and where it goes.

    Terms:   PUM §12, §1, §2 (the sender's mailbox).
    Refuses: REPORT_INCOMPLETE.
    """
    lacking = missing(filled, dated=dated, supplemented=supplemented, signed=signed)
    names = ", ".join(spec.name for spec in lacking)
    return Decision.judged(
        question="report",
        edition=edition.id,
        refusals=(Refusal(afterwards.REPORT_INCOMPLETE, {"missing": names}),) if lacking else (),
        passed="complete",
        refused="incomplete",
        reasons=(Reason.stating("report", PUM(12), PUM(1), words=_COMPLETE),),
        answer={"channel": CHANNEL},
    )
