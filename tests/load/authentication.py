"""What authentication and permission cost: GET /users/me against an open view, interleaved in one run.

    python -m tests.load.authentication [--rounds 5] [--seconds 3]

Requests per second, and requests per CPU-second of the server process: the second is what a noisy machine leaves alone.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from tests.faults.server import Server

CONNECTIONS = 16
OPEN, SIGNED_IN = "/api/v1/versions", "/api/v1/users/me"


def cpu_seconds(pid: int) -> float:
    """Return the user and system time of a process, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _ask(port: int, path: str, token: str, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n"
    head += f"Authorization: Bearer {token}\r\n\r\n" if path == SIGNED_IN else "\r\n"
    count = 0
    while time.monotonic() < until:
        writer.write(head.encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert answer.startswith(b"http/1.1 200"), answer
        await reader.readexactly(int(answer.split(b"content-length:")[1].split(b"\r\n")[0]))
        count += 1
    writer.close()
    return count


async def _round(server: Server, path: str, seconds: float) -> tuple[float, float]:
    assert server.process is not None
    before, until = cpu_seconds(server.process.pid), time.monotonic() + seconds
    asked = [_ask(server.port, path, server.token, until) for _ in range(CONNECTIONS)]
    count = sum(await asyncio.gather(*asked))
    return count / seconds, count / (cpu_seconds(server.process.pid) - before)


def measure(rounds: int, seconds: float) -> None:
    """Print both rates and their ratio, the median of the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ}
        server = Server(Path(folder), ALTLAS_LIMITS_FACTOR="1000000", **given).start()
        try:
            server.sign_up("bench" + str(int(time.time())))
            pairs = []
            for number in range(rounds + 1):
                pair = [asyncio.run(_round(server, path, seconds)) for path in (OPEN, SIGNED_IN)]
                if number:  # the first warms up
                    pairs.append(pair)
        finally:
            server.stop()
    for name, index in (("requests/s", 0), ("requests per server CPU-second", 1)):
        open_, signed = (statistics.median(pair[side][index] for pair in pairs) for side in (0, 1))
        ratio = statistics.median(pair[0][index] / pair[1][index] for pair in pairs)
        print(f"{name}: open view {open_:.0f}, GET /users/me {signed:.0f}, cost {ratio:.2f} x")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="a round")
    given = parser.parse_args()
    measure(given.rounds, given.seconds)
