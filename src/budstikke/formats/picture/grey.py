"""What the steps of reading hand to each other: arrays of numpy, rows first."""

from __future__ import annotations

from typing import Any, TypeAlias

from numpy.typing import NDArray

Grey: TypeAlias = NDArray[Any]
"""Grey values, eight bits each."""
Reals: TypeAlias = NDArray[Any]
"""Matrices, profiles, places."""
Outline: TypeAlias = NDArray[Any]
"""The points around a patch."""
