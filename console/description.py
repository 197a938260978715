"""What does the API say about itself? OpenAPI 3.1: who may ask, and what a refusal looks like."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from console.access.sessions import SESSION_COOKIE
from console.access.table import ROUTES

_MEDIA = "application/problem+json"
SCHEMES = {
    "token": {
        "type": "http", "scheme": "bearer",
        "description": "A program's token: `bigbutton token add NAME --role ROLE` prints one.",
    },
    "session": {
        "type": "apiKey", "in": "cookie", "name": SESSION_COOKIE,
        "description": "A person signed in by the console's page; a POST then needs JSON or an Idempotency-Key.",
    },
}  # fmt: skip
PROBLEM = {
    "type": "object", "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "instance", "request"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}, "instance": {"type": "string"},
        "request": {"type": "string", "description": "Its id, as in the header x-request-id and in the log."},
        "errors": {
            "type": "array", "description": "What is to be mended, field by field.",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}  # fmt: skip
_ANSWERS = {
    "401": "Nobody is signed in, or the token is unknown, over or revoked.",
    "403": "Not for this role.",
    "422": "Something in the request is to be mended: `errors` names each field.",
    "429": "Too many requests: `Retry-After` says when to go on.",
    "503": "The database does not answer.",
}


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """What `app.openapi` is to be: made once, with security and problems at every operation of the API."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _secured(FastAPI.openapi(app))
        return app.openapi_schema

    return described


def _secured(told: dict[str, Any]) -> dict[str, Any]:
    parts = told.setdefault("components", {})
    parts["securitySchemes"] = SCHEMES
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    for path, operations in told.get("paths", {}).items():
        for method, operation in operations.items():
            allowed = ROUTES.get((method.upper(), path))
            operation["security"] = [] if allowed is None else [{"token": []}, {"session": []}]
            if allowed is not None:
                operation["x-roles"] = sorted(allowed)
                operation["responses"] |= {status: _problem(text) for status, text in _ANSWERS.items()}
    return told


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {_MEDIA: {"schema": schema}}}
