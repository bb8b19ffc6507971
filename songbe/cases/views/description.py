"""What Open311 offers here, as OpenAPI 3.1: for programs that read an interface before they use it."""

from typing import Any

TEXT = {"type": "string"}
GIVEN = (
    "service_code", "description", "attribute[unit]", "address_string", "lat", "long", "email", "phone", "first_name",
    "last_name", "media_url",
)  # fmt: skip
PHOTOS = {
    "type": "array",
    "maxItems": 5,
    "items": {"type": "string", "format": "binary"},
    "description": "photographs, JPEG, PNG or WebP, 10 MB each; not in GeoReport v2, whose media_url is not fetched",
}
FORMAT = {"name": "format", "in": "path", "required": True, "schema": {"type": "string", "enum": ["json", "xml"]}}
ERRORS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["code", "description"],
        "properties": {"code": {"type": "integer"}, "description": TEXT},
    },
}
REQUEST = {
    "type": "object",
    "required": ["service_request_id", "status", "requested_datetime"],
    "properties": {
        "service_request_id": TEXT,
        "status": {"type": "string", "enum": ["open", "closed"]},
        "status_notes": TEXT,
        "service_name": TEXT,
        "service_code": TEXT,
        "description": TEXT,
        "requested_datetime": TEXT,
        "updated_datetime": TEXT,
        "expected_datetime": TEXT,
        "address": TEXT,
        "address_id": TEXT,
        "lat": {"type": ["number", "null"]},
        "long": {"type": ["number", "null"]},
        "media_url": TEXT,
    },
}
SERVICE = {
    "type": "object",
    "required": ["service_code", "service_name", "metadata", "type"],
    "properties": {
        "service_code": TEXT,
        "service_name": TEXT,
        "description": TEXT,
        "metadata": {"type": "boolean"},
        "type": {"type": "string", "enum": ["realtime", "batch", "blackbox"]},
        "keywords": TEXT,
        "group": TEXT,
    },
}
DEFINITION = {
    "type": "object",
    "required": ["service_code", "attributes"],
    "properties": {"service_code": TEXT, "attributes": {"type": "array", "items": {"type": "object"}}},
}


def _answer(schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": schema}, "text/xml": {}}}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}}


def _asked(name: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema or TEXT}


def _read(name: str, parameters: list[dict[str, Any]], schema: dict[str, Any], *, may_miss: bool) -> dict[str, Any]:
    answers = {"200": _answer(schema, "what was asked for"), "400": _answer(ERRORS, "what is wrong")}
    if may_miss:
        answers["404"] = _answer(ERRORS, "there is none")
    return {"operationId": name, "parameters": parameters, "responses": answers}


def description(address: str) -> dict[str, Any]:
    """Return the description. address: of the server, without a slash at its end."""
    status = {"type": "string", "enum": ["open", "closed", "open,closed"]}
    made = {"type": "object", "required": ["service_request_id"], "properties": {"service_request_id": TEXT}}
    form: dict[str, Any] = {
        "type": "object",
        "required": ["service_code", "description", "attribute[unit]"],
        "properties": dict.fromkeys(GIVEN, TEXT),
    }
    post = {
        "operationId": "post_request",
        "parameters": [FORMAT],
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {"schema": form},
                "multipart/form-data": {"schema": {**form, "properties": {**form["properties"], "media": PHOTOS}}},
            },
        },
        "responses": {
            "201": _answer(_list(made), "the report was taken"),
            "400": _answer(ERRORS, "what is wrong"),
            "429": _answer(ERRORS, "too often"),
            "503": _answer(ERRORS, "the photograph cannot be scanned just now: send it again in a few minutes"),
        },
    }
    asked = [FORMAT, _asked("service_request_id"), _asked("service_code"), _asked("start_date"), _asked("end_date"),
             _asked("status", status)]  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Open311 GeoReport", "version": "2"},
        "servers": [{"url": f"{address}/open311/v2"}],
        "paths": {
            "/services.{format}": {"get": _read("services", [FORMAT], _list(SERVICE), may_miss=False)},
            "/services/{code}.{format}": {"get": _read("service", [_path("code"), FORMAT], DEFINITION, may_miss=True)},
            "/requests.{format}": {"get": _read("requests", asked, _list(REQUEST), may_miss=False), "post": post},
            "/requests/{code}.{format}": {
                "get": _read("request", [_path("code"), FORMAT], _list(REQUEST), may_miss=True)
            },
        },
    }
