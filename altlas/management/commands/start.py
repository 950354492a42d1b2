"""`manage.py start`: bring everything up to date, then serve. What `make run` calls."""

import contextlib
import socket
import sys
import time
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser

from altlas.node import NodeMissing
from altlas.server import Server
from altlas.webapp import BUILT, BuildFailed, build
from altlas.wire import WireProtocol


class Command(BaseCommand):
    help = (
        "Bring the installation up to date (database, web app) and serve it. Embedded, the worker and the timers run "
        "in the same process. PORT, ALTLAS_HOST and ALTLAS_DATA_DIR change where; Ctrl-C or SIGTERM stops all of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reload", action="store_true", help="restart when the code changes (development)")
        parser.add_argument("--no-build", action="store_true", help="serve the web app as it is built")
        parser.add_argument("--no-migrate", action="store_true", help="leave the database as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        host, port = settings.HOST, settings.PORT
        self._check_port(host, port)
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        if not options["no_build"]:
            self._build()
        if not options["no_migrate"]:
            self._say("Bringing the database up to date …")
            call_command("migrate", verbosity=0, interactive=False)
        self._first_steps()
        self._say(f"ALT_LAS {settings.VERSION} is ready after {time.monotonic() - began:.1f} s: {settings.ORIGIN}")
        self._say("Stop it with Ctrl-C.")
        if options["reload"]:
            uvicorn.run("altlas.asgi:application", reload=True, reload_dirs=["altlas", "apps"], **server_options())
            return
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it, not a fault
            Server(uvicorn.Config("altlas.asgi:application", **server_options())).run()
        self._say("Stopped.")

    def _build(self) -> None:
        try:
            build(quiet=True)
        except (BuildFailed, NodeMissing) as error:
            if not (BUILT / "manifest.json").exists():
                raise CommandError(str(error)) from None
            self.stderr.write(f"{error}. Serving the web app as it was built before.")

    def _first_steps(self) -> None:
        from apps.accounts.first_admin import first_admin_link

        if link := first_admin_link():
            self._say(f"There is no administrator yet. Open this link once to become it:\n  {link}")

    def _check_port(self, host: str, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). Is ALT_LAS running already? "
                    f"Another port: PORT={port + 1} make run"
                ) from None

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        sys.stdout.flush()


def server_options() -> dict[str, Any]:
    """Return uvicorn's options: bounds of security.md section 8, sockets without compression, a stop that ends."""
    return {
        "host": settings.HOST,
        "port": settings.PORT,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "lifespan": "on",  # a failing start must be seen
        "ws": WireProtocol,
        "ws_max_size": 300_000,
        "ws_ping_interval": 25.0,
        "ws_ping_timeout": 20.0,
        "ws_per_message_deflate": settings.SOCKET_COMPRESSION,
        "timeout_graceful_shutdown": 2 if settings.EMBEDDED else 20,
        "timeout_keep_alive": 75,
        "proxy_headers": False,  # the real address is found hop by hop in apps/core/address.py
        "h11_max_incomplete_event_size": 32_000,
    }
