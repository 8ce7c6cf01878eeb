"""The API, version 1: its parts together, its description, and what is said when something is wrong."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from budstikke.post.doors.api import (
    asked,
    claims,
    interchanges,
    invoices,
    letters,
    orders,
    relationships,
    sorting,
    tokens,
)
from budstikke.post.doors.api.problems import Problem
from budstikke.post.doors.problem_api import ProblemApi
from budstikke.post.doors.problems import TYPE

_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "key": {"type": "apiKey", "in": "header", "name": "X-MyBring-API-Key"},
}


class _Api(ProblemApi):
    """An API whose description says what proves a request."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Return the description of the API."""
        schema = super().get_openapi_schema(**given)
        schema.setdefault("components", {})["securitySchemes"] = _SCHEMES
        for methods in schema["paths"].values():
            for method in methods.values():
                needed = {name for each in method.pop("security", ()) for name in each}
                if "Needed" in needed:
                    method["security"] = [{"token": []}, {"key": []}]
                if method["operationId"] == "token":
                    # A grant that is refused is told as RFC 6749 has it.
                    refused = method["responses"][400]
                    refused["content"] = {"application/json": refused["content"][TYPE]}
        return schema


_CURES = {
    "string_too_long": "is too long",
    "string_too_short": "is empty; fill it in",
    "too_long": "holds too many; send several requests",
    "enum": "is none of the words of the description",
    "value_error": "has a character that cannot be printed; spell it with another letter",
}

api = _Api(
    problem=Problem,
    cures=_CURES,
    title="Budstikke: the API for senders' programs",
    version="1",
    description="Book letters, follow them, fetch their evidence, and ask the terms. See docs/api.md.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
# What is booked and what is read have addresses in common, so orders add theirs to the part of the letters.
orders.add_to(letters.router)
for _part in (letters, claims, interchanges, invoices, relationships, asked, sorting, tokens):
    api.add_router("", _part.router)
