"""Salted hashes: what is personal is signed unseen, and shown one by one."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proof.specimen import decision, evidence

from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_shape import PERSONAL_FIELDS, faults_of, personal_paths
from budstikke.proof.salted import Disclosure, hide, show, withheld
from budstikke.proof.shape import NotEvidence


def salts():
    """Salts that a test can name."""
    return (
        base64.urlsafe_b64encode(bytes([number]) * 16).rstrip(b"=").decode() for number in itertools.count()
    )


def hidden(**changed: object):
    """The specimen with everything personal hidden."""
    checked = decision() | {"inputs": {"check": {"age": 34}, "letter": {"state": "ready"}}}
    document = evidence(recipient_name="Kari Nordmann", **{"decisions": [checked], **changed})
    return document, *hide(document, paths=personal_paths(document), salts=salts())


def test_nothing_personal_is_left_in_what_is_signed() -> None:
    """Names, numbers, the document and what the check was given; the document is sound all the same."""
    document, signed, disclosures = hidden()
    assert faults_of(signed) == ()
    text = canonical_form(signed).decode()
    for disclosure in disclosures:
        assert json.dumps(disclosure.value, ensure_ascii=False) not in text
    assert {"Áile Østby Ďurišová", "41818012345", "Kari Nordmann"} <= {
        str(each.value) for each in disclosures
    }
    assert "/decisions/0/inputs/check" in {each.path for each in disclosures}
    assert show(signed, disclosures) == document


def test_one_value_can_be_shown_and_the_others_not() -> None:
    """The rest is named as withheld."""
    document, signed, disclosures = hidden()
    only = [each for each in disclosures if each.path == "/report/fnr"]
    shown = show(signed, only)
    assert shown["report"]["fnr"] == document["report"]["fnr"]  # type: ignore[index]
    assert "/report/navndokinnehaver" in set(withheld(shown))
    assert len(list(withheld(shown))) == len(disclosures) - 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda each: Disclosure(each.path, each.salt, "another"),
        lambda each: Disclosure(each.path, "A" * 22, each.value),
        lambda each: Disclosure("/report/dnr", each.salt, each.value),
        lambda each: Disclosure("/report/nothing", each.salt, each.value),
        lambda each: Disclosure("/decisions/9/inputs/check", each.salt, each.value),
    ],
)
def test_a_disclosure_that_does_not_belong_there_is_refused(wrong) -> None:
    """Another value, another salt, another place."""
    _, signed, disclosures = hidden()
    number = next(each for each in disclosures if each.path == "/report/fnr")
    with pytest.raises(NotEvidence, match="not what was signed"):
        show(signed, [wrong(number)])


def test_a_hash_can_be_made_with_the_tools_at_hand() -> None:
    """SHA-256 of a JSON list of salt, path and value, as docs/proof.md says."""
    made = Disclosure("/report/fnr", "AAAAAAAAAAAAAAAAAAAAAA", "41818012345").digest
    assert made == hashlib.sha256(b'["AAAAAAAAAAAAAAAAAAAAAA","/report/fnr","41818012345"]').hexdigest()


def test_the_same_value_hides_behind_another_hash_each_time() -> None:
    """Else two letters of one person could be told to be so."""
    document = evidence()
    made = salts()
    first, _ = hide(document, paths=["/report/fnr"], salts=made)
    second, _ = hide(document, paths=["/report/fnr"], salts=made)
    assert first["report"] != second["report"]


def test_a_disclosure_does_not_print_its_value() -> None:
    """Logs and tracebacks print objects."""
    assert "41818012345" not in repr(Disclosure("/report/fnr", "A" * 22, "41818012345"))


def test_every_field_that_names_or_describes_the_person_is_personal() -> None:
    """What is left open is the letter's number, the time, the outlet and the clerk's pseudonym."""
    left = set(evidence()["report"]) - set(PERSONAL_FIELDS)  # type: ignore[call-overload]
    assert left == {"kollinr", "dato", "utleveringssted", "kundebehandler"}


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(_values)
def test_the_quick_writer_writes_what_the_standard_says(value: object) -> None:
    """RFC 8785 by the library, whichever way was taken."""
    import rfc8785

    try:
        expected = rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeError):
        with pytest.raises(NotEvidence):
            canonical_form(value)
        return
    assert canonical_form(value) == expected
    assert json.loads(canonical_form(value)) == json.loads(expected)
