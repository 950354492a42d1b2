"""Frames for those who are to hear less of an event than others who listen to its topic."""

from collections.abc import Sequence
from typing import Any

from apps.core.strictjson import dumps, loads


def veils_in(changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return who hears less of an event, and what."""
    return [change for change in changes if change["do"] == "veil"]


def frame_for(user: str, frame: str, changes: Sequence[dict[str, Any]]) -> str:
    """Return an event's frame as one person hears it."""
    veil = next((veil for veil in veils_in(changes) if user in veil["users"]), None)
    return frame if veil is None else veiled(frame, veil["data"])


def veiled(frame: str, data: dict[str, Any] | None) -> str:
    """Return a frame with other data; without any it is `hidden`, and only keeps its place in the topic's order."""
    told = loads(frame)
    return dumps({**told, "data": data} if data is not None else {**told, "type": "hidden", "data": {}}).decode()
