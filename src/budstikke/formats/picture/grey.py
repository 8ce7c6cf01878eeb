"""What the steps of reading hand to each other: grey values, eight bits each, rows first."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
Reals: TypeAlias = NDArray[np.floating[Any]]
Outline: TypeAlias = NDArray[np.int32]
