"""XML from others, read safely: no document type, no entity, nothing fetched, no depth without end."""

from __future__ import annotations

from typing import cast

from lxml import etree

from budstikke.formats.malformed import Fault, Malformed


def root_of(content: bytes) -> etree._Element:
    """
    Return the root element, without comments and processing instructions.

    Raises: Malformed when it is no well-formed XML or has a document type; nothing of the content is repeated.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        # Only the first: what a parser says after the place where XML breaks is about its own confusion.
        line, column = error.position
        where = f"line {line}, column {column}"
        raise Malformed((Fault(where, "NOT_XML", "is not well-formed XML from here on"),)) from None
    if cast(etree.DocInfo, root.getroottree().docinfo).internalDTD is not None:
        raise Malformed((Fault("document", "DOCTYPE", "a document type is not taken; leave it out"),))
    return root
