"""Whole files: broken, repeated, from strangers, marked as tests, and how they are answered."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from tests.actions.line import (
    answer,
    as_others_read,
    book,
    codes,
    file_of,
    number,
    order,
    reasons,
    states,
)

from budstikke.post.records.models import Interchange
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")


def test_a_broken_trailer_books_nothing() -> None:
    """The count in UNZ does not fit: nothing of the interchange is trusted."""
    content = file_of([order(1), order(2, reference="2")]).replace(b"UNZ+2+", b"UNZ+3+")
    (result,) = book(content)
    assert (result.booked, states()) == (0, {})
    assert not result.all_well
    with acting_as(CARRIER):
        assert Interchange.objects.get().refused


def test_a_corrected_file_may_keep_its_reference() -> None:
    """What was refused whole stands in nobody's way."""
    good = file_of([order(1)])
    book(good.replace(b"UNZ+1+", b"UNZ+7+"))
    (result,) = book(good)
    assert result.booked == 1


def test_a_repeated_interchange_books_nothing_twice_and_is_answered_alike() -> None:
    """Byte for byte the same answer, with its faults."""
    content = file_of([order(1), order(2, reference="2", weight_g=500)])
    (first,) = book(content)
    (second,) = book(content)
    assert (second.repeated, second.booked) == (True, 0)
    assert (answer(second), list(second.all_faults), second.reference) == (
        answer(first),
        list(first.all_faults),
        first.reference,
    )
    assert codes(1) == ["PRE_NOTIFIED"]


def test_other_content_under_the_same_reference_is_refused() -> None:
    """It is not a repetition, and booking it would make the reference worthless."""
    book(file_of([order(1)]))
    (result,) = book(file_of([order(2)]))
    assert reasons(result) == [(None, "INTERCHANGE_REPEATED")]
    assert set(states()) == {number(1)}


def test_other_content_under_the_same_reference_in_one_file_is_refused() -> None:
    """The second interchange of the file is not the first one again."""
    first, second = book(file_of([order(1)]) + file_of([order(2)]))
    assert (first.booked, second.booked, second.repeated) == (1, 0, False)
    assert reasons(second) == [(None, "INTERCHANGE_REPEATED")]
    assert set(states()) == {number(1)}


def test_each_interchange_of_a_file_has_its_own_answer() -> None:
    """A good one, a broken one, and both answers known by their references."""
    content = file_of([order(1)], reference="A") + file_of([order(2)], reference="B").replace(
        b"UNZ+1", b"UNZ+2"
    )
    good, broken = book(content)
    assert (good.booked, broken.booked) == (1, 0)
    assert good.reference != broken.reference
    assert b"UCI+A+" in answer(good)
    assert b"UCI+B+" in answer(broken)


def test_a_file_from_a_stranger_books_nothing() -> None:
    """Nobody of this address has an agreement."""
    (result,) = book(file_of([order(1)], sender="123456785"))
    assert reasons(result) == [(None, "UNKNOWN_CUSTOMER")]
    assert states() == {}


def test_bytes_that_are_no_interchange_are_told() -> None:
    """Never silently done."""
    (result,) = book(b"Kjaere Posten, her er brevene.")
    assert not result.all_well
    assert result.header is None


def test_a_customer_number_that_is_not_the_senders_is_refused() -> None:
    """Nobody orders on another's bill."""
    (result,) = book(file_of([order(1, customer="10001111111"), order(2, reference="2")]))
    assert (result.booked, reasons(result)) == (1, [("1", "UNKNOWN_CUSTOMER")])


def test_a_service_we_do_not_offer_is_refused() -> None:
    """A parcel is none of ours."""
    (result,) = book(file_of([replace(order(1), service_code="5800"), order(2, reference="2")]))
    assert (result.booked, reasons(result)) == (1, [("1", "SERVICE_NOT_OFFERED")])


def test_an_added_service_we_do_not_offer_is_refused() -> None:
    """It would be promised and not done."""
    (result,) = book(file_of([replace(order(1), added_codes=("1000",))]))
    assert reasons(result) == [("1", "SERVICE_NOT_OFFERED")]


def test_an_unknown_postcode_is_refused() -> None:
    """The register has no 9999."""
    (result,) = book(file_of([order(1, postcode="9999"), order(2, reference="2")]))
    assert (result.booked, reasons(result)) == (1, [("1", "POSTCODE_UNKNOWN")])


def test_a_test_file_is_booked_on_a_test_installation() -> None:
    """That is what it is for."""
    (result,) = book(file_of([order(1)]).replace(b"+PUM1'", b"+PUM1++++++1'", 1))
    assert result.header.test
    assert result.booked == 1


def test_a_test_file_books_nothing_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender's trial must not become letters; the file may come again without the mark."""
    monkeypatch.setenv("BUDSTIKKE_PRODUCTION", "1")
    content = file_of([order(1)])
    (result,) = book(content.replace(b"+PUM1'", b"+PUM1++++++1'", 1))
    assert (result.booked, reasons(result)) == (0, [(None, "TEST_NOT_BOOKED")])
    (result,) = book(content)
    assert result.booked == 1


def test_the_answer_reads_as_an_acknowledgement_elsewhere() -> None:
    """Other people's software finds the interchange, and the message that was rejected with its code."""
    (result,) = book(file_of([order(1), order(2, reference="2", weight_g=500)]))
    ((kind, said),) = as_others_read(answer(result))
    segments = dict(said)
    assert kind == "CONTRL"
    assert segments["UCI"][0] == "PUM1"
    assert segments["UCI"][3] == "7"
    assert segments["UCM"][0] == "2"
    assert segments["UCM"][2] == "4"


def test_a_rejected_interchange_is_answered_with_a_rejection() -> None:
    """Action 4: nothing of it counts."""
    (result,) = book(file_of([order(1)], sender="123456785"))
    ((_, said),) = as_others_read(answer(result))
    assert dict(said)["UCI"][3] == "4"


def test_a_digest_of_the_content_tells_a_repetition() -> None:
    """The interchange is kept with the digest of what it came in."""
    content = file_of([order(1)])
    book(content)
    with acting_as(CARRIER):
        assert Interchange.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_two_files_at_once_cannot_take_one_consignment() -> None:
    """Without numbers nothing else would tell them apart: a sender's files are booked one after the other."""
    import threading

    start, results = threading.Barrier(2), []

    def run(reference: str) -> None:
        from django.db import connection

        content = file_of([order(None, consignment="70707074501111111")], reference=reference)
        start.wait(10)
        results.extend(book(content))
        connection.close()

    both = [threading.Thread(target=run, args=(reference,)) for reference in ("A", "B")]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(result.booked for result in results) == [0, 1]
    assert reasons(*results) == [("1", "NUMBER_IN_USE")]
