"""A booking as XML: read into the shape that JSON has, and answered from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from budstikke.kit.clock import OSLO
from budstikke.post.doors.bring.booking_read import Unreadable
from budstikke.post.doors.bring.written import element

NAMESPACE = "http://www.bring.no/booking/"
# Elements that hold a list, and what each of its members is called.
_LISTS = {"consignments": "consignment", "packages": "package", "additionalServices": "additionalService"}
# No element has as many; the library takes the square of their number in time to name them.
_MOST_ATTRIBUTES = 100


def load(body: bytes) -> dict[str, Any]:
    """
    Return a request's XML as the JSON that says the same; attributes stand beside elements.

    Raises: Unreadable.
    """
    # Nothing is fetched, and no entity is put in place of its name.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("BOOK_INPUT-059") from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        raise Unreadable("BOOK_INPUT-059")
    said = _value(root)
    return said if isinstance(said, dict) else {}


def _value(node: etree._Element) -> Any:
    children = [child for child in node if isinstance(child.tag, str)]
    member = _LISTS.get(_name(node))
    if member:
        return [_value(child) for child in children if _name(child) == member]
    if not children and not node.attrib:
        return (node.text or "").strip() or None
    if len(node.attrib) > _MOST_ATTRIBUTES:
        raise Unreadable("BOOK_INPUT-059")
    said: dict[str, Any] = {str(key): value for key, value in node.attrib.items()}
    for child in children:
        said[_name(child)] = _value(child)
    return said


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname


def answer(said: Mapping[str, Any]) -> etree._Element:
    """Return a booking's answer, made of the one that JSON has."""
    listed = [("consignment", _consignment(each)) for each in said["consignments"]]
    return element("bookingResponse", {"consignments": listed}, namespace=NAMESPACE)


def _consignment(said: Mapping[str, Any]) -> etree._Element:
    confirmation, errors = said["confirmation"], said["errors"]
    content: list[tuple[str, Any]] = []
    if confirmation:
        content.append(("confirmation", _confirmation(confirmation)))
    if errors:
        content.append(("errors", [("error", _error(each)) for each in errors]))
    return _correlated("consignment", content, correlationId=said["correlationId"])


def _confirmation(said: Mapping[str, Any]) -> dict[str, Any]:
    expected = datetime.fromtimestamp(said["dateAndTimes"]["expectedDelivery"] / 1000, OSLO)
    links = {name: url for name, url in said["links"].items() if url}
    packages = [
        _correlated("package", {"packageNumber": each["packageNumber"]}, correlationId=each["correlationId"])
        for each in said["packages"]
    ]
    return {
        "consignmentNumber": said["consignmentNumber"],
        "links": links,
        "dateAndTimes": {"expectedDelivery": expected.isoformat(timespec="milliseconds")},
        "packages": [("package", each) for each in packages],
    }


def _error(said: Mapping[str, Any]) -> etree._Element:
    messages = [
        ("message", element("message", each["message"], namespace=NAMESPACE, lang=each["lang"]))
        for each in said["messages"]
    ]
    content = {"uniqueId": said["uniqueId"], "code": said["code"], "messages": messages}
    named = ("consignmentCorrelationId", "packageCorrelationId")
    return _correlated("error", content, **{name: said[name] for name in named})


def _correlated(tag: str, content: Any, **attributes: str | None) -> etree._Element:
    told = {name: value for name, value in attributes.items() if value is not None}
    return element(tag, content, namespace=NAMESPACE, **told)


def customers(said: Mapping[str, Any]) -> etree._Element:
    """Return the list of customers."""
    listed = [
        ("customer", {**each, "products": [("product", code) for code in each["products"]]})
        for each in said["customers"]
    ]
    return element("customersResponse", {"customers": listed}, namespace=NAMESPACE)


def errors(said: Mapping[str, Any]) -> etree._Element:
    """Return the list of codes."""
    listed = [("errorType", each) for each in said["errorTypes"]]
    return element("errorTypeList", {"errorTypes": listed}, namespace=NAMESPACE)
