"""`call: openapi` of a workflow: an operation by its id, out of a document of version 2 or 3."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.formats.alt import AltInvalid, yaml_reader
from apps.commands.runner.types.base import Context, TaskError, TaskType
from apps.commands.runner.types.http_request import SAFE_METHODS
from apps.commands.runner.workflow.calls import AUTHENTICATION, ENDPOINT, OUTPUT, called, content_of, fetched, filled

VERBS = ("get", "head", "post", "put", "patch", "delete", "options")


class CallOpenApi(TaskType):
    """Calls an operation that an OpenAPI document describes."""

    name = "call.openapi"
    touches = ("elsewhere",)
    title = gettext_lazy("Call an operation")
    description = gettext_lazy("Call an operation that an OpenAPI document describes.")
    timeout_seconds = 30.0
    idempotent = False
    parameters = {
        "type": "object",
        "properties": {
            "document": ENDPOINT,
            "operation": {"type": "string", "minLength": 1, "maxLength": 200},
            "parameters": {"type": "object", "maxProperties": 100},
            "authentication": AUTHENTICATION,
            "output": OUTPUT,
            "redirect": {"type": "boolean", "default": False},
        },
        "required": ["document", "operation"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        address = filled(parameters["document"]["uri"], next(iter(inputs.values()), None))
        document = self._document(context, address)
        verb, path, operation = _operation(document, parameters["operation"])
        given = dict(parameters.get("parameters", {}))
        request: dict[str, Any] = {
            "method": verb.upper(),
            "headers": {},
            "query": {},
            "output": parameters.get("output"),
        }
        request["redirect"] = parameters.get("redirect", False)
        for described in operation:
            name, where = str(described.get("name")), described.get("in")
            if name not in given:
                if described.get("required"):
                    raise TaskError("task.parameters_invalid", _("“%(name)s” must be given.") % {"name": name[:64]})
                continue
            value = given.pop(name)
            if where == "path":
                path = path.replace(f"{{{name}}}", quote(_flat(value), safe=""))
            elif where in ("query", "header"):
                request["query" if where == "query" else "headers"][name] = _flat(value)
            elif where == "body":
                request["body"] = value
        if "body" in given:
            request["body"] = given.pop("body")
        request["output"] = parameters.get("output", "content")
        return called(context, request, _server(document, address) + path, parameters.get("authentication"))

    @classmethod
    def may_repeat(cls, parameters: dict[str, Any]) -> bool:
        return str(parameters.get("operation", "")).lower().startswith(tuple(verb.lower() for verb in SAFE_METHODS))

    def _document(self, context: Context, address: str) -> Mapping[str, Any]:
        answer = fetched(context, "GET", address, {"accept": "application/json, application/yaml"}, None)
        if answer.status != 200:
            detail = _("The address answered with status %(status)d.") % {"status": answer.status}
            raise TaskError("http.status", detail, status=answer.status)
        found = content_of(answer)
        if isinstance(found, str):
            try:
                found = yaml_reader.read(found)[0]
            except AltInvalid:
                found = None
        if not isinstance(found, dict) or not isinstance(found.get("paths"), dict):
            raise TaskError("openapi.invalid", _("There is no OpenAPI document at this address."))
        return found


def _operation(document: Mapping[str, Any], wanted: str) -> tuple[str, str, list[Mapping[str, Any]]]:
    """Return verb, path and parameters of an operation. Raises TaskError."""
    for path, item in document["paths"].items():
        for verb, operation in item.items() if isinstance(item, dict) else ():
            if verb in VERBS and isinstance(operation, dict) and operation.get("operationId") == wanted:
                described = [*item.get("parameters", ()), *operation.get("parameters", ())]
                return verb, str(path), [_followed(document, one) for one in described if isinstance(one, dict)]
    raise TaskError("openapi.operation_unknown", _("There is no operation “%(name)s”.") % {"name": wanted[:100]})


def _followed(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference inside the document, once."""
    reference = part.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return part
    found: Any = document
    for name in reference[2:].split("/"):
        found = found.get(name.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def _server(document: Mapping[str, Any], address: str) -> str:
    servers = document.get("servers")
    if isinstance(servers, list) and servers and isinstance(servers[0], dict):
        return urljoin(address, str(servers[0].get("url", ""))).rstrip("/")
    here = urlsplit(address)
    schemes = document.get("schemes") or [here.scheme]
    scheme = "https" if "https" in schemes else str(schemes[0])
    return f"{scheme}://{document.get('host') or here.netloc}{str(document.get('basePath') or '').rstrip('/')}"


def _flat(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(str(one) for one in value) if isinstance(value, list) else str(value)
