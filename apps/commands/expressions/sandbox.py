"""The parent's side of the process in which expressions run."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from apps.commands.expressions.errors import ExpressionError

WALL_SECONDS = 10.0  # on a machine that is busy with other things
MODULE = "apps.commands.expressions.sandbox_process"


class Sandbox:
    """One process, started when first needed and again after it was ended; used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0  # a forked child must not talk into its parent's pipe

    def run(self, language: str, expression: str, scope: Mapping[str, Any]) -> Any:
        """Evaluate and return JSON, or raise ExpressionError."""
        request = orjson.dumps([language, expression, scope], option=orjson.OPT_NON_STR_KEYS) + b"\n"
        with self._lock:
            answer = self._ask(request)
        if "value" in answer:
            return answer["value"]
        if "failed" in answer:
            detail = _("The expression cannot be computed: %(why)s") % {"why": answer["failed"]}
            raise ExpressionError("expression.failed", detail)
        if "too_slow" in answer:
            raise ExpressionError("expression.too_slow", _("The expression takes too long."))
        raise ExpressionError("expression.too_large", _("The result of an expression is at most 1 MB."))

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _ask(self, request: bytes) -> dict[str, Any]:
        for _attempt in range(2):
            process = self._started()
            try:
                process.stdin.write(request)  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
                break
            except BrokenPipeError:  # it was ended while it waited: nothing was evaluated yet
                self._process = None
        answer = self._read(process)
        if answer is None:
            ended = process.poll()
            self.close()
            return {"too_slow": True} if ended is None or ended == -signal.SIGPROF else {}
        found: dict[str, Any] = orjson.loads(answer)
        return found

    def _read(self, process: subprocess.Popen[bytes]) -> bytes | None:
        """Return one line, or None where the process ended or did not answer."""
        pipe, parts = process.stdout.fileno(), []  # type: ignore[union-attr]
        deadline = time.monotonic() + WALL_SECONDS
        while (left := deadline - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            part = os.read(pipe, 1 << 16)
            if not part:
                process.wait(timeout=5)
                return None
            parts.append(part)
            if part.endswith(b"\n"):
                return b"".join(parts)
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(  # noqa: S603 - our own module, nothing of a request in the arguments
                [sys.executable, "-m", MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env={"PYTHONPATH": str(settings.BASE_DIR)},
            )
        return self._process


sandbox = Sandbox()
