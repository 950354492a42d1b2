"""A person's data: every app says what it has of somebody (for their export) and how it erases it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any


@dataclass(frozen=True)
class Rows:
    """One list of the export: `name.json` in the app's folder. Rows are written as they come."""

    name: str
    rows: Iterable[dict[str, Any]]


@dataclass(frozen=True)
class File:
    """One file of the export, opened when it is its turn; None where it has gone meanwhile."""

    path: str
    open: Callable[[], IO[bytes] | None]


Exporter = Callable[[Any], Iterable[Rows | File]]
Eraser = Callable[[Any], None]
exporters: dict[str, Exporter] = {}
erasers: dict[str, Eraser] = {}


def exporter(app: str) -> Callable[[Exporter], Exporter]:
    """Register what an app gives a person who asks for their data: nothing secret, nothing they may not see."""

    def register(function: Exporter) -> Exporter:
        exporters[app] = function
        return function

    return register


def eraser(app: str) -> Callable[[Eraser], Eraser]:
    """Register how an app erases a person. Runs in the transaction that ends the account, the highest app first."""

    def register(function: Eraser) -> Eraser:
        erasers[app] = function
        return function

    return register
