"""The servers that are measured, each started for one round with a data folder and a database of its own."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.backing import OwnPostgres, OwnRedis, pinned
from tests.faults.server import free_port
from tests.load.accounting import tree
from tests.load.links import Stanzas, WebSocket

ROOT = Path(__file__).resolve().parents[2]
SERVER_CORE = 0
HISTORY = 10_000


class Stack:
    """What the peers share: a PostgreSQL and a Redis, where their programs are installed."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.chmod(0o755)
        self.postgres = OwnPostgres(folder, SERVER_CORE).start() if OwnPostgres.available() else None
        self.redis = OwnRedis(folder / "redis", core=SERVER_CORE).start() if OwnRedis.available() else None

    def environment(self, database: str) -> dict[str, str]:
        found = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.create(database)
        if self.redis:
            found["REDIS_URL"] = self.redis.url
        return found

    def pids(self) -> list[int]:
        return [server.pid for server in (self.postgres, self.redis) if server]

    def analyze(self, database: str) -> None:
        """Let PostgreSQL look at what a peer filled in, as it does by itself after a minute."""
        if self.postgres:
            with psycopg.connect(self.postgres.url(database), autocommit=True) as connection:
                connection.execute("ANALYZE")

    def stop(self) -> None:
        for server in (self.redis, self.postgres):
            if server:
                server.stop()


class Peer:
    """One server. People are numbers: 0 … members-1 are in room 0; rooms 1 … pairs have two people each."""

    name = ""
    durable = True
    history = True
    filled: Any = None  # where filling takes place while it runs: `set` says that it is done

    def __init__(self, stack: Stack, folder: Path, members: int, pairs: int, idle: int = 0):
        self.stack, self.folder, self.members, self.pairs, self.idle = stack, folder, members, pairs, idle
        folder.mkdir(parents=True)
        self.port = free_port()
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None

    @classmethod
    def missing(cls) -> str:
        """Return what is not installed, if anything."""
        return ""

    def prepare(self) -> None:
        """Make people and rooms."""

    def command(self) -> list[str]:
        raise NotImplementedError

    async def connect(self, person: int, room: int) -> Any:
        """Return a connection of somebody who is signed in and in the room."""
        raise NotImplementedError

    def send(self, link: Any, room: int, text: str) -> None:
        raise NotImplementedError

    async def read_history(self, seconds: float, connections: int) -> int:
        """Read the last 50 of 10,000 messages over and over; return how often."""
        raise NotImplementedError

    def start(self) -> "Peer":
        self.prepare()
        with (self.folder / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                [*pinned(SERVER_CORE), *self.command()],
                cwd=ROOT, env={**os.environ, **self.environment}, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text()[-3000:])

    def stop(self) -> None:
        assert self.process is not None
        running = tree([self.process.pid])
        for pid in running:
            os.kill(pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            for pid in tree([self.process.pid]):
                os.kill(pid, signal.SIGKILL)
            self.process.wait(10)

    def pids(self) -> list[int]:
        assert self.process is not None
        return [self.process.pid, *(self.stack.pids() if self.durable else [])]

    def filled_by(self, module: str) -> str:
        """Let a module make people, rooms and messages in the peer's database; return the last line it prints."""
        code = f"import sys, django; django.setup(); from {module} import fill; fill(*map(int, sys.argv[1:]))"
        amounts = map(str, (self.members, self.pairs, HISTORY, max(self.members, 2 * self.pairs, self.idle)))
        done = subprocess.run(
            [sys.executable, "-c", code, *amounts], cwd=ROOT, env={**os.environ, **self.environment},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout.strip().splitlines()[-1]


async def read_over_http(port: int, path: str, headers: dict[str, str], seconds: float, connections: int) -> int:
    """GET one address over and over on some connections; return how often."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    request = (head + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n").encode()
    until = time.perf_counter() + seconds
    count = 0

    async def one() -> None:
        nonlocal count
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            writer.write(request)
            answer = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert answer.startswith(b"http/1.1 200"), answer
            body = await reader.readexactly(int(answer.split(b"content-length:")[1].split(b"\r\n")[0]))
            assert body.count(b'"text"') >= 50, body[:300]
            count += 1
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return count


class AltLas(Peer):
    """The product, with its permissions, idempotency, order and durable events; no frames are held back."""

    name = "altlas"
    join_ms = "0"

    def prepare(self) -> None:
        self.environment = {
            **self.stack.environment("bench_altlas"),
            "ALTLAS_ENV": "dev", "ALTLAS_EMBEDDED": "false", "ALTLAS_DATA_DIR": str(self.folder / "data"),
            "ALTLAS_LIMITS_FACTOR": "100000", "ALTLAS_LOG_LEVEL": "WARNING", "PORT": str(self.port),
            "ALTLAS_SOCKET_JOIN_MS": self.join_ms,
        }  # fmt: skip
        self.environment["DJANGO_SETTINGS_MODULE"] = "altlas.settings"
        made = json.loads(self.filled_by("tests.load.fill_altlas"))
        self.stack.analyze("bench_altlas")
        self.tokens, self.rooms = made["tokens"], made["rooms"]

    def command(self) -> list[str]:
        return [sys.executable, "manage.py", "start", "--no-build"]

    async def connect(self, person: int, room: int, cursor: str | None = None) -> WebSocket:
        link = await WebSocket.connect(self.port, "/ws/v1", {})
        assert link.heard is not None
        data = {"token": self.tokens[person], **({"cursor": cursor} if cursor else {})}
        link.send(json.dumps({"type": "auth", "data": data}))
        ready = json.loads(await asyncio.wait_for(link.heard.get(), 120))
        assert ready["type"] == "ready", ready
        link.cursor = ready["data"]["cursor"]  # type: ignore[attr-defined]
        return link

    def send(self, link: Any, room: int, text: str) -> None:
        link.send(f'{{"type":"message.send","data":{{"conversation":"{self.rooms[room]}","text":"{text}"}}}}')

    async def read_history(self, seconds: float, connections: int) -> int:
        path = f"/api/v1/conversations/{self.rooms[-1]}/messages?limit=50"
        headers = {"Authorization": f"Bearer {self.tokens[0]}", "Accept": "application/json"}
        return await read_over_http(self.port, path, headers, seconds, connections)


class AltLasJoined(AltLas):
    """The same, frames joined for up to 5 ms whatever the load."""

    name = "altlas 5 ms"
    join_ms = "5"

    def prepare(self) -> None:
        super().prepare()
        self.environment["ALTLAS_SOCKET_JOIN_ABOVE"] = "0"


class PlainChannels(Peer):
    """What Channels' documentation leads to: stock consumers and layer, a row per message, no order, no resume."""

    name = "channels"

    def prepare(self) -> None:
        own = {"DJANGO_SETTINGS_MODULE": "tests.load.baseline.settings"}
        own["BASELINE_SQLITE"] = str(self.folder / "baseline.sqlite3")
        self.environment = {**self.stack.environment("bench_channels"), **own}
        self.sessions = json.loads(self.filled_by("tests.load.baseline.fill"))
        self.stack.analyze("bench_channels")

    def command(self) -> list[str]:
        return [sys.executable, "-m", "uvicorn", "tests.load.baseline.asgi:application", "--port", str(self.port),
                "--log-level", "warning", "--lifespan", "off", "--no-access-log"]  # fmt: skip

    def _headers(self, person: int) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.sessions[person]}"}

    async def connect(self, person: int, room: int) -> WebSocket:
        link = await WebSocket.connect(self.port, f"/ws/rooms/{room + 1}", self._headers(person))
        assert link.heard is not None
        await asyncio.wait_for(link.heard.get(), 120)
        return link

    def send(self, link: Any, room: int, text: str) -> None:
        link.send(f'{{"text":"{text}"}}')

    async def read_history(self, seconds: float, connections: int) -> int:
        path = f"/rooms/{self.pairs + 2}/history"
        return await read_over_http(self.port, path, self._headers(0), seconds, connections)


class Ejabberd(Peer):
    """The Erlang server: MUC rooms archived by MAM in PostgreSQL."""

    name = "ejabberd"

    @classmethod
    def missing(cls) -> str:
        if not shutil.which("ejabberdctl"):
            return "ejabberd"
        return "" if OwnPostgres.available() and os.geteuid() == 0 else "PostgreSQL's server, and root"

    def prepare(self) -> None:
        assert self.stack.postgres is not None
        url = self.stack.postgres.create("bench_ejabberd")
        psql = ["psql", "-q", url]
        subprocess.run([*psql, "-f", "/usr/share/ejabberd/sql/pg.sql"], check=True, capture_output=True)
        people = "insert into users(username, password) select 'u' || g, 'pw' from generate_series(0, 1999) g"
        subprocess.run([*psql, "-c", people], check=True, capture_output=True)
        home = self.folder
        text = (ROOT / "tests/load/ejabberd.yml").read_text()
        text = text.replace("@PORT@", str(self.port)).replace("@PGPORT@", str(self.stack.postgres.port))
        (home / "ejabberd.yml").write_text(text)
        (home / "ctl.cfg").write_text("ERLANG_NODE=bench@localhost\nINET_DIST_INTERFACE=127.0.0.1\n")
        shutil.copy("/etc/ejabberd/inetrc", home)
        for folder in ("logs", "spool"):
            (home / folder).mkdir()
        for path in (home, *home.rglob("*")):
            shutil.chown(path, "ejabberd", "ejabberd")

    def command(self) -> list[str]:
        home = self.folder
        call = (f"/usr/sbin/ejabberdctl --config-dir {home} --config {home}/ejabberd.yml --ctl-config {home}/ctl.cfg "
                f"--logs {home}/logs --spool {home}/spool foreground")  # fmt: skip
        return ["su", "ejabberd", "-s", "/bin/bash", "-c", call]

    async def connect(self, person: int, room: int) -> Stanzas:
        link = await Stanzas.sign_in(self.port, person)
        first = room not in self._entered()
        if first:
            self._entered()[room] = asyncio.get_running_loop().create_future()
        else:
            await self._entered()[room]
        await link.enter(f"r{room}@conference.localhost", person, first=first)
        if first:
            self._entered()[room].set_result(None)
        return link

    def _entered(self) -> dict[int, asyncio.Future[None]]:
        return self.__dict__.setdefault("rooms_entered", {})

    def send(self, link: Any, room: int, text: str) -> None:
        link.send(text)

    async def read_history(self, seconds: float, connections: int) -> int:
        room = self.pairs + 1
        filler = await self.connect(0, room)
        seen = 0

        def count(data: bytes) -> None:
            nonlocal seen
            seen += data.count(b"<body>")

        filler.receive = count
        for number in range(HISTORY):
            filler.send(f"history {number} ".ljust(200, "x"))
            while number - seen > 64:  # noqa: ASYNC110 - filling, not measured
                await asyncio.sleep(0.002)
        while seen < HISTORY:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)
        links = [await self.connect(1 + person, room) for person in range(connections)]
        self.stack.analyze("bench_ejabberd")
        self.filled.set()
        until = time.perf_counter() + seconds
        total = 0

        async def one(link: Stanzas) -> None:
            nonlocal total
            number = 0
            while time.perf_counter() < until:
                number += 1
                await link.last_50(number)
                total += 1

        await asyncio.gather(*(one(link) for link in links))
        return total


class Limit(Peer):
    """What this kernel allows: a C program that sends every frame to every socket. It stores nothing."""

    name = "limit"
    durable = history = False

    @classmethod
    def missing(cls) -> str:
        return "" if shutil.which("gcc") else "gcc"

    def prepare(self) -> None:
        source, self.program = ROOT / "tests/load/limit.c", self.folder / "limit"
        subprocess.run(["gcc", "-O2", "-w", "-o", self.program, source], check=True)

    def command(self) -> list[str]:
        return [str(self.program), str(self.port), "0"]

    async def connect(self, person: int, room: int) -> WebSocket:
        return await WebSocket.connect(self.port, "/", {})

    def send(self, link: Any, room: int, text: str) -> None:
        link.send(f'{{"text":"{text}"}}')


PEERS: list[type[Peer]] = [PlainChannels, Ejabberd, Limit, AltLas, AltLasJoined]
