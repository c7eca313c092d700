"""The API as an OpenAPI 3.1 document, made of the table of endpoints and the shapes of answers."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from casestudies.api import rate
from casestudies.api.endpoints import ENDPOINTS, MEANT, Endpoint, Parameter
from casestudies.api.problems import CONTENT_TYPE, DETAILS
from casestudies.api.schemas import SCHEMAS
from casestudies.api.shapes import of
from casestudies.formats.json import LICENCE

Part = dict[str, Any]

VERSION = "1"

HEADERS: dict[str, str] = {
    "RateLimit": "How many requests are left at once (r), and in how many seconds all are (t).",
    "RateLimit-Policy": "How many requests may come at once (q), and how long the rest takes (w).",
}
OF_ANSWERS = HEADERS | {
    "ETag": "Send it as If-None-Match: 304 means that nothing changed.",
    "Last-Modified": "Send it as If-Modified-Since. Missing before anything was published.",
}
# Of any request below /api/v1/, whatever is asked
REFUSALS = (400, 404, 406, 429, 500, 503)


def document() -> Part:
    """The whole document, as plain data."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.SITE_NAME,
            "version": VERSION,
            "description": _(
                "Read-only. Everything that is public, and nothing else. At most %(rate)d requests "
                "a minute from one address, of which %(burst)d at once. Fields may be added to "
                "answers; none is taken away or given another meaning in this version."
            )
            % {"rate": rate.A_MINUTE, "burst": rate.BURST},
            "license": {"name": "Open Government Licence v3.0", "url": LICENCE},
        },
        "servers": [{"url": "/"}],
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {
            "schemas": SCHEMAS,
            "responses": {f"Error{status}": _refusal(status) for status in REFUSALS},
        },
    }


def _operation(endpoint: Endpoint) -> Part:
    return {
        "operationId": endpoint.name,
        "summary": str(endpoint.summary),
        "description": str(endpoint.description),
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, "schema": schema}
                for name, schema in endpoint.places
            ),
            *map(_parameter, endpoint.parameters),
        ],
        "responses": _responses(endpoint),
    }


def _parameter(parameter: Parameter) -> Part:
    """Any words are taken, and named in `ignored` if they cannot be used; so any are allowed."""
    meant = MEANT.get(parameter.name)
    schema: Part = {"anyOf": [meant, {"type": "string"}]} if meant else {"type": "string"}
    if parameter.default:
        schema["default"] = parameter.default
    if parameter.is_repeatable:
        schema = {"type": "array", "items": schema}
    said: Part = {
        "name": parameter.name,
        "in": "query",
        "description": str(parameter.words),
        "schema": schema,
    }
    return said | ({"style": "form", "explode": True} if parameter.is_repeatable else {})


def _responses(endpoint: Endpoint) -> Part:
    found: Part = {
        "200": {
            "description": str(endpoint.summary),
            "headers": _headers(OF_ANSWERS),
            "content": {"application/json": {"schema": of(endpoint.schema)}},
        },
        "304": {"description": "Nothing has changed."},
    }
    if endpoint.may_move:
        where = {"Location": {"schema": {"type": "string"}, "required": True}}
        found["301"] = {"description": "It has another address now.", "headers": where}
        found["302"] = {"description": "Another one has taken its place.", "headers": where}
    refusals = {str(n): {"$ref": f"#/components/responses/Error{n}"} for n in REFUSALS}
    return found | refusals


def _refusal(status: int) -> Part:
    found: Part = {
        "description": f"{HTTPStatus(status).phrase}. {DETAILS[status]}",
        "content": {CONTENT_TYPE: {"schema": of("Problem")}},
    }
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        found["headers"] = _headers(HEADERS | {"Retry-After": "Seconds to wait."})
    return found


def _headers(words: dict[str, str]) -> Part:
    return {
        name: {"description": said, "schema": {"type": "string"}} for name, said in words.items()
    }
