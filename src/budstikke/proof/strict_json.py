"""Reading JSON that means one thing only: UTF-8, no member twice, no number every reader takes differently."""

from __future__ import annotations

import json

from budstikke.proof.shape import Fault, NotEvidence

_LONGEST_NUMBER = 40


def read_json(data: bytes) -> object:
    """
    Return the value in a file; a byte order mark is passed over, as browsers do.

    Raises: NotEvidence, saying where it is no such JSON.
    """
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_no_twice,
            parse_constant=_no_constant,
            parse_int=_no_long_number,
        )
    except UnicodeDecodeError as error:
        fault = f"is not JSON: byte {error.start} is not UTF-8"
    except json.JSONDecodeError as error:
        fault = f"is not JSON at line {error.lineno}, column {error.colno}"
    except RecursionError:
        fault = "is nested too deeply"
    except ValueError as error:
        fault = f"is not JSON: {error}"
    raise NotEvidence([Fault("", fault)])


def _no_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is named twice")
    return members


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _no_long_number(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)
