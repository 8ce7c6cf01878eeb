"""The entrypoint: the server's certificate and where each resource lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budstikke.formats.digipost.vocabulary import XML_TYPE
from budstikke.formats.digipost.xml import Child, add, new_root, qualified, read_root, text_of, written
from budstikke.formats.malformed import Fault, Malformed

_ENTRYPOINT = (Child("certificate"), Child("link", most=None))


@dataclass(frozen=True, slots=True)
class Entrypoint:
    """`links` maps a relation in upper case (CREATE_MESSAGE, GET_INBOX) to its address."""

    certificate_pem: str
    links: Mapping[str, str]


def build_entrypoint(entrypoint: Entrypoint, *, host_url: str) -> bytes:
    """Write an entrypoint; relations are written as addresses below the host, as the API does."""
    root = new_root("entrypoint")
    add(root, "certificate", entrypoint.certificate_pem)
    for relation, uri in entrypoint.links.items():
        link = add(root, "link")
        link.set("rel", f"{host_url}/relations/{relation.lower()}")
        link.set("uri", uri)
        link.set("media-type", XML_TYPE)
    return written(root)


def parse_entrypoint(content: bytes) -> Entrypoint:
    """
    Read an entrypoint; a relation counts in any case, whatever address stands before its last word.

    Raises: Malformed with every fault.
    """
    root = read_root(content, name="entrypoint", shape=_ENTRYPOINT)
    links = list(root.iterfind(qualified("link")))
    faults = tuple(
        Fault(f"entrypoint/link[{number}]", "MISSING_ATTRIBUTE", "lacks uri")
        for number, link in enumerate(links, start=1)
        if link.get("uri") is None
    )
    if faults:
        raise Malformed(faults)
    return Entrypoint(
        certificate_pem=text_of(root, "certificate") or "",
        links={(link.get("rel") or "").rpartition("/")[2].upper(): link.get("uri") or "" for link in links},
    )
