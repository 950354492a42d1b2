"""The OpenAPI document: what every operation shares. The committed file is `docs/api/openapi.yaml`."""

from functools import cache
from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "description": "address of a page about this error"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "stable, `noun.reason`"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer to the field"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string"},
    },
}
COMMON = {
    "400": "A field is missing, unknown or of the wrong kind (`request.invalid`).",
    "401": "Not signed in, or the token is not good any more (`auth.…`).",
    "403": "Signed in, but not allowed (`permission.denied` and others).",
    "404": "There is no such thing, or you may not see it (`object.not_found`).",
    "429": "Too many requests; `Retry-After` says when to come back (`request.rate_limited`).",
    "503": "The database is away; `Retry-After` says when to come back (`server.unavailable`).",
}


class AutoSchema(SpectacularSchema):
    """Tags operations by their first path segment."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v{version}/").removeprefix("/api/v1/").split("/")[0]]


@cache
def page_of(serializer: type[serializers.Serializer]) -> Any:
    """Return the schema of a page of something."""
    return inline_serializer(
        f"{serializer.__name__.removesuffix('Serializer')}Page",
        {
            "results": serializer(many=True),
            "next": serializers.CharField(allow_null=True, help_text="address of the next page"),
            "previous": serializers.CharField(allow_null=True, help_text="address of the page before"),
        },
    )


def add_problem_responses(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to every operation the errors that any operation may answer."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    result["paths"] = {path.replace("{key}", "{id}"): methods for path, methods in result["paths"].items()}
    for path, methods in result["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                parameter["name"] = {"key": "id"}.get(parameter["name"], parameter["name"])
            for status, description in COMMON.items():
                if status == "404" and "{" not in path.replace("{version}", ""):
                    continue
                operation["responses"].setdefault(status, {"description": description, "content": content})
    return result
