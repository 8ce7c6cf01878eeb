"""The ways in which a simulated device fails, each with the verdict it must lead to; the rows are in three files."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.cli.device_failing import Failure
from budstikke.cli.device_failures_chip import OF_THE_CHIP
from budstikke.cli.device_failures_line import OF_THE_LINE
from budstikke.cli.device_failures_page import OF_THE_PAGE

FAILURES: Mapping[str, Failure] = {row.name: row for row in (*OF_THE_PAGE, *OF_THE_CHIP, *OF_THE_LINE)}
