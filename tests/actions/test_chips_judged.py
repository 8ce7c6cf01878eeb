"""Chips judged by what the operator imported: certificates and revocation lists, and a row that went bad."""

from __future__ import annotations

import logging

import pytest
from tests.formats import chips

from budstikke.formats.chip import ChipReading
from budstikke.post.actions.reading.country_trust import held
from budstikke.post.actions.reading.import_master_list import import_master_list
from budstikke.post.actions.reading.judge_chip import judge_chip
from budstikke.post.papers.specimen.chip import Wrong

pytestmark = pytest.mark.usefixtures("installation")
STATE = chips.state()


def imports(**files: bytes) -> None:
    """The operator imports files."""
    import_master_list(files.items(), publisher_sha256=None, now=chips.NOW)


def judged(wrong: Wrong | None = None) -> ChipReading:
    """Her chip, or one whose signer is revoked, as a counter judges it."""
    made = chips.chip(wrong)
    return judge_chip(sod=made.sod, groups=made.groups, now=chips.NOW)[0]


def codes(reading: ChipReading) -> list[str]:
    """Return the codes of all that was found."""
    return [each.code for each in reading.findings]


def test_a_revoked_signer_is_refused_once_its_states_list_is_imported() -> None:
    """Before that the chip is believed, with a remark that no list was imported."""
    imports(certificate=STATE.certificate)
    assert judged(Wrong.REVOKED).authentic
    assert "CHIP_NO_CRL" in codes(judged())
    imports(revoked=STATE.revocation_list(at=chips.NOW))
    assert "CHIP_REVOKED" in codes(judged(Wrong.REVOKED))
    assert judged().authentic and "CHIP_NO_CRL" not in codes(judged())


def test_a_list_that_should_have_been_renewed_is_remarked_on() -> None:
    """It still counts; the operator is told to fetch the next one."""
    imports(certificate=STATE.certificate, old=STATE.revocation_list(at=chips.NOW - 200 * chips.DAY))
    assert "CHIP_OLD_CRL" in codes(judged()) and judged().authentic
    assert "CHIP_REVOKED" in codes(judged(Wrong.REVOKED))


def test_one_row_that_cannot_be_read_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    """It is left out and named, in the logs too, and every other certificate and list still judges."""
    from budstikke.post.records.models import CountryCertificate, CountryRevocationList

    imports(certificate=STATE.certificate, revoked=STATE.revocation_list(at=chips.NOW))
    bad = {"country": "UT", "content": b"no DER", "source": "x", "imported_at": chips.NOW}
    CountryCertificate.objects.create(sha256="0" * 64, **bad)
    CountryRevocationList.objects.create(sha256="1" * 64, issuer="x", made_at=chips.NOW, **bad)
    with caplog.at_level(logging.ERROR):
        assert judged().authentic and "CHIP_REVOKED" in codes(judged(Wrong.REVOKED))
    assert held().unreadable == ("0" * 64, "1" * 64)
    assert ["0" * 64 in caplog.text, "1" * 64 in caplog.text] == [True, True]
