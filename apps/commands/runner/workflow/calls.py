"""`call: http` of a workflow: an address with names in braces, an answer as content, response or raw bytes."""

import base64
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Cancelled, Context, TaskError, TaskType
from apps.commands.runner.types.http_request import RETRYABLE_STATUS, SAFE_METHODS
from apps.commands.runner.types.tables.reading import decode
from apps.core.http import OutgoingCancelled, OutgoingFailed, OutgoingRefused, Response, fetch

MAX_BYTES = 10_000_000
SECONDS = 15.0
PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
TEXT = {"type": "string", "maxLength": 8_000}
AUTHENTICATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "basic": {
            "type": "object",
            "additionalProperties": False,
            "required": ["username", "password"],
            "properties": {"username": TEXT, "password": TEXT},
        },
        "bearer": {
            "type": "object",
            "additionalProperties": False,
            "required": ["token"],
            "properties": {"token": TEXT},
        },
    },
}
ENDPOINT = {
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {"uri": {**TEXT, "minLength": 1}, "authentication": AUTHENTICATION},
}
OUTPUT = {"enum": ["raw", "content", "response"], "default": "content"}


class CallHttp(TaskType):
    """Calls an address as Serverless Workflow means it."""

    name = "call.http"
    touches = ("elsewhere",)
    title = gettext_lazy("Call over HTTP")
    description = gettext_lazy("Call an address; an answer of 400 or more is an error with that status.")
    timeout_seconds = SECONDS
    idempotent = False  # see may_repeat
    parameters = {
        "type": "object",
        "properties": {
            "method": {"enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "default": "GET"},
            "endpoint": ENDPOINT,
            "headers": {"type": "object", "maxProperties": 50},
            "query": {"type": "object", "maxProperties": 100},
            "body": {},
            "output": OUTPUT,
            "redirect": {"type": "boolean", "default": False},
        },
        "required": ["endpoint"],
        "additionalProperties": False,
    }

    @classmethod
    def touched(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return () if cls.may_repeat(parameters) else cls.touches

    @classmethod
    def may_repeat(cls, parameters: dict[str, Any]) -> bool:
        return parameters.get("method", "GET") in SAFE_METHODS

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        url = filled(parameters["endpoint"]["uri"], next(iter(inputs.values()), None))
        return called(context, parameters, url, parameters["endpoint"].get("authentication"))


def called(context: Context, parameters: Mapping[str, Any], url: str, authentication: Mapping[str, Any] | None) -> Any:
    """Make a call and return its answer in the form that `output` asks for. Raises TaskError."""
    method = str(parameters.get("method", "GET"))
    headers = {str(name): _text(value) for name, value in parameters.get("headers", {}).items()}
    headers.update(_signed(authentication or {}))
    if query := parameters.get("query"):
        parts = [(name, _text(value)) for name, value in query.items() if value is not None]
        url += ("&" if urlsplit(url).query else "?") + urlencode(parts)
    body = _body(parameters.get("body"), headers)
    if method not in SAFE_METHODS and not any(name.lower() == "idempotency-key" for name in headers):
        headers["Idempotency-Key"] = context.idempotency_key
    answer = fetched(context, method, url, headers, body)
    context.facts["status"] = answer.status
    context.log(f"{method} {urlsplit(answer.url).hostname}: {answer.status}, {len(answer.content)} bytes")
    if answer.status >= (400 if parameters.get("redirect") else 300):
        raise TaskError(
            "http.status", _("The address answered with status %(status)d.") % {"status": answer.status},
            retryable=answer.status in RETRYABLE_STATUS, status=answer.status, title=f"HTTP {answer.status}",
        )  # fmt: skip
    kind = parameters.get("output", "content")
    if kind == "raw":
        return base64.b64encode(answer.content).decode()
    content = content_of(answer)
    if kind == "content":
        return content
    shown = {name: value for name, value in headers.items() if name.lower() != "authorization"}
    request = {"method": method, "uri": url, "headers": shown}
    return {"request": request, "headers": dict(answer.headers), "statusCode": answer.status, "content": content}


def fetched(context: Context, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Response:
    """Go through the guarded client. Raises TaskError, Cancelled."""
    try:
        return fetch(
            method, url, headers=headers, body=body, timeout=SECONDS, max_bytes=MAX_BYTES, cancelled=context.cancelled
        )
    except OutgoingCancelled:
        raise Cancelled from None
    except OutgoingRefused as error:
        raise TaskError(error.code, error.detail) from None
    except OutgoingFailed as error:
        raise TaskError(error.code, error.detail, retryable=error.reason in ("timeout", "connection")) from None


def content_of(answer: Response) -> Any:
    """Return JSON as what it says, everything else as text."""
    text = decode(answer.content).replace("\0", "")
    if answer.media_type == "application/json" or answer.media_type.endswith("+json"):
        try:
            return orjson.loads(text) if text.strip() else None
        except orjson.JSONDecodeError:
            raise TaskError("http.content", _("The answer says it is JSON and is not.")) from None
    return text


def filled(uri: str, given: Any) -> str:
    """Return an address with the names in braces taken from the input."""

    def value(found: re.Match[str]) -> str:
        if not isinstance(given, dict) or found[1] not in given:
            raise TaskError("reference.unknown", _("“%(path)s” refers to nothing that is there.") % {"path": found[1]})
        return quote(_text(given[found[1]]), safe="")

    return PLACE.sub(value, uri)


def _signed(authentication: Mapping[str, Any]) -> dict[str, str]:
    if basic := authentication.get("basic"):
        pair = f"{_text(basic['username'])}:{_text(basic['password'])}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    if bearer := authentication.get("bearer"):
        return {"Authorization": f"Bearer {_text(bearer['token'])}"}
    return {}


def _body(body: Any, headers: dict[str, str]) -> bytes | None:
    if body is None:
        return None
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "text/plain; charset=utf-8" if isinstance(body, str) else "application/json"
    return body.encode() if isinstance(body, str) else orjson.dumps(body)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else orjson.dumps(value).decode()
