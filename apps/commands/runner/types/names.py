"""How documents name people and places."""

from collections.abc import Mapping
from typing import Any

NAME: dict[str, Any] = {"type": "string", "minLength": 2, "maxLength": 150}
NAMES: dict[str, Any] = {
    "description": "@name, the name of somebody one shares a conversation with, or me",
    "anyOf": [NAME, {"type": "array", "items": NAME, "maxItems": 20}],
}
CHANNEL: dict[str, Any] = {**NAME, "description": "#name"}


def names_in(parameters: Mapping[str, Any], *keys: str) -> list[str]:
    """Return the names given under these parameters, each once."""
    found: list[str] = []
    for key in keys:
        value = parameters.get(key) or []
        found += [value] if isinstance(value, str) else value
    return list(dict.fromkeys(found))


def place_in(parameters: Mapping[str, Any]) -> str | None:
    """Return the place that is named: `#channel` or a conversation's id; None is where the command was asked."""
    if channel := parameters.get("channel"):
        return channel if channel.startswith("#") else f"#{channel}"
    conversation = parameters.get("conversation", "here")
    return None if conversation == "here" else conversation
