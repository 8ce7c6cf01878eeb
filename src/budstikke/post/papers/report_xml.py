"""The XML beside the report: the fields of the ID check, under the names senders' systems already read."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from budstikke.proof.evidence import REPORT_FIELDS

ROOT = "utleveringsrapport"


def fodselsnummer_xml(evidence: Mapping[str, object]) -> bytes:
    """
    Return the attachment "Fødselsnummer" of a delivery report.

    Terms:   PUM §12.
    Reading: neither root, namespace nor order is public; every field has its element, in the order of the report,
    and is empty when the check had no such thing.
    Raises:  ValueError when the evidence holds no report.
    """
    report = evidence["report"]
    if not isinstance(report, Mapping):
        raise ValueError("this evidence is of an event without an ID check")
    root = etree.Element(ROOT)
    for name in REPORT_FIELDS:
        etree.SubElement(root, name).text = report[name]
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
