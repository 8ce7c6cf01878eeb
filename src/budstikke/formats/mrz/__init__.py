"""
Machine-readable zones of identity documents (ICAO Doc 9303): text lines to values and back.

Here live the layouts, the check digits, the dates and the names of TD1, TD2, TD3 and the two visas. Pictures,
chips and the question which document counts for a letter do not live here. May import formats only.
"""

from budstikke.formats.mrz.correcting import correctable, corrected
from budstikke.formats.mrz.findings import Finding, Zone
from budstikke.formats.mrz.layouts import Format
from budstikke.formats.mrz.reading import read
from budstikke.formats.mrz.writing import ZoneValues, write

__all__ = ["Finding", "Format", "Zone", "ZoneValues", "correctable", "corrected", "read", "write"]
