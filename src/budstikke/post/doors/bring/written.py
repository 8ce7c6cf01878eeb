"""Writing an answer as it was asked for: JSON, JSON in a call of a function (JSONP), or XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from lxml import etree

_FUNCTION = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_MOST_FUNCTION_CHARACTERS = 128
XML_TYPE = "application/xml; charset=utf-8"
Node = Mapping[str, Any] | Iterable[tuple[str, Any]] | str | int | float | bool | None


def wants_xml(request: HttpRequest, *, extension: str = "") -> bool:
    """Say whether XML is asked for: by the address's extension, or else by Accept."""
    if extension:
        return extension == "xml"
    accept = request.headers.get("Accept", "")
    return "xml" in accept and "json" not in accept and "html" not in accept


def as_json(value: object, *, status: int = 200, callback: str = "") -> HttpResponse:
    """Return a value as JSON; `callback` names the function a script wants it handed to."""
    return as_json_text(json.dumps(value, ensure_ascii=False), status=status, callback=callback)


def as_json_text(text: str, *, status: int = 200, callback: str = "") -> HttpResponse:
    """Return JSON that is written already."""
    if callback and len(callback) <= _MOST_FUNCTION_CHARACTERS and _FUNCTION.fullmatch(callback):
        # Two signs that end a line in scripts, though not in JSON; the comment keeps the answer from being taken
        # for anything but a script.
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        answer = HttpResponse(
            f"/**/{callback}({text});", content_type="application/javascript; charset=utf-8"
        )
    else:
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer.status_code = status
    # Said here, since nothing behind this does: else it is sent in chunks, which the oldest clients cannot read.
    answer["Content-Length"] = str(len(answer.content))
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def as_xml(root: etree._Element, *, status: int = 200) -> HttpResponse:
    """Return an element as a document."""
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return HttpResponse(content, content_type=XML_TYPE, status=status)


def element(
    tag: str, content: Node = None, *, namespace: str | None = None, **attributes: str
) -> etree._Element:
    """
    Return an element; `content` is its text, its children by name, or a list of named children.

    None and nothing leave it empty; booleans are written as XML writes them.
    """
    names: dict[Any, str] = {None: namespace} if namespace else {}
    made = etree.Element(_named(tag, namespace), attributes, nsmap=names)
    _fill(made, content, namespace)
    return made


def _fill(made: etree._Element, content: Node, namespace: str | None) -> None:
    if content is None:
        return
    if isinstance(content, bool):
        made.text = str(content).lower()
    elif isinstance(content, str | int | float):
        made.text = str(content)
    else:
        pairs = content.items() if isinstance(content, Mapping) else content
        for name, value in pairs:
            if isinstance(value, etree._Element):
                made.append(value)
            else:
                _fill(etree.SubElement(made, _named(name, namespace)), value, namespace)


def _named(tag: str, namespace: str | None) -> str:
    return f"{{{namespace}}}{tag}" if namespace else tag
