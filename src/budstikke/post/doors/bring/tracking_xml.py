"""The same tracking answer as XML: other names for the same values, in the order its schema has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from budstikke.post.doors.bring.tracking_answer import API_VERSION
from budstikke.post.doors.bring.written import element

NAMESPACE = "http://www.bring.no/sporing/2.0"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TYPE = f"{{{_XSI}}}type"
_ADDRESS = {
    "AddressLine1": "addressLine1",
    "AddressLine2": "addressLine2",
    "PostalCode": "postalCode",
    "City": "city",
    "CountryCode": "countryCode",
    "Country": "country",
}
_CONSIGNMENT = {
    "SenderReference": "senderReference",
    "SenderCustomerNumber": "senderCustomerNumber",
    "SenderCustomerMasterNumber": "senderCustomerMasterNumber",
    "SenderName": "senderName",
    "SenderAddress": "senderAddress",
    "SenderCustomerType": "senderCustomerType",
    "RecipientCustomerNumber": "recipientCustomerNumber",
    "RecipientCustomerMasterNumber": "recipientCustomerMasterNumber",
    "RecipientCustomerType": "recipientCustomerType",
    "RecipientHandlingAddress": "recipientHandlingAddress",
}
_PACKAGE = {
    "ProductName": "productName",
    "ProductCode": "productCode",
    "ProductLink": "productLink",
    "Brand": "brand",
}
_MEASURES = {
    "Weight": ("kg", "weightInKgs"),
    "Length": ("cm", "lengthInCm"),
    "Width": ("cm", "widthInCm"),
    "Height": ("cm", "heightInCm"),
    "Volume": ("dm3", "volumeInDm3"),
}
_PACKAGE_AFTER = {
    "PickupCode": "pickupCode",
    "LastRetrievalDate": "dateOfReturn",
    "DateOfDelivery": "dateOfDelivery",
    "SenderName": "senderName",
    "SenderAddress": "senderAddress",
    "RecipientHandlingAddress": "recipientHandlingAddress",
}
_EVENT = {
    "UnitId": "unitId",
    "UnitInformationUrl": "unitInformationUrl",
    "UnitType": "unitType",
    "PostalCode": "postalCode",
    "City": "city",
    "CountryCode": "countryCode",
    "Country": "country",
}


def as_tree(answer: Mapping[str, Any]) -> etree._Element:
    """Return the answer, made of the one that JSON has."""
    root = element("ConsignmentSet", {"ApiVersion": API_VERSION}, namespace=NAMESPACE)
    root.extend(_consignment(each) for each in answer["consignmentSet"])
    return root


def _consignment(said: Mapping[str, Any]) -> etree._Element:
    if "error" in said:
        error = said["error"]
        made = _typed("Consignment", "TraceStatusType", {"Code": error["code"], "Error": error["message"]})
    else:
        made = _typed(
            "Consignment",
            "packageCargoConsignmentType",
            [
                ("TotalWeight", _measure("TotalWeight", "kg", said["totalWeightInKgs"])),
                ("TotalVolume", _measure("TotalVolume", "dm3", said["totalVolumeInDm3"])),
                *_children(said, _CONSIGNMENT),
                ("PackageSet", [("Package", _package(each)) for each in said["packageSet"]]),
                ("IsPickupNoticeAvailable", said["isPickupNoticeAvailable"]),
            ],
            consignmentId=said["consignmentId"],
            previousConsignmentId=said["previousConsignmentId"],
        )
    return made


def _package(said: Mapping[str, Any]) -> etree._Element:
    content = [
        ("StatusDescription", said["statusDescription"]),
        ("Descriptions", None),
        *_children(said, _PACKAGE),
        *((tag, _measure(tag, unit, said[key])) for tag, (unit, key) in _MEASURES.items()),
        *_children(said, _PACKAGE_AFTER),
        ("EventSet", [("Event", _event(each)) for each in said["eventSet"]]),
        (
            "AdditionalServicesSet",
            [("AdditionalService", _added(each)) for each in said["additionalServiceSet"]],
        ),
    ]
    return element(
        "Package",
        content,
        namespace=NAMESPACE,
        packageId=said["packageNumber"],
        previousPackageId=said["previousPackageNumber"],
    )


def _event(said: Mapping[str, Any]) -> etree._Element:
    content = [
        ("Description", said["description"]),
        ("Status", said["status"]),
        ("RecipientSignature", {"Name": said["recipientSignature"]["name"]}),
        *_children(said, _EVENT),
        ("OccuredAtIsoDateTime", said["dateIso"]),
        ("OccuredAtDisplayDate", said["displayDate"]),
        ("OccuredAtDisplayTime", said["displayTime"].replace(":", ".")),
        ("ConsignmentEvent", said["consignmentEvent"]),
        ("Insignificant", said["insignificant"]),
    ]
    return _typed("Event", "packageCargoEventType", content)


def _added(said: Mapping[str, str]) -> dict[str, str]:
    return {f"{key[0].upper()}{key[1:]}": value for key, value in said.items()}


def _children(said: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for tag, key in names.items():
        value = said[key]
        if isinstance(value, Mapping):
            yield tag, {name: value[part] for name, part in _ADDRESS.items()}
        else:
            yield tag, value


def _measure(tag: str, unit: str, value: float) -> etree._Element:
    return element(tag, str(value), namespace=NAMESPACE, unitCode=unit)


def _typed(tag: str, kind: str, content: Any, **attributes: str) -> etree._Element:
    made = element(tag, content, namespace=NAMESPACE, **attributes)
    made.set(_TYPE, kind)
    return made
