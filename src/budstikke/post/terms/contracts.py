"""The contracts whose clauses are cited, each with the number of its last clause."""

from __future__ import annotations

from budstikke.law.clause import Contract

PUM = Contract("PUM", last=18)
FORWARDING = Contract("Forwarding", last=8)
