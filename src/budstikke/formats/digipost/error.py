"""An error as the API answers it."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.formats.digipost.xml import Child, add, new_root, read_root, text_of, written

_ERROR = (Child("error-code", least=1), Child("error-message", least=1), Child("error-type", least=1))


@dataclass(frozen=True, slots=True)
class ApiError:
    """A stable code, a sentence for developers, and who has to act (CLIENT_DATA, SERVER, ...)."""

    code: str
    message: str
    type: str


def build_error(error: ApiError) -> bytes:
    """Write an error."""
    root = new_root("error")
    add(root, "error-code", error.code)
    add(root, "error-message", error.message)
    add(root, "error-type", error.type)
    return written(root)


def parse_error(content: bytes) -> ApiError:
    """
    Read an error.

    Raises: Malformed with every fault.
    """
    root = read_root(content, name="error", shape=_ERROR)
    return ApiError(*(text_of(root, row.name) or "" for row in _ERROR))
