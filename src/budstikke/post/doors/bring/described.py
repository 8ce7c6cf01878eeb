"""What the framework cannot know of these interfaces: two headers for one key, XML beside JSON, faults in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from budstikke.post.doors.bring.asking import KEY, UID, KeyNeeded

_PLAIN = {"text/plain": {"schema": {"type": "string"}}}
_XML: dict[str, Any] = {"application/xml": {"schema": {}}}
_SCRIPT: dict[str, Any] = {"application/javascript": {"schema": {}}}
_FILE: dict[str, Any] = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
# What is fetched as a file, and as what.
_FILES = {
    "reportXml": ("application/xml", "application/zip"),
    "reportXlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
}
_FAULTS = {400: "Bad request", 404: "Not found"}
_OF_A_KEY = {401: "No key, or a wrong one", 403: "The key has not the role", 429: "Too many requests"}
# A question with an answer on every test installation: operation, parameter, value.
_EXAMPLES = (
    ("tracking", "q", "TESTPACKAGEATPICKUPPOINT"),
    ("tracking", "extension", "json"),
    ("tracking", "lang", "en"),
    ("oldPostalCode", "code", "5004"),
    ("oldPostalCodeCities", "code", "5004"),
    ("shopPostalCode", "pnr", "5004"),
    ("postalCodes", "city", "BERGEN"),
    ("postalCodeSuggestions", "postal_code", "50"),
    ("postalCode", "code", "5004"),
    ("mailboxDeliveryDates", "code", "5004"),
    ("pickupPointsByCode", "code", "5004"),
    ("pickupPointDefault", "code", "5004"),
    ("pickupPointsByPosition", "latitude", "60.39"),
    ("pickupPointsByPosition", "longitude", "5.32"),
    ("pickupPoint", "unit", "122608"),
)
_COMMON_EXAMPLES = {"country": "NO", "extension": "json"}


def whole(schema: OpenAPISchema) -> OpenAPISchema:
    """Complete the description that the framework made."""
    schemes = {
        "uid": {"type": "apiKey", "in": "header", "name": UID},
        "key": {"type": "apiKey", "in": "header", "name": KEY},
    }
    schema.setdefault("components", {})["securitySchemes"] = schemes
    shapes = schema["components"].setdefault("schemas", {})
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            _complete(path, operation)
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            shapes |= body.get("schema", {}).pop("$defs", {})
    return schema


def _complete(path: str, operation: dict[str, Any]) -> None:
    needed = {name for each in operation.get("security", ()) for name in each}
    if needed:
        both: list[dict[str, list[str]]] = [{"uid": [], "key": []}]
        operation["security"] = both if KeyNeeded.__name__ in needed else [{}, *both]
    answers = {int(code): answer for code, answer in operation["responses"].items()}
    for code, words in (*_FAULTS.items(), *(_OF_A_KEY.items() if needed else ())):
        answers.setdefault(code, {"description": words}).setdefault("content", dict(_PLAIN))
    for code, kinds in _contents(path, operation, answers):
        answers[code].setdefault("content", {}).update(kinds)
    operation["responses"] = dict(sorted(answers.items()))
    for parameter in operation.get("parameters", ()):
        example = _example(operation["operationId"], parameter["name"])
        if example:
            parameter["example"] = example


def _contents(
    path: str, operation: Mapping[str, Any], answers: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield what else is answered beside what the framework knows: XML, scripts, files."""
    files = _FILES.get(operation["operationId"])
    if files:
        yield 200, dict.fromkeys(files, _FILE)
    elif not path.startswith("/event-cast"):
        yield from ((code, dict(_XML)) for code, answer in answers.items() if _is_json(answer))
    names = {each["name"] for each in operation.get("parameters", ())}
    if "callback" in names or "/pickuppoint/{" in path:
        yield 200, dict(_SCRIPT)


def _is_json(answer: Mapping[str, Any]) -> bool:
    return "application/json" in answer.get("content", {})


def _example(operation: str, parameter: str) -> str | None:
    own = {name: value for of, name, value in _EXAMPLES if of == operation}
    return own.get(parameter, _COMMON_EXAMPLES.get(parameter))


def body_of(shape: Any, *, example: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a body is described that is read by hand, with an example."""
    schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    content = {"application/json": {"schema": schema, "example": dict(example)}}
    return {"requestBody": {"required": True, "content": content}}
