"""§7, §11: what is accepted for one letter, told before anything is shown; and who says so, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.clause import Clause
from budstikke.law.decision import Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.id_documents import DOCUMENTS, ROWS, Carries, DocumentRow, Standing
from budstikke.post.terms.pum.known_problems import KnownProblem


class Layer(StrEnum):
    """Who says something of a kind of document."""

    LAW = "law"
    CARRIER = "carrier"
    SENDER = "sender"


class Says(StrEnum):
    """What a layer says of it, or all of them together."""

    ACCEPTED = "accepted"
    ASK = "ask"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerLine:
    """What one layer says, on which clause; the law's line has the authority's name in `source` instead."""

    layer: Layer
    says: Says
    words: Words
    clauses: tuple[Clause, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something needed besides the document: `always`, or only where this very document lacks it."""

    code: str
    always: bool
    words: Words
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedLine:
    """
    One kind of document and what it is worth for one letter.

    `says` is the answer of all layers together, `lines` who says what, `needs` what else may be asked for,
    `problems` what operations know of it on the day.
    """

    kind: str
    words: Words
    says: Says
    lines: tuple[LayerLine, ...]
    needs: tuple[Need, ...] = ()
    problems: tuple[KnownProblem, ...] = ()

    @property
    def deciding(self) -> LayerLine:
        """The line the answer rests on; of several the first, the carrier's before the sender's."""
        return next(line for line in self.lines if line.layer is not Layer.LAW and line.says is self.says)


_LISTED = Words(
    no="Står på listen over godkjent legitimasjon.", en="It is on the list of approved documents."
)
_LISTED_FROM = Words(
    no="Godkjent når det er utstedt {oldest:%d.%m.%Y} eller senere.",
    en="Approved when issued on {oldest:%d %b %Y} or later.",
)
_NOT_NAMED = Words(
    no="Vilkårene nevner det ikke; kundebehandleren avgjør og skriver hvorfor.",
    en="The terms do not name it; the clerk decides and writes down why.",
)
_NOT_LISTED = Words(
    no="Står ikke på listen over godkjent legitimasjon.", en="It is not on the list of approved documents."
)
_DEMANDED = Words(
    no="Avsenderen krever pass, og dette regnes som pass.",
    en="The sender demands a passport, and this counts as one.",
)
_NOT_A_PASSPORT = Words(
    no="Avsenderen krever pass, og dette regnes ikke som pass.",
    en="The sender demands a passport, and this does not count as one.",
)
_NUMBER = {
    True: Words(
        no="Fødselsnummer eller D-nummer må vises med tilleggsdokument fra offentlig etat.",
        en="The national identity or D number must be shown by a supplementary document from a public body.",
    ),
    False: Words(
        no="Mangler nummeret (11 sifre), må det vises med tilleggsdokument fra offentlig etat.",
        en="If the number (11 digits) is missing, a supplementary document from a public body must show it.",
    ),
}
_SIGNATURE = {
    True: Words(
        no="Det er uten underskrift: tilleggsdokument fra offentlig etat, og underskrift på platen.",
        en="It bears no signature: a supplementary document from a public body, and a signature on the pad.",
    ),
    False: Words(
        no="Er det uten underskrift: tilleggsdokument fra offentlig etat, og underskrift på platen.",
        en="If it bears no signature: a supplementary document from a public body, and one on the pad.",
    ),
}
_ISSUED = Words(no="Utstedelsesdatoen må kunne leses.", en="Its day of issue must be readable.")


def accepted_for(
    *, passport_only: bool, edition: PumEdition, today: date, problems: Sequence[KnownProblem] = ()
) -> tuple[AcceptedLine, ...]:
    """
    Say what is accepted for a letter, before any document is shown: every kind, the accepted ones first.

    Terms:   PUM §7, §11.
    Reading: three layers, one answer. The carrier's terms and the sender's demand decide; a no of either is a
             no, else a question of either is a question. What an authority says binds the sender and not the
             counter: it stands beside them, and helps a clerk who is asked (decision 0031).
    """
    lines = [
        _line(row, passport_only=passport_only, edition=edition, today=today, problems=problems)
        for row in ROWS
    ]
    return tuple(sorted(lines, key=lambda line: list(Says).index(line.says)))


def layer_reasons(kind: str, *, passport_only: bool, edition: PumEdition) -> tuple[Reason, ...]:
    """
    Return what each layer says of a kind as reasons of a decision, each attributed.

    Terms: PUM §7, §11.
    """
    return tuple(
        Reason(
            rule=f"document_by_{line.layer}",
            clauses=line.clauses,
            words=line.words,
            facts={
                "layer": line.layer,
                "says": line.says,
                "document": kind,
                **({"source": line.source} if line.source else {}),
            },
        )
        for line in _layers(DOCUMENTS[kind], passport_only=passport_only, edition=edition)
    )


def _line(
    row: DocumentRow,
    *,
    passport_only: bool,
    edition: PumEdition,
    today: date,
    problems: Sequence[KnownProblem],
) -> AcceptedLine:
    lines = tuple(_layers(row, passport_only=passport_only, edition=edition))
    said = {line.says for line in lines if line.layer is not Layer.LAW}
    says = next(one for one in (Says.REFUSED, Says.ASK, Says.ACCEPTED) if one in said)
    return AcceptedLine(
        kind=row.code,
        words=row.words,
        says=says,
        lines=lines,
        needs=() if says is Says.REFUSED else tuple(_needs(row)),
        problems=tuple(
            problem for problem in problems if problem.document_kind == row.code and problem.in_force(today)
        ),
    )


def _layers(row: DocumentRow, *, passport_only: bool, edition: PumEdition) -> Iterator[LayerLine]:
    if row.law:
        says = Says.ACCEPTED if row.law.counts else Says.REFUSED
        yield LayerLine(layer=Layer.LAW, says=says, words=row.law.words, source=row.law.source)
    yield _carrier(row, edition)
    if passport_only:
        counts = row.code in edition.passport_documents
        yield LayerLine(
            layer=Layer.SENDER,
            says=Says.ACCEPTED if counts else Says.REFUSED,
            words=_DEMANDED if counts else _NOT_A_PASSPORT,
            clauses=(PUM(7), PUM(11)),
        )


def _carrier(row: DocumentRow, edition: PumEdition) -> LayerLine:
    if row.standing is Standing.ASK:
        says, words = Says.ASK, _NOT_NAMED
    elif row.code not in edition.approved_documents:
        says, words = Says.REFUSED, row.why_not or _NOT_LISTED
    elif row.dated_issue:
        says, words = Says.ACCEPTED, _LISTED_FROM.filled({"oldest": edition.oldest_driving_licence_on})
    else:
        says, words = Says.ACCEPTED, _LISTED
    return LayerLine(layer=Layer.CARRIER, says=says, words=words, clauses=(PUM(11),))


def _needs(row: DocumentRow) -> Iterator[Need]:
    if row.dated_issue:
        yield Need(code="issued_on", always=True, words=_ISSUED, clause=PUM(11))
    for code, carries, words in (("number", row.number, _NUMBER), ("signature", row.signature, _SIGNATURE)):
        if carries is not Carries.ALWAYS:
            lacks = carries is Carries.NEVER
            yield Need(code=code, always=lacks, words=words[lacks], clause=PUM(11))
