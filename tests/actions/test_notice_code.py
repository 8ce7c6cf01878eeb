"""The code in a notice: told with it, computed and never kept, and good under older keys as long as they are kept."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest
from tests.actions import line
from tests.actions.test_notices import channels, send, waiting

from budstikke.kit.keyring import ring
from budstikke.post.actions.telling.notice_code import code_of, is_code

pytestmark = pytest.mark.usefixtures("installation")
FIRST, SECOND = line.number(1), line.number(2)


def test_every_form_of_a_notice_tells_it_in_both_languages() -> None:
    """Paper and mail always, the SMS where it fits."""
    waiting(1)
    through = channels()
    send(through)
    (message,) = through["sms"].sent
    code = code_of(FIRST)
    assert message.text.count(code) == 2 and f"Kode {code}" in message.short_text
    paper = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(message.pdf())).pages)
    assert paper.count(code) == 2 and "Code for the letter" in paper


def test_it_is_of_one_letter_and_forgives_how_it_is_typed() -> None:
    """A gap or a small letter is no fault; another letter's code is."""
    code = code_of(FIRST)
    assert is_code(f" {code[:3]}-{code[3:].lower()} ", number=FIRST)
    assert not is_code(code, number=SECOND) and code != code_of(SECOND)
    for wrong in ("", code[:-1], code + "2", "5004", "ææææææ"):
        assert not is_code(wrong, number=FIRST)


def test_a_code_told_under_an_older_key_opens_still() -> None:
    """Until that key is retired."""
    before = code_of(FIRST)
    ring("post", "look-up").add(now=line.NOW)
    assert code_of(FIRST) != before
    assert is_code(before, number=FIRST) and is_code(code_of(FIRST), number=FIRST)
