"""A real server that is killed (SIGKILL) over and over: `python -m tests.faults.mortal <lives> <file>`.

Every other life ends between a commit and its broadcast, exactly: the process kills itself where committed events would
go to the sockets, the bus and the clients. The others end at some moment while messages are at work. The last one
lives. What is loaded once is shared by fork, so a life begins within a fraction of a second. The file says how many
lives have ended.
"""

import os
import random
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import django


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def mortal(number: int) -> None:
    """Let this process die while messages are at work."""
    from apps.events import bus

    carry = bus._carry
    left = random.randint(1, 8)
    seen = 0

    def carried(deliveries: Any) -> None:
        nonlocal seen
        if any('"message.created"' in delivery.frame for delivery in deliveries):
            seen += 1
            if number % 2 == 0 and seen == left:
                die()
            if number % 2 == 1 and seen == 1:
                threading.Timer(random.uniform(0, 0.15), die).start()
        carry(deliveries)

    bus._carry = carried


def live(lives: int, told: Path) -> None:
    for number in range(lives + 1):
        child = os.fork()
        if child == 0:
            random.seed()
            if number < lives:
                mortal(number)
            serve()
            os._exit(0)
        signal.signal(signal.SIGTERM, lambda *_signal, child=child: os.kill(child, signal.SIGTERM))
        _pid, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            sys.exit(f"it ended by itself: {status}")
        told.write_text(str(number + 1))


def serve() -> None:
    import uvicorn

    from altlas.management.commands.start import server_options
    from altlas.server import Server

    Server(uvicorn.Config("altlas.asgi:application", **server_options())).run()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    import altlas.asgi  # noqa: F401 - loaded before the fork, for all lives

    connections.close_all()
    for connection in connections.all():
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    live(int(sys.argv[1]), Path(sys.argv[2]))
