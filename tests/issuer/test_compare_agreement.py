"""The terms of the carrier held against the agreement: staff see a difference, and it is logged once."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from tests.issuer.customer import NOW
from tests.issuer.test_staff_pages import works_here

from budstikke.issuer.actions.compare_agreement import compare_agreement, compared
from budstikke.issuer.channels.carrier_terms import Published
from budstikke.issuer.channels.errors import Rejected
from budstikke.issuer.records.models import AuditRow
from budstikke.issuer.terms.edition import PRESENT
from budstikke.issuer.terms.staff import StaffRole

SAME = {
    "collection_days": 21,
    "reminder_days_sms": [5],
    "reminder_days_email": [5],
    "reminder_days_paper": [5],
    "extension_days": 7,
    "extensions_by_recipient": 1,
    "passport_documents": list(reversed(PRESENT.documents)),
    "max_weight_g": 200,
}


class Carrier:
    """Publishes what a test says; None: it says no."""

    def __init__(self, **values: object) -> None:
        self.values: dict[str, object] | None = {**SAME, **values}

    def read(self) -> Published:
        """Publish."""
        if self.values is None:
            raise Rejected("API_404")
        return Published(edition="pum-present", values=self.values)


def test_a_difference_is_shown_to_staff_and_logged_once(
    issuer_database: None, caplog: pytest.LogCaptureFixture
) -> None:
    """As long as it is there; the next day it is not logged anew."""
    carrier, staff = Carrier(extension_days=14), works_here("desk-1", StaffRole.SUPPORT)
    with caplog.at_level(logging.ERROR, logger="budstikke.issuer.actions.compare_agreement"):
        for nth in range(2):
            found = compare_agreement(terms=carrier, now=NOW + timedelta(days=nth))
            assert [each.name for each in found.differs] == ["extension_days"]
    assert len(caplog.records) == 1 and "extension_days" in caplog.text
    assert AuditRow.objects.filter(verb="agreement.differs").count() == 1
    page = staff.get("/staff/", {"language": "en"}).content.decode()
    assert "<code>extension_days</code>: we 7, the carrier 14" in page
    compare_agreement(terms=Carrier(), now=NOW + timedelta(days=2))
    assert "extension_days" not in staff.get("/staff/").content.decode()


def test_a_carrier_that_publishes_nothing_is_a_difference_too(issuer_database: None) -> None:
    """Nobody knows then what holds there; a document more or less is one as well."""
    assert compared() is None
    silent = Carrier()
    silent.values = None
    assert [each.theirs for each in compare_agreement(terms=silent, now=NOW).differs] == ["API_404"]
    fewer = Carrier(passport_documents=["no_passport"])
    assert [each.name for each in compare_agreement(terms=fewer, now=NOW).differs] == ["passport_documents"]
    known = compared()
    assert known is not None and known.differs[0].theirs == ["no_passport"]
