"""
The XML attachment "Fødselsnummer" of a delivery report, for the sender's system.

The element names are those of the successor's public description, which was made to match; the root's name and
the absence of a namespace are our choice, because no public source has them.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

ROOT = "utleveringsrapport"


def build(fields: Mapping[str, object]) -> bytes:
    """Return the document with one element per field, in the order given; an empty field is an empty element."""
    root = etree.Element(ROOT)
    for name, value in fields.items():
        etree.SubElement(root, name).text = None if value is None else str(value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read(content: bytes) -> dict[str, str | None]:
    """
    Return the fields by their names.

    Raises: ValueError when the bytes are no such document.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not XML") from error
    if root.tag != ROOT:
        raise ValueError(f"the root is not {ROOT}")
    return {str(element.tag): element.text for element in root}
