"""
Questions to the terms, one JSON object each, and their answers.

Here live the operations, their fields and the reading of both; what an answer says is decided by the rules.
A new operation is a row in the table of its contract. May import the rules, the editions and law.
"""

from __future__ import annotations

from budstikke.post.terms.questions.answering import AnyContract, answer
from budstikke.post.terms.questions.fields import NotAQuestion

__all__ = ["AnyContract", "NotAQuestion", "answer"]
