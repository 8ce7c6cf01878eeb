"""
The chip of an identity document (ICAO Doc 9303-10, -11 and -12): its files to values, and who signed them.

Here live the security object, the data groups, certificates, revocation lists and master lists, and passive
authentication. Talking to a chip, comparing it with the printed page and the question which document counts do
not live here. May import formats and libraries only.
"""

from budstikke.formats.chip.face import FaceFormat
from budstikke.formats.chip.findings import FINDINGS, Finding, Weight
from budstikke.formats.chip.reading import ChipReading, read
from budstikke.formats.chip.trust import Trust

__all__ = ["FINDINGS", "ChipReading", "FaceFormat", "Finding", "Trust", "Weight", "read"]
