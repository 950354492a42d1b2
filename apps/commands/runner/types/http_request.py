"""Call an address."""

import mimetypes
from base64 import b64encode
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Cancelled, Context, TaskError, TaskType
from apps.commands.runner.types.paths import MAX_BYTES as FILE_BYTES
from apps.commands.runner.types.paths import PATH, checked_path
from apps.commands.runner.types.tables.reading import decode, parse_text
from apps.commands.runner.types.tables.xlsx_reading import is_xlsx, read_xlsx
from apps.core.http import OutgoingCancelled, OutgoingFailed, OutgoingRefused, Response, fetch

MAX_BYTES = 10_000_000
RETRYABLE_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

AUTH: dict[str, Any] = {
    "type": "object",
    "description": "A secret of the owner; it goes only to the hosts it is bound to.",
    "properties": {
        "secret": {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,63}$"},
        "as": {"enum": ["bearer", "basic", "header"], "default": "bearer"},
        "user": {"type": "string", "maxLength": 200, "description": "of basic"},
        "header": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]{0,63}$", "description": "of header"},
        "prefix": {"type": "string", "maxLength": 40, "description": "of header: what stands before it"},
    },
    "required": ["secret"],
    "additionalProperties": False,
}


class HttpRequest(TaskType):
    """Requests an address and reads the answer as rows, JSON or text."""

    name = "http.request"
    title = gettext_lazy("Call an address")
    description = gettext_lazy("Fetch data from, or send data to, an address on the web.")
    timeout_seconds = 15.0
    idempotent = False  # see may_repeat
    parameters = {
        "type": "object",
        "properties": {
            "url": {
                "type": "string",
                "minLength": 8,
                "maxLength": 8_000,
                "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|\\$\\{)",
            },
            "method": {
                "enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
                "default": "GET",
            },
            "headers": {
                "type": "object",
                "maxProperties": 50,
                "additionalProperties": {"type": "string", "maxLength": 8_000},
            },
            "auth": AUTH,
            "body": {},
            "file": {
                **PATH,
                "description": "A file of the owner that is sent: in a form, as its field `file`; with PUT as it is.",
            },
            "parse": {"enum": ["auto", "csv", "json", "text"], "default": "auto"},
        },
        "required": ["url"],
        "additionalProperties": False,
    }

    @classmethod
    def may_repeat(cls, parameters: dict[str, Any]) -> bool:
        """Reading may be done again; what changes something elsewhere may have done so already."""
        return parameters.get("method", "GET") in SAFE_METHODS

    @classmethod
    def touched(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        method = parameters.get("method", "GET")
        if method in SAFE_METHODS:
            return ()
        return ("elsewhere", "deletes") if method == "DELETE" else ("elsewhere",)

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        method = parameters.get("method", "GET")
        headers = dict(parameters.get("headers", {}))
        if auth := parameters.get("auth"):
            name, value = _credential(auth, context.secret(auth["secret"], parameters["url"]))
            headers = {given: text for given, text in headers.items() if given.lower() != name.lower()} | {name: value}
        if "file" in parameters:
            body: bytes | None = self._file(context, parameters["file"], method, headers)
        else:
            body = self._body(parameters.get("body"), headers)
        if method not in SAFE_METHODS and not _has(headers, "idempotency-key"):
            headers["Idempotency-Key"] = context.idempotency_key
        answer = self._fetch(context, method, parameters["url"], headers, body)
        context.log(f"{method} {urlsplit(answer.url).hostname}: {answer.status}, {len(answer.content)} bytes")
        context.facts["status"] = answer.status
        if answer.status >= 400:
            raise TaskError(
                "http.status",
                _("The address answered with status %(status)d.") % {"status": answer.status},
                retryable=answer.status in RETRYABLE_STATUS,
                status=answer.status,
            )
        path = urlsplit(answer.url).path
        if is_xlsx(answer.content, path, answer.media_type):
            return read_xlsx(answer.content)
        text = decode(answer.content) if "charset" not in answer.headers.get("content-type", "") else answer.text
        return parse_text(text.replace("\0", ""), parameters.get("parse", "auto"), answer.media_type, path)

    def _fetch(self, context: Context, method: str, url: str, headers: dict[str, str], body: bytes | None) -> Response:
        def on_progress(came: int, expected: int | None) -> None:
            context.progress(min(came / expected, 1.0) if expected else None, f"{came // 1000} kB")

        try:
            return fetch(
                method,
                url,
                headers=headers,
                body=body,
                timeout=self.timeout_seconds,
                max_bytes=MAX_BYTES,
                cancelled=context.cancelled,
                on_progress=on_progress,
            )
        except OutgoingCancelled:
            raise Cancelled from None
        except OutgoingRefused as error:
            raise TaskError(error.code, error.detail) from None
        except OutgoingFailed as error:
            raise TaskError(error.code, error.detail, retryable=error.reason in ("timeout", "connection")) from None

    def _file(self, context: Context, path: str, method: str, headers: dict[str, str]) -> bytes:
        """Return the bytes of an upload; the boundary of its form is none of the file's own lines."""
        content = context.open_file(checked_path(path))
        if len(content) > FILE_BYTES:
            raise TaskError("file.too_large", _("The file “%(path)s” is larger than 10 MB.") % {"path": path})
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if method == "PUT":
            if not _has(headers, "content-type"):
                headers["Content-Type"] = kind
            return content
        boundary = f"altlas-{token_hex(16)}"
        for name in [name for name in headers if name.lower() == "content-type"]:
            del headers[name]
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        name = path.rsplit("/", 1)[-1]  # a checked path holds no quotation marks and no line ends
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        return f"--{boundary}\r\n{head}".encode() + content + f"\r\n--{boundary}--\r\n".encode()

    def _body(self, body: Any, headers: dict[str, str]) -> bytes | None:
        """Return the bytes to send: texts as they are, everything else as JSON."""
        if body is None:
            return None
        if not _has(headers, "content-type"):
            headers["Content-Type"] = "text/plain; charset=utf-8" if isinstance(body, str) else "application/json"
        return body.encode() if isinstance(body, str) else orjson.dumps(body)


def _has(headers: dict[str, str], name: str) -> bool:
    return any(given.lower() == name for given in headers)


def _credential(auth: dict[str, Any], value: str) -> tuple[str, str]:
    """Return the header that a secret goes in."""
    kind = auth.get("as", "bearer")
    if kind == "header":
        return auth.get("header", "X-Api-Key"), auth.get("prefix", "") + value
    if kind == "basic":
        return "Authorization", "Basic " + b64encode(f"{auth.get('user', '')}:{value}".encode()).decode()
    return "Authorization", f"Bearer {value}"
