"""Twilio's published description, as far as our requests and the stand-in's answers are concerned."""

import json
import os
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

PLACE = Path(os.environ.get("TWILIO_DESCRIPTION") or Path(__file__).parents[3] / "shared/data/twilio")
FILE = PLACE / "twilio_api_v2010.subset.json"
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "number": (int, float),
}  # fmt: skip


class Description:
    def __init__(self) -> None:
        self.held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))

    def operation(self, method: str, path: str) -> dict[str, Any]:
        """Of a path as it was asked for. Raises KeyError where Twilio has none such."""
        for template, found in self.held["paths"].items():
            if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path) and method.lower() in found:
                return dict(found[method.lower()])
        raise KeyError(f"{method} {path} is nothing that Twilio describes")

    def request_faults(self, method: str, path: str, fields: dict[str, str]) -> Iterator[str]:
        """What is wrong with a request of ours."""
        operation = self.operation(method, path)
        if method == "POST":
            [body] = operation["requestBody"]["content"].values()
            known, needed = body["schema"]["properties"], body["schema"].get("required", [])
        else:
            known = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
            needed = []
        yield from (f"{name} is missing" for name in needed if name not in fields)
        for name, value in fields.items():
            if name not in known:
                yield f"{name} is no field of {method} {path}"
            elif known[name].get("type") == "integer" and not value.isdigit():
                yield f"{name}={value} is no whole number"
            elif known[name].get("format") == "uri" and not value.startswith("https://"):
                yield f"{name}={value} is no address"

    def answer_faults(self, method: str, path: str, status: int, answer: Any) -> Iterator[str]:
        """What is wrong with an answer of the stand-in's."""
        found = self.operation(method, path)["responses"].get(str(status))
        if found is None:
            yield f"{status} is no answer of {method} {path}"
            return
        yield from self._faults(found["content"]["application/json"]["schema"], answer, "answer")

    def _faults(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        if "$ref" in schema:
            schema = self.held["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if value is None:
            if not schema.get("nullable"):
                yield f"{where} is null"
            return
        kind = schema.get("type")
        if kind and not isinstance(value, TYPES[kind]):
            yield f"{where} is {type(value).__name__}, not {kind}"
            return
        yield from self._text_faults(schema, value, where)
        for name, inner in schema.get("properties", {}).items() if isinstance(value, dict) else ():
            if name in value:
                yield from self._faults(inner, value[name], f"{where}.{name}")
            elif name != "annotation":
                yield f"{where}.{name} is not there"
        for n, item in enumerate(value) if isinstance(value, list) else ():
            yield from self._faults(schema.get("items", {}), item, f"{where}[{n}]")

    def _text_faults(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where} is {value}, not one of {schema['enum']}"
        if "pattern" in schema and not re.search(schema["pattern"], str(value)):
            yield f"{where} is {value}, not {schema['pattern']}"
        if schema.get("format") == "date-time-rfc-2822":
            parsedate_to_datetime(str(value))
