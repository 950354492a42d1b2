"""The servers that are measured, each started for one round with a data folder of its own and stopped afterwards."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


class Peer:
    """One server process. `tokens` sign its people in, `room` is where they talk."""

    name = ""

    def __init__(self, folder: Path, members: int):
        self.folder, self.members = folder, members
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/ws/v1"
        self.tokens: list[str] = [""] * members
        self.room = ""
        self.process: subprocess.Popen | None = None

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PORT": str(self.port)}

    def prepare(self) -> None:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def __enter__(self) -> "Peer":
        self.prepare()
        log = (self.folder / f"{self.name}.log").open("wb")
        self.process = subprocess.Popen(self.command(), cwd=ROOT, env=self.environment(), stdout=log, stderr=log)
        if (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(self.process.pid, {0})
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / f"{self.name}.log").read_text())

    def __exit__(self, *error: object) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(20)

    def cpu_seconds(self) -> float:
        """Return the processor time the server has used."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_kib(self) -> int:
        """Return the server's resident memory."""
        assert self.process is not None
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def first_frame(self, index: int) -> str | None:
        return None

    def message(self, text: str) -> str:
        return json.dumps({"type": "message.send", "data": {"conversation": self.room, "text": text}})

    def _run(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=True
        )
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


class AltLas(Peer):
    """The product, with its permissions, idempotency, order and durable events."""

    name = "altlas"

    def environment(self) -> dict[str, str]:
        own = {"ALTLAS_ENV": "dev", "ALTLAS_DATA_DIR": str(self.folder / "altlas"), "ALTLAS_LIMITS_FACTOR": "100000"}
        return {**super().environment(), **own, "ALTLAS_LOG_LEVEL": "WARNING"}

    def prepare(self) -> None:
        self._run("import sys; from django.core.management import execute_from_command_line as run\n"
                  "import os; os.environ['DJANGO_SETTINGS_MODULE']='altlas.settings'\n"
                  "run(['manage.py', 'migrate', '-v', '0'])")  # fmt: skip
        made = json.loads(
            self._run(
                "import os, json, uuid; os.environ['DJANGO_SETTINGS_MODULE']='altlas.settings'\n"
                "import django; django.setup()\n"
                "from apps.accounts.actions import open_login_session\n"
                "from apps.accounts.models import User\n"
                "from apps.chat.actions import create_group_conversation\n"
                "run = uuid.uuid4().hex[:8]\n"
                f"people = [User.objects.create(username=f'{{run}}-{{n}}', email=f'{{run}}-{{n}}@example.org')"
                f" for n in range({self.members})]\n"
                "room = create_group_conversation(actor=people[0], name='room', member_ids=[p.pk for p in people])\n"
                "tokens = [open_login_session(user=p).access for p in people]\n"
                "print(json.dumps({'room': str(room.pk), 'tokens': tokens}))"
            )
        )
        self.room, self.tokens = made["room"], made["tokens"]

    def command(self) -> list[str]:
        return [sys.executable, "manage.py", "start", "--no-build"]

    def first_frame(self, index: int) -> str | None:
        return json.dumps({"type": "auth", "data": {"token": self.tokens[index]}})


class PlainChannels(Peer):
    """Stock consumers and channel layer, no permissions, no order, no resume."""

    name = "channels"

    def environment(self) -> dict[str, str]:
        own = {"DJANGO_SETTINGS_MODULE": "tests.load.baseline.settings"}
        return {**super().environment(), **own, "BASELINE_SQLITE": str(self.folder / "baseline.sqlite3")}

    def prepare(self) -> None:
        self._run(
            "import django; django.setup()\n"
            "from django.db import connection\n"
            "from tests.load.baseline.models import Message\n"
            "tables = connection.introspection.table_names()\n"
            "editor = connection.schema_editor()\n"
            "if Message._meta.db_table not in tables:\n"
            "    with editor: editor.create_model(Message)\n"
        )

    def command(self) -> list[str]:
        return [sys.executable, "-m", "uvicorn", "tests.load.baseline.asgi:application", "--port", str(self.port),
                "--log-level", "warning", "--lifespan", "off"]  # fmt: skip
