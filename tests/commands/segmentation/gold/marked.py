"""Reads commands with marked segments: `language | words [type id<dependencies: words {value; value}] …`."""

import re
from pathlib import Path
from typing import Any

NOW = "2026-11-23T10:00:00+03:00"
_OPEN = re.compile(r"\[(\w+) (\w)(?:<([\w=,]+))?: ")
_VALUES = re.compile(r" \{([^{}]*)\}$")
_BRANCH = re.compile(r"(\w)(?:=(\w+))?$")


def rows(path: Path) -> list[dict[str, Any]]:
    """Every command of a file in the form that the scorer reads."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    return [{"id": f"{path.stem}-{n:03d}", **row(line)} for n, line in enumerate(lines, 1)]


def row(line: str) -> dict[str, Any]:
    """One marked command as plain text with its graph."""
    language, marked = line.split(" | ", 1)
    command, segments, at = "", [], 0
    for match in _OPEN.finditer(marked):
        end = marked.index("]", match.end())
        words = marked[match.end() : end]
        values = _VALUES.search(words)
        words = words[: values.start()] if values else words
        command += marked[at : match.start()]
        dependencies = []
        for part in filter(None, (match.group(3) or "").split(",")):
            source, branch = _BRANCH.fullmatch(part).groups()  # type: ignore[union-attr]
            dependencies.append({"id": source, "branch": branch})
        segments.append(
            {
                "id": match.group(2),
                "type": match.group(1),
                "span": [len(command), len(command) + len(words)],
                "text": words,
                "deps": dependencies,
                "values": [v.strip() for v in values.group(1).split(";") if v.strip()] if values else [],
            }
        )
        command += words
        at = end + 1
    return {
        "command": command + marked[at:],
        "lang": language,
        "now": NOW,
        "suite": "own",
        "gold": {"segments": segments},
    }
