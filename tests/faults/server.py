"""A real server in a process of its own, spoken to over HTTP."""

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("FAULTS"))  # `make faults`: what takes minutes runs too
PASSWORD = "correct horse battery"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@cache
def _migrated() -> Path:
    """Return an empty database in which every migration has run: most of what a first start takes."""
    folder = tempfile.mkdtemp(prefix="altlas-migrated-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env={**environment, "ALTLAS_ENV": "dev", "ALTLAS_DATA_DIR": folder}, check=True)
    return Path(folder) / "altlas.sqlite3"


class Server:
    """`manage.py start` with a data folder and a database of its own."""

    def __init__(self, folder: Path, **environment: str):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        self.environment = {
            **inherited,
            "ALTLAS_ENV": "dev",
            "ALTLAS_DATA_DIR": str(folder),
            "PORT": str(self.port),
            "ALTLAS_SWEEP_SECONDS": "1",
            "ALTLAS_LIMITS_FACTOR": "100",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.token = ""
        self.module = ["manage.py", "start", "--no-build"]

    def launch(self) -> None:
        """Start the process without waiting for it; the first time on a database that is migrated already."""
        database = Path(self.environment["ALTLAS_DATA_DIR"]) / "altlas.sqlite3"
        if "DATABASE_URL" not in self.environment and not database.exists():
            database.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_migrated(), database)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.module],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def start(self) -> "Server":
        self.launch()
        self.wait_for(lambda: self.get("/healthz")[0] == 200, "the server did not start")
        return self

    def stop(self, how: int = signal.SIGTERM) -> float:
        """Stop and return how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(20)
        return time.monotonic() - began

    def kill(self) -> None:
        """End the process without a word, if it runs."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def sign_up(self, name: str) -> None:
        body = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        assert self.post("/api/v1/auth/register", body)[0] == 201
        self.token = self.post("/api/v1/auth/token", {"username": name, "password": PASSWORD})[1]["access"]

    def get(self, path: str) -> tuple[int, Any]:
        return self._call("GET", path, None)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        return self._call("POST", path, body)

    def wait_for(self, condition: Any, otherwise: str, seconds: float = 100) -> Any:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if found := condition():
                    return found
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"{otherwise}\n{self.log.read_text()[-3000:]}")

    def _call(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        request = urllib.request.Request(f"{self.url}{path}", method=method)
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=20) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")


def people_of(server: Server, *names: str) -> tuple[str, list[str]]:
    """Sign people up and put them in one group; return the conversation and their access tokens."""
    tokens, ids = [], []
    for name in names:
        server.token = ""
        server.sign_up(name)
        tokens.append(server.token)
        ids.append(server.get("/api/v1/users/me")[1]["id"])
    server.token = tokens[0]
    status, group = server.post("/api/v1/groups", {"name": "Deneme", "members": ids[1:]})
    assert status == 201, group
    return group["conversation"], tokens
