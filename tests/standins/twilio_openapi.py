"""Requests and answers held against Twilio's published OpenAPI."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

DOCUMENT = json.loads(Path(__file__).with_suffix(".json").read_text())
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
MEDIA = "/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media/{Sid}"
_FORM = "application/x-www-form-urlencoded"
_ADDRESS = re.compile(r"\+\d{7,15}|whatsapp:(\+\d{7,15}|[A-Z]{2}\.[A-Za-z0-9]{1,128})")
_FORMATS = FormatChecker(formats=())

Values = Mapping[str, Sequence[str]]


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    """An absolute address; Twilio takes no underscore in the host of a callback."""
    parts = urlsplit(str(value))
    return parts.scheme in ("http", "https") and bool(parts.netloc) and "_" not in parts.netloc


@_FORMATS.checks("phone-number")
def _is_address(value: object) -> bool:
    return _ADDRESS.fullmatch(str(value)) is not None


def broken(path: str, method: str, place: Values, query: Values, form: Values) -> list[str]:
    """What the request breaks. `place` are the values in its path."""
    operation = DOCUMENT["paths"][path][method]
    faults = []
    for where, values in (("path", place), ("query", query)):
        of_place = [one for one in operation["parameters"] if one["in"] == where]
        schema = {
            "properties": {one["name"]: one["schema"] for one in of_place},
            "required": [one["name"] for one in of_place if one.get("required")],
        }
        faults += _faults(schema, values)
    if "requestBody" in operation:
        faults += _faults(operation["requestBody"]["content"][_FORM]["schema"], form)
    given = {_snake(name) for name in form}
    for alternatives in operation.get("x-twilio", {}).get("conditional", []):
        if not given & set(alternatives):
            faults.append(f"one of {alternatives} is needed")
    return faults


def checked_answer(path: str, method: str, status: int, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer itself, once it is what the document promises."""
    content = DOCUMENT["paths"][path][method]["responses"][str(status)]["content"]
    schema = _resolved(content["application/json"]["schema"])
    Draft202012Validator(schema).validate(answer)
    return answer


def _faults(schema: Mapping[str, Any], values: Values) -> list[str]:
    properties = schema["properties"]
    typed = {name: _typed(properties.get(name, {}), given) for name, given in values.items()}
    strict = {**schema, "type": "object", "additionalProperties": False}
    found = Draft202012Validator(strict, format_checker=_FORMATS).iter_errors(typed)
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in found]


def _typed(schema: Mapping[str, Any], given: Sequence[str]) -> object:
    """A form's or query's strings as the type their schema names."""
    if schema.get("type") == "array":
        return list(given)
    if len(given) != 1:
        return list(given)
    if schema.get("type") == "integer" and given[0].lstrip("-").isdigit():
        return int(given[0])
    if schema.get("type") == "boolean" and given[0] in ("true", "false"):
        return given[0] == "true"
    return given[0]


def _resolved(schema: Any) -> Any:
    """With references inlined and OpenAPI 3.0's `nullable` said in JSON Schema's way."""
    if isinstance(schema, list):
        return [_resolved(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _resolved(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    plain = {name: _resolved(value) for name, value in schema.items() if name != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
