"""What a replay under another edition says of one thing: how it was, how it would have been, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budstikke.law.decision import Decision
from budstikke.post.terms.asked_again import Difference, Recorded, ask_again
from budstikke.post.terms.editions import BY_ID


def report(
    of: Mapping[str, object],
    *,
    edition: str,
    recorded: Mapping[str, object],
    replayed: Mapping[str, object],
    differs: Sequence[Difference],
) -> dict[str, object]:
    """Return it as JSON, whatever it is of; `edition` is its own."""
    return {
        **of,
        "edition": edition,
        "recorded": dict(recorded),
        "replayed": dict(replayed),
        "differs": [
            {"recorded": recorded_decision(each.recorded), "replayed": decided(each.replayed)}
            for each in differs
        ],
    }


def recorded_decision(recorded: Recorded) -> dict[str, object]:
    """Return a recorded decision with its words; the sweep writes none, so they are those of the same answer."""
    if "reasons" not in recorded:
        return decided(ask_again(recorded, edition=BY_ID[recorded["edition"]]))
    words = [reason["words"] for reason in recorded["reasons"]]
    return {
        **{name: recorded[name] for name in ("question", "outcome", "edition", "clauses")},
        "words": {language: " ".join(each[language] for each in words) for language in ("no", "en")},
    }


def decided(decision: Decision) -> dict[str, object]:
    """Return a decision with its clauses and words."""
    return {
        "question": decision.question,
        "outcome": decision.outcome,
        "edition": decision.edition,
        "clauses": [str(clause) for clause in decision.clauses],
        "words": decision.words.as_json(),
    }
