"""From a question to its answer: find the operation, read its fields, ask the rules, write the keys."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.decision import plain
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.questions.fields import NotAQuestion, read_fields
from budstikke.post.terms.questions.operations import Operation
from budstikke.post.terms.questions.pum_at_counter import AT_COUNTER
from budstikke.post.terms.questions.pum_deadlines import DEADLINES
from budstikke.post.terms.questions.pum_sending import SENDING

OPERATIONS: Mapping[str, Operation] = {row.op: row for row in (*SENDING, *DEADLINES, *AT_COUNTER)}

# What a question may hold besides `given`; all but the id is for its reader and not for us.
_BESIDE = frozenset({"id", "given", "service", "clause", "expect", "why"})


def answer(question: Mapping[str, object], *, edition: PumEdition) -> dict[str, object]:
    """
    Answer one question.

    Returns: the keys of the operation, then `codes` (every refusal that applies) and `assumed` (fields not
    given) where there are any, `edition`, `clauses` and `words`.
    Raises: NotAQuestion when it cannot be read.
    """
    unknown = [name for name in question if name not in _BESIDE]
    if unknown:
        raise NotAQuestion(f"unknown key {unknown[0]!r}; put the fields into 'given'")
    given = question.get("given")
    if not isinstance(given, Mapping):
        raise NotAQuestion('\'given\' is missing; write {"given": {"op": ...}}')
    op = given.get("op")
    if not isinstance(op, str) or op not in OPERATIONS:
        raise NotAQuestion(f"unknown 'op'; the operations are: {', '.join(OPERATIONS)}")
    operation = OPERATIONS[op]
    fields = read_fields(given, op=op, fields=operation.fields)
    try:
        found = operation.ask(fields, edition)
    except OverflowError:
        raise NotAQuestion("a day lies too far ahead to count from") from None
    codes = [refusal.code for decision in found.decisions for refusal in decision.refusals]
    reasons = [reason for decision in found.decisions for reason in decision.reasons]
    clauses = dict.fromkeys(str(clause) for reason in reasons for clause in reason.clauses)
    answered = {
        **found.keys,
        **({"code": codes[0], "codes": codes} if codes else {}),
        **({"assumed": fields.assumed} if fields.assumed else {}),
        "edition": edition.id,
        "clauses": list(clauses),
        "words": {
            "no": " ".join(reason.words.no for reason in reasons),
            "en": " ".join(reason.words.en for reason in reasons),
        },
    }
    return {key: plain(value) for key, value in answered.items()}
