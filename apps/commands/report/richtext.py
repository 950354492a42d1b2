"""The Markdown that tasks post, cut into lists, tables and paragraphs; the template writes and escapes them."""

import re
from typing import Any

NUMBERED = re.compile(r"\d{1,6}\. (.*)", re.ASCII)
RULE = re.compile(r"\|?[\s:|-]+\|?")
ESCAPED = re.compile(r"\\([\\`*_\[\]<>|~])")
MAX_LINES = 1_000


def blocks_of(text: str) -> list[dict[str, Any]]:
    """Return blocks: `{"list": […]}`, `{"head": […], "rows": […]}` or `{"text": …}`."""
    blocks: list[dict[str, Any]] = []
    kind = ""
    for line in text.splitlines()[:MAX_LINES]:
        if numbered := NUMBERED.fullmatch(line):
            _open(blocks, kind, "list", {"list": []})["list"].append(_plain(numbered[1]))
            kind = "list"
        elif line.startswith("|"):
            cells = [_plain(cell) for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
            if kind != "table":
                blocks.append({"head": cells, "rows": []})
            elif not RULE.fullmatch(line):
                blocks[-1]["rows"].append(cells)
            kind = "table"
        elif line.strip():
            block = _open(blocks, kind, "text", {"text": ""})
            block["text"] = (block["text"] + "\n" + _plain(line)).strip()
            kind = "text"
        else:
            kind = ""
    return blocks


def _open(blocks: list[dict[str, Any]], kind: str, wanted: str, empty: dict[str, Any]) -> dict[str, Any]:
    if kind != wanted:
        blocks.append(empty)
    return blocks[-1]


def _plain(text: str) -> str:
    return ESCAPED.sub(r"\1", text.strip()).replace("\u2060", "").replace("**", "")
