"""What is counted for Prometheus: `/metrics`. Counting costs some microseconds; what rows can tell is asked when read.

With several processes each writes a file of its own below `PROMETHEUS_MULTIPROC_DIR` (set by the settings), also on
other hosts which share the data folder; whichever process is asked adds them up.
"""

import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
    values,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

log = structlog.get_logger(__name__)
KEPT_SECONDS = 5.0  # for so long what rows told is told again
FORGOTTEN_SECONDS = 86_400.0
FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
HOST = socket.gethostname().replace("_", "-").replace("/", "-")

if FOLDER:  # process numbers alone are not unique between containers
    values.ValueClass = values.MultiProcessValue(lambda: f"{HOST}-{os.getpid()}")
disable_created_metrics()  # half as many lines, and nothing that asks for them
registry = CollectorRegistry()
REQUESTS = Counter("altlas_http_requests", "Answered requests.", ["method", "status"], registry=registry)
REQUEST_SECONDS = Histogram(
    "altlas_http_request_seconds", "How long answers took.", registry=registry,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)  # fmt: skip
EVENTS = Counter("altlas_events", "Stored events: message.created, command.finished …", ["type"], registry=registry)
SOCKETS = Gauge("altlas_sockets", "Open sockets.", registry=registry, multiprocess_mode="livesum")
SERVICE_CALLS = Counter(
    "altlas_service_calls", "Calls of external services, by how they ended.", ["service", "outcome"], registry=registry
)
SERVICE_SECONDS = Histogram(
    "altlas_service_call_seconds", "How long external services took.", ["service"], registry=registry,
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60),
)  # fmt: skip
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
Source = Callable[[], Iterable[GaugeMetricFamily]]
_sources: list[Source] = []


def scraped(source: Source) -> Source:
    """Register a function that tells figures from rows, when somebody asks; at most every five seconds."""
    _sources.append(source)
    return source


def gauge(name: str, text: str, label: str, figures: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    """Return one figure for each value of a label."""
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, figure in figures:
        family.add_metric([value], figure)
    return family


def count_request(method: str, status: int, seconds: float) -> None:
    """Count an answered request."""
    REQUESTS.labels(method if method in METHODS else "other", f"{status // 100}xx").inc()
    REQUEST_SECONDS.observe(seconds)


class Rows:
    """A collector of what the sources tell."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: list[GaugeMetricFamily] = []
        self._read_at = float("-inf")

    def describe(self) -> list[Any]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._lock:
            if time.monotonic() - self._read_at > KEPT_SECONDS:
                self._known = [family for source in _sources for family in _told(source)]
                self._read_at = time.monotonic()
            yield from self._known


_rows = Rows()


def exposition() -> bytes:
    """Return all figures in the text form of Prometheus."""
    if not FOLDER:
        return generate_latest(registry) + generate_latest(_of_rows())
    _forget_the_dead()
    joined = CollectorRegistry()
    MultiProcessCollector(joined, path=FOLDER)
    return generate_latest(joined) + generate_latest(_of_rows())


def _of_rows() -> CollectorRegistry:
    found = CollectorRegistry()
    found.register(_rows)  # type: ignore[arg-type]
    return found


def _told(source: Source) -> list[GaugeMetricFamily]:
    try:
        return list(source())
    except Exception as error:  # the database is away: the other figures are wanted all the more
        log.warning("metrics.unreadable", error=type(error).__name__)
        return []


def _forget_the_dead() -> None:
    """Drop gauges of processes that have ended, and after a day everything of theirs."""
    for path in Path(FOLDER).glob("*.db"):
        host, _minus, number = path.stem.rpartition("_")[2].rpartition("-")
        if host == HOST and number.isdigit() and Path(f"/proc/{number}").exists():
            continue
        try:
            old = time.time() - path.stat().st_mtime > FORGOTTEN_SECONDS
            if old or (host == HOST and path.name.startswith("gauge_live")):
                path.unlink()
        except FileNotFoundError:  # another process was quicker
            continue
