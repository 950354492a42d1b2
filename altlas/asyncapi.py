"""The AsyncAPI document of `/ws/v1`, made from the registered commands and events."""

from typing import Any

from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.serializers import Serializer

from apps.core.openapi import PROBLEM, AutoSchema
from apps.core.rest import ApiViewSet
from apps.events.bus import Happening
from apps.realtime import registry

CLOSE_CODES = {
    1011: "a fault of the server: come back after a random delay and resume",
    1012: "restarting: come back after a random delay and resume",
    4400: "malformed beyond repair",
    4401: "not signed in, or the login session ended",
    4403: "not allowed",
    4408: "too slow to sign in",
    4409: "cannot resume: take a snapshot",
    4413: "frame too large",
    4429: "too many commands or connections",
    4490: "slow reader: come back and resume",
}
DESCRIPTION = """One connection carries everything: text frames of JSON, subprotocol `altlas.v1`.

**Sign in** by the session cookie (same origin: `ready` comes at once) or by a first frame `auth` within 10 s, with an
access `token` or an `api_key`; with a `cursor` the replay follows `ready`. An API key needs the scope that a command or
topic names. **Commands** carry an id of yours that `ack` or `error` echo. **Events** carry
`topic`, and durable ones `seq` (without holes per topic) and the `cursor` to resume from after them. **Resume** replays
what was missed and ends with `resumed`, or answers `reset`: take a fresh snapshot. With the `cursor` of the last
`ready`, `resumed` or `reset` and the `seqs` (the highest number of each topic heard of since) nothing is
skipped or repeated.

Close codes: """ + "; ".join(f"{code} {meaning}" for code, meaning in CLOSE_CODES.items())


class Schemas:
    """JSON schemas of serializers, each under its name in the components."""

    def __init__(self) -> None:
        self.schema = AutoSchema()
        self.schema.view = ApiViewSet(request=None)
        self.schema.registry = ComponentRegistry()
        self.schema.method, self.schema.path = "POST", "/"

    def of(self, serializer: type[Serializer], direction: str) -> dict[str, Any]:
        return self.schema._map_serializer(serializer(), direction)

    def components(self) -> dict[str, Any]:
        return {"Problem": PROBLEM, **{c.name: c.schema for c in self.schema.registry._components.values()}}


def document(version: str) -> dict[str, Any]:
    """Return the whole document."""
    schemas = Schemas()
    inputs = {name: _command(command, schemas) for name, command in sorted(registry.commands.items())}
    inputs |= {name: _message(name, {"type": name, "data": data}) for name, data in _system_inputs().items()}
    outputs = {kind.type: _event(kind, schemas) for kind in sorted(_kinds(Happening), key=lambda kind: kind.type)}
    outputs |= {name: _message(name, frame) for name, frame in _system_outputs().items()}
    messages = {_key(name): body for name, body in {**outputs, **inputs}.items()}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "ALT_LAS", "version": version, "description": DESCRIPTION, "license": {"name": "MIT"}},
        "channels": {
            "socket": {
                "address": "/ws/v1",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "fromClient": _operation("receive", inputs),
            "toClient": _operation("send", outputs),
        },
        "components": {"messages": messages, "schemas": schemas.components()},
    }


def _kinds(base: type[Happening]) -> list[type[Happening]]:
    told = "type" in vars(base) and base.__module__.startswith("apps.") and not base.internal
    found = [base] if told else []
    return found + [kind for inner in base.__subclasses__() for kind in _kinds(inner)]


def _key(name: str) -> str:
    return name.replace(".", "_")


def _operation(action: str, names: dict[str, Any]) -> dict[str, Any]:
    references = [{"$ref": f"#/channels/socket/messages/{_key(name)}"} for name in names]
    return {"action": action, "channel": {"$ref": "#/channels/socket"}, "messages": references}


def _command(command: registry.Command, schemas: Schemas) -> dict[str, Any]:
    frame = {"id": {"type": "string", "maxLength": 64}, "type": command.name}
    return _message(command.name, {**frame, "data": schemas.of(command.serializer, "request")})


SEQS = {"type": "object", "additionalProperties": {"type": "integer"}}


def _event(kind: type[Happening], schemas: Schemas) -> dict[str, Any]:
    frame = {
        "type": kind.type,
        "topic": {"type": "string"},
        "seq": {"type": "integer"},
        "cursor": {"type": "string"},
        "data": schemas.of(kind.schema, "response"),
    }
    return _message(kind.type, frame, (kind.__doc__ or "").strip())


def _message(name: str, frame: dict[str, Any], summary: str = "") -> dict[str, Any]:
    properties = {key: {"const": value} if isinstance(value, str) else value for key, value in frame.items()}
    payload = {"type": "object", "required": ["type"], "properties": properties}
    return {"name": name, **({"summary": summary} if summary else {}), "payload": payload}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _system_inputs() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "auth": _object(token=text, api_key=text, cursor=text, seqs=SEQS),
        "resume": _object(cursor=text, seqs=SEQS),
        "ping": _object(),
    }


def _system_outputs() -> dict[str, dict[str, Any]]:
    text, number, anything = {"type": "string"}, {"type": "integer"}, {"type": "object"}
    frames: dict[str, dict[str, Any]] = {
        "ready": _object(connection=text, user=anything, heartbeat_seconds=number, cursor=text, limits=anything),
        "resumed": _object(cursor=text, seqs=SEQS),
        "reset": _object(cursor=text),
        "heartbeat": _object(seqs=SEQS),
        "hidden": _object(),
        "pong": _object(),
        "ack": anything,
        "presence": _object(
            user=text,
            state={"enum": ["online", "away", "offline"]},
            last_seen_at={"type": ["string", "null"], "format": "date-time"},
        ),
        "typing": _object(conversation=text, user=anything),
        "profile.updated": anything,
        "permissions.changed": _object(role=anything),
        "command.progress": _object(command=text, task=text, progress={"type": ["number", "null"]}),
        "command.log": _object(
            command=text, task=text, path=text, start={"type": "integer"}, lines={"type": "array", "items": text}
        ),
    }
    found = {name: {"type": name, "data": data} for name, data in frames.items()}
    found["error"] = {"id": {"type": ["string", "null"]}, "type": "error",
                      "error": {"$ref": "#/components/schemas/Problem"}}  # fmt: skip
    return found
