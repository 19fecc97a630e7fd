"""The OpenAPI 3.1 document of the addresses for programs, and its contents as rows for a page."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.responses import NinjaJSONEncoder

from partnership.tokens.bearer import BearerToken
from partnership.tokens.rules import ACTS

from .programs import ROOT, WORDS

DESCRIPTION = """
What Tocsin's pages show and take, for programs. A token stands for the person who made it, narrowed to what they
chose; it never does what they could not. Everything read or done is in the audit log under their name. Every record
tells how it is held (marking, handling code, conditions): whoever passes it on passes that on too.

Fields may be added to answers and are to be ignored by programs that do not know them. A field that a program sends
and this interface does not know is ignored.
"""
SAID = WORDS | {
    200: "What was asked for.",
    409: "Somebody else changed the record since you read it: see what changed.",
}
KINDS = {
    ("string", "date"): "day, such as 2027-03-02",
    ("string", "date-time"): "moment, such as 2027-03-02T12:00:00Z",
    ("string", "uuid"): "UUID",
    ("string", ""): "text",
    ("integer", ""): "whole number",
    ("number", ""): "number",
    ("boolean", ""): "true or false",
    ("null", ""): "null",
    ("object", ""): "object",
}
Row = tuple[str, ...]
REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Asked:
    """One operation as the page tells it. `takes` holds rows of name, kind and words; `sends` names an object."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    act: str
    act_words: str
    takes: list[Row]
    sends: str
    answers: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Shape:
    """One kind of object that is sent or answered, with rows of field, kind and words.

    is_record  it carries all that every record carries, which is told once
    """

    name: str
    description: str
    is_record: bool
    fields: list[Row]


def tell(operation: Operation) -> None:
    """Takes the operation's summary and description from its docstring, and the act from its guard."""
    summary, _, description = cleandoc(operation.view_func.__doc__ or "").partition("\n\n")
    operation.summary, operation.description = summary, " ".join(description.split())
    guard = operation.auth_param
    if isinstance(guard, BearerToken) and guard.act is not None:
        operation.openapi_extra = {"x-act": guard.act.value}


def rule_of(operation: Operation) -> str | None:
    """What the address declares about who may open it; nothing where no token is asked for."""
    guard = operation.auth_param
    if not isinstance(guard, BearerToken):
        return None
    return "token" if guard.act is None else f"token:{guard.act.value}"


def document(api: NinjaAPI) -> dict[str, Any]:
    """The whole document, as plain JSON."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT), cls=NinjaJSONEncoder))
    told["servers"] = [{"url": settings.TOCSIN_ORIGIN.url}]
    for _, _, operation in operations(told):
        operation["responses"] = dict(sorted(operation["responses"].items()))
        for status, answer in operation["responses"].items():
            answer["description"] = SAID[int(status)]
    return told


def operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and content of every operation in a document."""
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def without_guard(told: dict[str, Any]) -> list[str]:
    """The operations of a document that ask for no token."""
    return [f"{method} {path}" for path, method, operation in operations(told) if not operation.get("security")]


def asked(told: dict[str, Any]) -> list[Asked]:
    return [_asked(path, method, operation, told) for path, method, operation in operations(told)]


def shapes(told: dict[str, Any]) -> list[Shape]:
    """Every kind of object that is sent or answered, in alphabetical order; enumerations stand where they are used."""
    found, text = told["components"]["schemas"], json.dumps(told)
    record = found["Record"]["properties"].keys()
    return [
        _shape(name, schema, told, record)
        for name, schema in sorted(found.items())
        if "properties" in schema and json.dumps(REFERENCE + name) in text
    ]


def _shape(name: str, schema: dict[str, Any], told: dict[str, Any], record: Collection[str]) -> Shape:
    """Leaves out what every record carries where a kind of record carries that too."""
    is_record = name != "Record" and record <= schema["properties"].keys()
    fields = [
        (field, kind(each, told), each.get("description", ""))
        for field, each in schema["properties"].items()
        if not (is_record and field in record)
    ]
    return Shape(name, schema.get("description", ""), is_record, fields)


def _asked(path: str, method: str, operation: dict[str, Any], told: dict[str, Any]) -> Asked:
    act = operation.get("x-act", "")
    sends = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Asked(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        act=act,
        act_words=ACTS.get(act, ""),
        takes=[_parameter(each, told) for each in operation["parameters"]],
        sends=_name(sends),
        answers=[
            (status, answer["description"], _shape_of(answer)) for status, answer in operation["responses"].items()
        ],
    )


def _parameter(each: dict[str, Any], told: dict[str, Any]) -> Row:
    """A value in the address may be left out rather than be null."""
    words = kind(each["schema"], told).removesuffix(", or null")
    return each["name"], f"{words}; needed" if each["required"] else words, each.get("description", "")


def kind(schema: dict[str, Any], told: dict[str, Any] | None = None) -> str:
    """What a value may be, in words; of an enumeration, its values.

    >>> kind({"anyOf": [{"type": "array", "items": {"type": "string", "format": "uuid"}}, {"type": "null"}]})
    'list of UUID, or null'
    >>> kind({"type": "array", "prefixItems": [{"type": "number"}, {"type": "integer"}]})
    'list of number, then whole number'
    >>> kind({"type": "object", "additionalProperties": {"type": "string"}})
    'text by name'
    """
    several = schema.get("anyOf") or schema.get("allOf")
    if several:
        return ", or ".join(kind(each, told) for each in several)
    if "$ref" in schema:
        named = {} if told is None else told["components"]["schemas"].get(_name(schema), {})
        return kind(named) if "enum" in named else _name(schema)
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    return _held(schema, told) or KINDS.get((schema.get("type", ""), schema.get("format", "")), "anything")


def _held(schema: dict[str, Any], told: dict[str, Any] | None) -> str:
    """What a list or an object holds, in words; nothing for what is neither, or holds anything."""
    if "prefixItems" in schema:
        return f"list of {', then '.join(kind(each, told) for each in schema['prefixItems'])}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{kind(schema['additionalProperties'], told)} by name"
    if schema.get("type") != "array":
        return ""
    items = kind(schema["items"], told)
    return f"list, each {items}" if items.startswith("one of") else f"list of {items}"


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).removeprefix(REFERENCE)


def _shape_of(answer: dict[str, Any]) -> str:
    return _name(answer.get("content", {}).get("application/json", {}).get("schema", {}))
