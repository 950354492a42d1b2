"""Where the boxes of a graph stand: one column for each wave, few crossings."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from apps.commands.formats.alt.graph import waves

WIDTH, HEIGHT = 208, 56
GAP_X, GAP_Y, MARGIN = 56, 20, 16


class Place(NamedTuple):
    """The upper left corner of a box."""

    x: int
    y: int


def places_of(edges: Mapping[str, Sequence[str]]) -> tuple[dict[str, Place], int, int]:
    """Return the place of each task, and the width and height of the whole."""
    columns = waves(edges)
    placed = {task for column in columns for task in column}
    if rest := [task for task in edges if task not in placed]:  # a circle: show it all the same
        columns.append(rest)
    columns = _untangled(columns, edges)
    tallest = max((len(column) for column in columns), default=0)
    height = max(tallest, 1) * (HEIGHT + GAP_Y) - GAP_Y
    places = {}
    for number, column in enumerate(columns):
        top = (height - (len(column) * (HEIGHT + GAP_Y) - GAP_Y)) // 2
        for row, task in enumerate(column):
            places[task] = Place(MARGIN + number * (WIDTH + GAP_X), MARGIN + top + row * (HEIGHT + GAP_Y))
    width = max(len(columns), 1) * (WIDTH + GAP_X) - GAP_X
    return places, width + 2 * MARGIN, height + 2 * MARGIN


def _untangled(columns: list[list[str]], edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Order each column by the middle of what its tasks wait for."""
    rank: dict[str, float] = {}
    ordered = []
    for column in columns:
        middles = {}
        for row, task in enumerate(column):
            known = [rank[name] for name in edges[task] if name in rank]
            middles[task] = (sum(known) / len(known) if known else float(row), row)
        column = sorted(column, key=lambda task: middles[task])
        rank.update({task: row - len(column) / 2 for row, task in enumerate(column)})
        ordered.append(column)
    return ordered
