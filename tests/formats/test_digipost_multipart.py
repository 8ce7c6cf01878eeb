"""Posted bodies: cut anywhere, limited, and every fault by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budstikke.formats.digipost.message import Document, Message, Recipient
from budstikke.formats.digipost.multipart import Part, boundary_of, build_multipart, read_multipart
from budstikke.formats.digipost.sending import Sending, build_sending, parse_sending
from budstikke.formats.digipost.vocabulary import AuthenticationLevel, SensitivityLevel
from budstikke.formats.malformed import Malformed

GOLDEN = (Path(__file__).parent.parent / "samples" / "digipost" / "sending.multipart").read_bytes()
BOUNDARY = GOLDEN[2 : GOLDEN.index(b"\r\n")]
CONTENT_TYPE = f"multipart/vnd.digipost-v8+xml; boundary={BOUNDARY.decode()}"
PDF_UUID = UUID("3f0d6a52-0c0e-4d0a-9a57-6f1f6f3b9a01")
XML_UUID = UUID("3f0d6a52-0c0e-4d0a-9a57-6f1f6f3b9a02")
_LEVELS = {
    "authentication_level": AuthenticationLevel.TWO_FACTOR,
    "sensitivity_level": SensitivityLevel.SENSITIVE,
}
SENDING = Sending(
    Message(
        message_id="RR473124829NO",
        recipient=Recipient("organisation-number", "991825827"),
        primary=Document(uuid=PDF_UUID, subject="PUM", file_type="pdf", **_LEVELS),
        attachments=(Document(uuid=XML_UUID, subject="Fødselsnummer", file_type="xml", **_LEVELS),),
    ),
    {PDF_UUID: b"%PDF-1.7 SPECIMEN\r\n\x00\xff", XML_UUID: "<fødselsnummer/>".encode()},
)
LIMIT_BYTES = 1_000_000


def _cut(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


def test_a_sending_is_written_as_the_golden_body() -> None:
    """The same sending always gives the same bytes, boundary included."""
    assert build_sending(SENDING) == (CONTENT_TYPE, GOLDEN)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 61, 64, 1000, 10_000])
def test_a_body_reads_alike_wherever_it_is_cut(size: int) -> None:
    """A boundary that lies across two pieces is still a boundary."""
    assert parse_sending(_cut(GOLDEN, size), content_type=CONTENT_TYPE, limit_bytes=LIMIT_BYTES) == SENDING


@settings(max_examples=60, deadline=None)
@given(
    contents=st.lists(
        st.binary(max_size=300) | st.just(b"\r\n--") | st.just(b"\r\n\r\n"), min_size=1, max_size=4
    ),
    size=st.integers(1, 80),
)
def test_any_bytes_come_back_as_they_went(contents: list[bytes], size: int) -> None:
    """Contents with line ends, dashes and zeros are nobody's boundary."""
    parts = tuple(
        Part(f"part-{number}", "application/pdf", content) for number, content in enumerate(contents)
    )
    content_type, body = build_multipart(parts)
    assert read_multipart(_cut(body, size), content_type=content_type, limit_bytes=LIMIT_BYTES) == parts


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/vnd.digipost-v8+xml; boundary="a b"',
        "Multipart/Vnd.Digipost-V8+XML;boundary=abc",
        "multipart/vnd.digipost-v8+xml; charset=utf-8; boundary=abc",
    ],
)
def test_a_boundary_is_found_however_it_is_written(content_type: str) -> None:
    """Clients quote boundaries or do not, and put other parameters before them."""
    assert boundary_of(content_type) in ("a b", "abc")


_FIRST_DISPOSITION = b'Content-Disposition: attachment; filename="message"\r\n'
_SECOND_DISPOSITION = f'Content-Disposition: attachment; filename="{PDF_UUID}"\r\n'.encode()
# What is done to the golden body -> the codes of the faults it must give.
_FAULTS = {
    "it is cut off": (GOLDEN[:-10], ["TRUNCATED"]),
    "it is empty": (b"", ["NO_PARTS"]),
    "it has no part": (b"--" + BOUNDARY + b"--\r\n", ["NO_PARTS"]),
    "its boundary is another": (GOLDEN.replace(BOUNDARY, b"other"), ["NO_PARTS"]),
    "a boundary runs on": (GOLDEN.replace(BOUNDARY, BOUNDARY + b"x"), ["BAD_BOUNDARY"]),
    "its lines end in LF only": (GOLDEN.replace(b"\r\n", b"\n"), ["BAD_BOUNDARY"]),
    "a part has no disposition": (
        GOLDEN.replace(_SECOND_DISPOSITION, b""),
        ["MISSING_BODYPART_CONTENT_DISPOSITION"],
    ),
    "a part has no file name": (
        GOLDEN.replace(_SECOND_DISPOSITION, b"Content-Disposition: attachment\r\n"),
        ["MISSING_BODYPART_FILENAME"],
    ),
    "two parts have one file name": (
        GOLDEN.replace(_SECOND_DISPOSITION, _FIRST_DISPOSITION),
        ["DUPLICATE_FILENAME"],
    ),
    "a header is no header": (
        GOLDEN.replace(b"Content-Type: application/pdf", b"what is this"),
        ["BAD_HEADER"],
    ),
    "a part is in base64": (
        GOLDEN.replace(b"Encoding: binary", b"Encoding: base64"),
        ["BAD_ENCODING", "BAD_ENCODING", "BAD_ENCODING"],
    ),
    "headers never end": (
        b"--" + BOUNDARY + b"\r\nX: " + b"y" * 9000 + b"\r\n\r\n" + GOLDEN,
        ["HEADERS_TOO_LONG"],
    ),
    "there are too many parts": (
        b"".join(
            b"--" + BOUNDARY + f'\r\nContent-Disposition: a; filename="{number}"\r\n\r\n\r\n'.encode()
            for number in range(204)
        ),
        ["TOO_MANY_PARTS"],
    ),
    "the message is not first": (
        GOLDEN.replace(_FIRST_DISPOSITION, b'Content-Disposition: attachment; filename="massage"\r\n'),
        ["MISSING_MESSAGE"],
    ),
    "the message is of another version": (GOLDEN.replace(b"v8+xml\r\n", b"v7+xml\r\n"), ["MISSING_MESSAGE"]),
    "a file is of no document": (
        GOLDEN.replace(_SECOND_DISPOSITION, b'Content-Disposition: attachment; filename="report"\r\n'),
        ["DOCUMENTS_AND_FILES_MISMATCH", "DOCUMENTS_AND_FILES_MISMATCH"],
    ),
    "a document is empty": (GOLDEN.replace(b"%PDF-1.7 SPECIMEN\r\n\x00\xff", b""), ["MISSING_CONTENT"]),
}


@pytest.mark.parametrize("size", [1, 5000])
@pytest.mark.parametrize("what", _FAULTS)
def test_each_fault_of_a_body_is_named(what: str, size: int) -> None:
    """The codes of every fault, wherever the body is cut."""
    body, expected = _FAULTS[what]
    with pytest.raises(Malformed) as caught:
        parse_sending(_cut(body, size), content_type=CONTENT_TYPE, limit_bytes=LIMIT_BYTES)
    assert [fault.code for fault in caught.value.faults] == expected


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("", "ILLEGAL_CONTENT_TYPE"),
        ("multipart/form-data; boundary=x", "ILLEGAL_CONTENT_TYPE"),
        ("multipart/vnd.digipost-v8+xml", "BAD_BOUNDARY"),
        (f"multipart/vnd.digipost-v8+xml; boundary={'x' * 71}", "BAD_BOUNDARY"),
        ("multipart/vnd.digipost-v8+xml; boundary=ø", "BAD_BOUNDARY"),
    ],
)
def test_a_content_type_that_names_no_boundary_is_a_fault(content_type: str, code: str) -> None:
    """Nothing of the body is read then."""
    with pytest.raises(Malformed) as caught:
        parse_sending([GOLDEN], content_type=content_type, limit_bytes=LIMIT_BYTES)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_body_over_the_limit_is_left_at_once() -> None:
    """The reader does not ask for the pieces after the one that went too far."""
    pieces = iter([b"x" * 60, b"x" * 60, b"x" * 60])
    with pytest.raises(Malformed) as caught:
        read_multipart(pieces, content_type=CONTENT_TYPE, limit_bytes=100)
    assert [fault.code for fault in caught.value.faults] == ["REQUEST_TOO_LARGE"]
    assert len(list(pieces)) == 1


def test_another_content_makes_another_boundary() -> None:
    """The boundary is a hash over the parts, so no part can hold it."""
    other = replace(SENDING, contents={**SENDING.contents, PDF_UUID: b"%PDF-1.7 other"})
    assert build_sending(other)[0] != CONTENT_TYPE
