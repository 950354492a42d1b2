"""The execution graph as a picture: SVG without script, for people who do not see its colours too."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.commands.formats.alt.graph import edges_of
from apps.commands.report.layout import HEIGHT, WIDTH, Place, places_of
from apps.commands.report.states import DARK, ICONS, LIGHT, NAMES, colour_class, known

MAX_TASKS, MAX_EDGES = 1_000, 5_000
TEXT_WIDTH = 158.0
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WIDE, NARROW = set("MWmw@%ŞĞÇÖÜ") | set("ABCDEFGHKNOPQRSTUVXYZ"), set("iıljtfrI.,:;!|'()[] ")


def picture_of(tasks: Iterable[Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the states and the notes of a picture: how many rounds of a loop have ended."""
    states, notes = {}, {}
    for task in tasks:
        states[task["id"]] = task["state"]
        if rounds := task.get("rounds"):
            notes[task["id"]] = f"×{rounds['done']}" + (f" ({rounds['failed']} ✗)" if rounds["failed"] else "")
    return states, notes


def graph_svg(alt: Mapping[str, Any], states: Mapping[str, str], notes: Mapping[str, str] | None = None) -> str:
    """Return the picture of a task graph; `states` by segment id, those not named have not started."""
    segments = list(alt.get("segments", ()))[:MAX_TASKS]
    edges = edges_of({"segments": segments})
    places, width, height = places_of(edges)
    title = _clean(alt.get("title") or _("Task graph"))
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="alt-graph" role="img" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" aria-labelledby="alt-graph-title alt-graph-text">',
            f'<title id="alt-graph-title">{escape(title)}</title>',
            f'<desc id="alt-graph-text">{escape(_description(segments, states))}</desc>',
            f"<style>{_style()}</style>",
            '<defs><marker id="alt-graph-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path class="alt-tip" d="M0 0l8 4l-8 4z"/></marker></defs>',
            *_lines(segments, edges, places),
            *(
                _box(
                    segment,
                    places[segment["id"]],
                    known(states.get(segment["id"], "")),
                    (notes or {}).get(segment["id"], ""),
                )
                for segment in segments
            ),
            "</svg>",
        ]
    )


def _box(segment: Mapping[str, Any], place: Place, state: str, note: str) -> str:
    title, kind = _clean(segment.get("title") or segment["id"]), _clean(segment.get("task_type", ""))
    said = f"{NAMES[state]} {note}".strip()
    return (
        f'<g class="alt-task alt-{colour_class(state)}" transform="translate({place.x} {place.y})">'
        f"<title>{escape(f'{title} ({kind}): {said}')}</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
        f'<path class="alt-icon" transform="translate(12 12)" d="{ICONS[state]}"/>'
        f'<text x="38" y="25">{escape(fitted(title, TEXT_WIDTH, 7.4))}</text>'
        f'<text x="38" y="43" class="alt-kind">{escape(fitted(f"{said} · {kind}", TEXT_WIDTH, 6.2))}</text></g>'
    )


def _lines(segments: list[Any], edges: Mapping[str, list[str]], places: Mapping[str, Place]) -> Iterator[str]:
    branches = {(when["segment"], segment["id"]): str(when["branch"])
                for segment in segments if (when := segment.get("when"))}  # fmt: skip
    drawn = 0
    for task, needs in edges.items():
        for name in needs:
            if name not in places or drawn >= MAX_EDGES:
                continue
            drawn += 1
            start, end = places[name], places[task]
            x1, y1, x2, y2 = start.x + WIDTH, start.y + HEIGHT // 2, end.x - 2, end.y + HEIGHT // 2
            bend = max(24, (x2 - x1) // 2)
            yield f'<path class="alt-line" d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"/>'
            if branch := branches.get((name, task)):
                yield (
                    f'<text class="alt-branch" x="{(x1 + x2) // 2}" y="{(y1 + y2) // 2 - 5}">'
                    f"{escape(_clean(branch))}</text>"
                )


def _description(segments: list[Any], states: Mapping[str, str]) -> str:
    count = len(segments)
    said = [ngettext("%(n)d task.", "%(n)d tasks.", count) % {"n": count}]
    for segment in segments[:50]:
        line = f"{segment.get('title') or segment['id']}: {NAMES[known(states.get(segment['id'], ''))]}"
        if needs := segment.get("dependencies"):
            line += " – " + _("after %(names)s") % {"names": ", ".join(str(name) for name in needs[:10])}
        said.append(_clean(line) + ".")
    return " ".join(said)


def fitted(text: str, width: float, unit: float) -> str:
    """Cut a text to about a width, with an ellipsis; `unit` is the width of a middling letter."""
    text, room = _clean(text), width
    for index, letter in enumerate(text):
        room -= unit * (1.25 if letter in WIDE or ord(letter) > 0x2E7F else 0.6 if letter in NARROW else 1.0)
        if room < 0:
            return text[: max(index - 1, 1)].rstrip() + "…"
    return text


def _clean(text: Any) -> str:
    return " ".join(NOT_XML.sub("", str(text)).split())


def _style() -> str:
    light = "".join(f".alt-{state}{{color:{colour}}}" for state, colour in LIGHT.items())
    dark = "".join(f".alt-{state}{{color:{colour}}}" for state, colour in DARK.items())
    return (
        ".alt-graph{font:500 13px system-ui,sans-serif;max-width:100%;height:auto}"
        ".alt-task rect{fill:#fff;stroke:currentColor;stroke-width:1.5}"
        ".alt-task text{fill:#1c1b1f}.alt-graph .alt-kind{font-size:11px;font-weight:400;fill:#5f5d66}"
        ".alt-icon{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
        ".alt-skipped rect,.alt-pending rect{stroke-dasharray:5 4}.alt-failed rect{stroke-width:3}"
        ".alt-line{fill:none;stroke:#8d8a96;stroke-width:1.5;marker-end:url(#alt-graph-arrow)}"
        ".alt-tip{fill:#8d8a96}.alt-branch{font-size:11px;text-anchor:middle;fill:#5f5d66}"
        f"{light}@media screen and (prefers-color-scheme:dark){{.alt-task rect{{fill:#232227}}"
        f".alt-task text{{fill:#ecebf1}}.alt-graph .alt-kind,.alt-branch{{fill:#b9b6c2}}{dark}}}"
    )
