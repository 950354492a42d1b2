"""The one envelope of `/ws/v1`: commands in; acks, errors, events and system messages out."""

import re
from dataclasses import dataclass
from typing import Any

from apps.core.problems import Problem
from apps.core.strictjson import JSONInvalid, dumps, loads

MAX_FRAME_BEFORE, MAX_FRAME = 4_000, 256_000  # bytes before and after sign-in, security.md section 8
MAX_ID = 64
# Of a frame that is no JSON as we read it, the id is known where it stands first and is plain.
_BEGINS = re.compile(rf'\s*{{\s*"id"\s*:\s*"([^"\\\0]{{1,{MAX_ID}}})"')


class FrameInvalid(Problem):
    code = "frame.invalid"


class UnknownCommand(Problem):
    code = "command.unknown"


@dataclass(frozen=True)
class Frame:
    """One command of a client; `id` is the client's own and is echoed."""

    type: str
    data: dict[str, Any]
    id: str | None = None


def read(text: str) -> Frame:
    """Read a client's frame; what is not one raises FrameInvalid, with the frame's id where it can be told."""
    try:
        found = loads(text)
    except JSONInvalid as error:
        problem = FrameInvalid(str(error))
        if begins := _BEGINS.match(text):
            problem.frame_id = begins[1]  # type: ignore[attr-defined]
        raise problem from None
    if not isinstance(found, dict):
        raise FrameInvalid("A frame is a JSON object.")
    frame_id = found.get("id")
    if frame_id is not None and not (isinstance(frame_id, str) and len(frame_id) <= MAX_ID):
        raise FrameInvalid(f"An id is a text of at most {MAX_ID} characters.")
    kind, data = found.get("type"), found.get("data", {})
    if not isinstance(kind, str) or not kind:
        wrong = "A frame has a type."
    elif not isinstance(data, dict):
        wrong = "The data of a frame is an object."
    elif unknown := found.keys() - {"id", "type", "data"}:
        wrong = f"A frame has no field {min(unknown)!r}."
    else:
        return Frame(kind, data, frame_id)
    problem = FrameInvalid(wrong)
    problem.frame_id = frame_id  # type: ignore[attr-defined]
    raise problem


def seqs_in(frame: Frame) -> dict[str, int]:
    """Return the `seqs` of a resume: the highest number that the client has of each topic."""
    found = frame.data.get("seqs") or {}
    if not isinstance(found, dict) or not all(type(seq) is int and 0 <= seq < 2**63 for seq in found.values()):
        raise FrameInvalid("seqs is an object of topics and whole numbers.")
    return found


def system(kind: str, data: dict[str, Any] | None = None, frame_id: str | None = None) -> str:
    """Encode `ready`, `pong`, `resumed`, `reset`, `heartbeat` or an `ack`."""
    body: dict[str, Any] = {"type": kind, "data": data or {}}
    if frame_id is not None:
        body = {"id": frame_id, **body}
    return dumps(body).decode()


def error(problem: Problem, frame_id: str | None) -> str:
    """Encode a problem as the answer to a frame."""
    return dumps({"id": frame_id, "type": "error", "error": problem.as_dict()}).decode()
