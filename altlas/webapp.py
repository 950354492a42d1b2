"""Builds the web app into `static/app` where its sources are newer than the build: `python -m altlas.webapp`."""

import hashlib
import subprocess
import sys
from pathlib import Path

from altlas.environment import BASE_DIR
from altlas.node import NodeMissing, npm

SOURCES, BUILT = BASE_DIR / "frontend", BASE_DIR / "static" / "app"
STAMP = BUILT / ".source"
PACKAGES = SOURCES / "node_modules" / ".lock"
IGNORED = {"node_modules", "dist", "coverage"}


class BuildFailed(RuntimeError):
    """The web app could not be built; the message says how to see why."""


def build(*, quiet: bool = False) -> bool:
    """Install the packages and build, each only where something changed; return whether it built."""
    digest = _digest()
    if STAMP.exists() and STAMP.read_text() == digest:
        return False
    lock = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    if not PACKAGES.exists() or PACKAGES.read_text() != lock:
        _say("Installing the packages of the web app …")
        _run(["ci", "--no-audit", "--no-fund"], quiet)
        PACKAGES.write_text(lock)
    _say("Building the web app …")
    _run(["run", "build"], quiet)
    STAMP.write_text(digest)
    return True


def _run(arguments: list[str], quiet: bool) -> None:
    output = subprocess.DEVNULL if quiet else None
    if npm(["--prefix", str(SOURCES), *arguments], stdout=output, cwd=str(SOURCES)):
        raise BuildFailed(f"npm {' '.join(arguments)} failed; run: make web")


def _digest() -> str:
    found = hashlib.sha256()
    brand = BASE_DIR / "static" / "brand"
    files = [path for root in (SOURCES, brand) for path in sorted(root.rglob("*")) if _counts(path, root)]
    for path in files:
        found.update(str(path.relative_to(BASE_DIR)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _counts(path: Path, root: Path) -> bool:
    return path.is_file() and not IGNORED.intersection(path.relative_to(root).parts)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        build()
    except (BuildFailed, NodeMissing) as error:
        sys.exit(str(error))
