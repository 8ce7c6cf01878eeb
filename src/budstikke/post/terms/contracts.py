"""The contracts that are cited here, by name and length."""

from __future__ import annotations

from budstikke.law.clause import Contract

PUM = Contract("PUM", last=18)
