"""PostgreSQL and Redis of one's own, on free ports in a folder that is thrown away: to be measured, or to be killed."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import redis

from tests.faults.server import free_port


def pinned(core: int | None) -> list[str]:
    return [] if core is None or (os.cpu_count() or 1) < 2 else ["taskset", "-c", str(core)]


def postgres_programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, where PostgreSQL's server is installed."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class OwnRedis:
    """A Redis that keeps nothing: after `kill` and `start` it is empty."""

    def __init__(self, folder: Path, *options: str, core: int | None = None):
        self.folder, self.options, self.core = folder, options, core
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def available() -> bool:
        return shutil.which("redis-server") is not None

    def start(self) -> "OwnRedis":
        fixed = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [*pinned(self.core), "redis-server", *fixed, "--dir", str(self.folder), *self.options]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        _until(lambda: redis.Redis(port=self.port).ping(), self.folder / "redis.log")
        return self

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    stop = kill

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid


class OwnCluster:
    """A Redis Cluster of three primaries that share the slots; no replicas."""

    NODES = 3

    def __init__(self, folder: Path):
        self.buses = [free_port() for _ in range(self.NODES)]
        self.nodes = [
            OwnRedis(folder / str(number), "--cluster-enabled", "yes", "--cluster-port", str(bus),
                     "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no")
            for number, bus in enumerate(self.buses)
        ]  # fmt: skip

    available = OwnRedis.available

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    @property
    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": ",".join(self.urls), "REDIS_CLUSTER": "true"}

    def start(self) -> "OwnCluster":
        step = -(-16_384 // self.NODES)
        for number, node in enumerate(self.nodes):
            node.start()
            last = min(16_384, (number + 1) * step) - 1
            self.client(number).execute_command("CLUSTER", "ADDSLOTSRANGE", number * step, last)
        for node, bus in zip(self.nodes[1:], self.buses[1:], strict=True):
            self.client(0).execute_command("CLUSTER", "MEET", "127.0.0.1", node.port, bus)
        _until(lambda: all(self._whole(number) for number in range(self.NODES)), self.nodes[0].folder / "redis.log")
        return self

    def stop(self) -> None:
        for node in self.nodes:
            node.kill()

    def client(self, number: int) -> redis.Redis:
        return redis.Redis(port=self.nodes[number].port)

    def move(self, slot: int, source: int, target: int) -> None:
        """Give a slot that holds no keys to another node."""
        name = self.client(target).execute_command("CLUSTER", "MYID")
        for number in (target, source, *range(self.NODES)):
            self.client(number).execute_command("CLUSTER", "SETSLOT", slot, "NODE", name)

    def _whole(self, number: int) -> bool:
        told = self.client(number).execute_command("CLUSTER", "INFO").decode()
        return "cluster_state:ok" in told and f"cluster_known_nodes:{self.NODES}" in told and (
            "cluster_slots_ok:16384" in told
        )  # fmt: skip


class OwnPostgres:
    """A cluster with the settings of a fresh installation: `fsync` and `synchronous_commit` are on."""

    def __init__(self, folder: Path, core: int | None = None):
        programs = postgres_programs()
        assert programs is not None, "PostgreSQL's server is not installed"
        self.programs, self.core = programs, core
        self.home = folder / "postgres"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def available() -> bool:
        return postgres_programs() is not None

    def url(self, database: str = "postgres") -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> "OwnPostgres":
        if not self.home.exists():
            self.home.mkdir(parents=True)
            self._as_owner([self.programs / "initdb", "-D", self.home, "-A", "trust", "-U", "postgres",
                            "--encoding=UTF8", "--locale=C"])  # fmt: skip
        options = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
                   "max_connections": 300}  # fmt: skip
        command = [*pinned(self.core), *self._owner(), str(self.programs / "postgres"), "-D", str(self.home)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.home.parent / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, start_new_session=True)
        _until(
            lambda: psycopg.connect(self.url(), connect_timeout=2).close() or True, self.home.parent / "postgres.log"
        )
        return self

    def create(self, database: str) -> str:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop: SIGINT ends what is under way (`fast`), SIGQUIT does not even tidy up (`immediate`)."""
        if self.process is not None:
            os.kill(self.pid, how)
            self.process.wait(30)

    @property
    def pid(self) -> int:
        return int((self.home / "postmaster.pid").read_text().splitlines()[0])

    def _owner(self) -> list[str]:
        if os.geteuid() != 0:
            return []
        for folder in (self.home, *self.home.parents):  # it runs as somebody else, who must get there
            if folder.owner() == "root" and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o011)
        shutil.chown(self.home, "postgres")
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def _as_owner(self, command: list[Path | str]) -> None:
        subprocess.run([*self._owner(), *map(str, command)], cwd="/", check=True, capture_output=True)


def _until(ready: object, log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if ready():  # type: ignore[operator]
                return
        except (OSError, redis.RedisError, psycopg.Error):
            pass
        time.sleep(0.05)
    raise RuntimeError(log.read_text()[-3000:])
