"""Letters printed many at once: whole or not at all, brought once, and nothing of a code anywhere else."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from tests.issuer.carrier import Carrier, House
from tests.issuer.customer import KARI, NOW, ordered

from budstikke.cli.print_house import said_in
from budstikke.issuer.actions import print_letters as printing
from budstikke.issuer.actions.follow_letters import follow_letters
from budstikke.issuer.actions.print_letters import print_letters
from budstikke.issuer.actions.sealed_orders import pepper_of
from budstikke.issuer.actions.secret_codes import matches
from budstikke.issuer.actions.send_orders import send_orders
from budstikke.issuer.channels.errors import Unreachable
from budstikke.issuer.papers import code_letter
from budstikke.issuer.records.models import AuditRow, Letter, LetterEvent, PrintRun
from budstikke.issuer.terms.letters import State

pytestmark = pytest.mark.usefixtures("issuer_database", "secrets_of_the_webhook")
PERSONS = ("20914695016", "20914695024", "20914695032")


def booked(many: int) -> list[Letter]:
    """Letters of as many customers, booked and numbered."""
    carrier = Carrier(numbered=True)
    for number in PERSONS[:many]:
        ordered(national_number=number)
    send_orders(files=carrier, now=NOW)
    follow_letters(list(Letter.objects.values_list("consignment", flat=True)), api=carrier, now=NOW)
    assert (len(carrier.bookings), len(carrier.files)) == (many, 1), "one interchange for all that wait"
    return list(Letter.objects.order_by("id"))


def in_clear() -> str:
    """Everything that stands in any table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        rows = ""
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(row::text, chr(10)), '') FROM \"{name}\" AS row")
            rows += cursor.fetchone()[0]
    return rows


def test_each_letter_of_a_run_has_its_own_code_and_a_full_run_is_followed_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three letters in runs of two; a code opens its own letter and no other."""
    monkeypatch.setattr(printing, "LETTERS_PER_RUN", 2)
    letters, house = booked(3), House()
    assert print_letters(house=house, now=NOW) == 3 and print_letters(house=house, now=NOW) == 0
    assert sorted(run.letters for run in PrintRun.objects.all()) == [1, 2] and len(house.runs) == 2
    codes = {name: said_in(page)["code"].replace("-", "") for name, page in house.letters.items()}
    assert len(set(codes.values())) == 3
    for letter in Letter.objects.all():
        kept = {name: _opens(code, letter) for name, code in codes.items()}
        assert kept == {each.consignment: each.consignment == letter.consignment for each in letters}
        assert letter.state == State.PRINTED and letter.printed_at == NOW


def _opens(code: str, letter: Letter) -> bool:
    return matches(code, pepper=pepper_of(letter), kept=bytes(letter.code_hash or b""))


def test_a_run_takes_as_many_statements_for_three_letters_as_for_one() -> None:
    """No statement for each letter."""
    counted = []
    for many in (1, 3):
        Letter.objects.update(state=State.OVERTAKEN)
        for number in PERSONS[:many]:
            ordered(national_number=number)
        carrier = Carrier(numbered=True, given=dict(zip(_consignments(), _NUMBERS, strict=False)))
        send_orders(files=carrier, now=NOW)
        follow_letters(_consignments(), api=carrier, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert print_letters(house=House(), now=NOW) == many
        counted.append(len(queries))
    assert counted[0] == counted[1]


_NUMBERS = ("RR410000006NO", "RR410000010NO", "RR410000023NO", "RR410000037NO")


def _consignments() -> list[str]:
    return list(Letter.objects.order_by("id").values_list("consignment", flat=True))


def test_what_breaks_before_the_end_leaves_nothing() -> None:
    """No code, no event, no run and no line of the audit log; the next visit prints all."""

    class Burns(House):
        def sealed(self, pdf: bytes) -> bytes:
            raise OSError

    booked(2)
    lines = AuditRow.objects.count()
    with pytest.raises(OSError, match=r"^$"):
        print_letters(house=Burns(), now=NOW)
    assert not Letter.objects.exclude(state=State.BOOKED, code_hash=None, printed_at=None).exists()
    assert not LetterEvent.objects.filter(code="PRINTED").exists() and not PrintRun.objects.exists()
    assert AuditRow.objects.count() == lines
    house = House()
    assert print_letters(house=house, now=NOW) == 2 and len(house.letters) == 2


@pytest.mark.parametrize("taken", [False, True], ids=["before it is taken", "after it is taken"])
def test_a_run_that_was_not_brought_is_brought_again_and_printed_once(taken: bool) -> None:
    """The same bytes under the same name; no second code is made, and the file is emptied at the end."""

    class Away(House):
        def take(self, sealed: bytes, *, name: str) -> None:
            if taken:
                super().take(sealed, name=name)
            raise Unreachable("gone")

    booked(2)
    away, house = Away(), House()
    with pytest.raises(Unreachable):
        print_letters(house=away, now=NOW)
    run = PrintRun.objects.get()
    assert (run.letters, run.taken_at) == (2, None)
    hashes = sorted(bytes(each.code_hash or b"") for each in Letter.objects.all())
    house.runs |= away.runs
    assert print_letters(house=house, now=NOW) == 0
    run.refresh_from_db()
    assert (run.taken_at, run.content_sealed) == (NOW, None) and list(house.runs) == [run.name]
    assert hashes == sorted(bytes(each.code_hash or b"") for each in Letter.objects.all())
    for letter in Letter.objects.all():
        assert _opens(said_in(house.letters[letter.consignment])["code"].replace("-", ""), letter)


def test_no_code_can_be_read_while_a_run_waits() -> None:
    """What waits is sealed: neither codes nor names stand in any table, not in bytes either."""

    class Away(House):
        def take(self, sealed: bytes, *, name: str) -> None:
            super().take(sealed, name=name)
            raise Unreachable("gone")

    booked(2)
    away = Away()
    with pytest.raises(Unreachable):
        print_letters(house=away, now=NOW)
    rows = in_clear()
    for page in away.letters.values():
        code = said_in(page)["code"]
        for secret in (code, code.replace("-", ""), code.encode().hex(), b"%PDF".hex(), "Lilleveien"):
            assert secret not in rows


def test_the_longest_particulars_have_room_and_half_a_letter_is_never_printed() -> None:
    """A page each, whatever may be ordered with; what has no room is refused, without its text."""
    word = "Ø" * 34 + " "
    letter = code_letter.CodeLetter(
        name=f"{(word * 3)[:80]} {(word * 3)[:80]}",
        address=((word * 3)[:100], f"5004 {(word * 2)[:35]}"),
        code="7KQ2M-X9DPA",
        order_number="E7KQ2MX9DP",
        letter_number="RR410000006NO",
        consignment="E7KQ2MX9DP01",
        day="24. november 2026",
        until="11. februar 2027",
        url="http://localhost:8202/activate/",
        language="no",
        test=True,
    )
    both = (letter, replace(letter, language="en", name=KARI.name))
    assert len(PdfReader(io.BytesIO(code_letter.render(both))).pages) == 2
    with pytest.raises(code_letter.CannotPrint) as refused:
        code_letter.render([letter, replace(letter, address=(word * 400,))])
    assert "Ø" not in str(refused.value)
    for wrong in ([], [letter] * (code_letter.LETTERS_PER_RUN + 1)):
        with pytest.raises(ValueError, match="letters in one run"):
            code_letter.render(wrong)
