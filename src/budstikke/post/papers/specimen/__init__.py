"""
Specimen pages of identity documents: invented values to pictures that say SPECIMEN, as scanned or as photographed.

Here live the kinds of page, the drawing, invented persons, the faults of a photograph, and the chips that specimen
documents carry; reading and judging do not live here. May import formats, the fonts of papers and libraries.
"""

from budstikke.post.papers.specimen.invented import invented
from budstikke.post.papers.specimen.kinds import KINDS, Kind
from budstikke.post.papers.specimen.page import Specimen, page_png, zone_lines
from budstikke.post.papers.specimen.photograph import TIERS, photographed

__all__ = [
    "KINDS",
    "TIERS",
    "Kind",
    "Specimen",
    "invented",
    "page_png",
    "photographed",
    "zone_lines",
]
