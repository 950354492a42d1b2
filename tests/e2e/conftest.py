"""A real server in a process of its own, and people in real browsers."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "correct horse battery"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`manage.py start` on a free port with a data folder of its own."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        keep = {
            name: value for name, value in os.environ.items() if name not in ("ALTLAS_ENV", "DATABASE_URL", "REDIS_URL")
        }
        environment = {
            **keep,
            "ALTLAS_ENV": "dev",
            "ALTLAS_DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "ALTLAS_SWEEP_SECONDS": "1",
            "ALTLAS_LIMITS_FACTOR": "100",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "start", "--no-build"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(10)
            self.process = None


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("server"))
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Person:
    """Somebody with a browser of their own; what the page complains about is a failure."""

    def __init__(self, context: BrowserContext, server: Server, username: str, name: str):
        self.context, self.server, self.username, self.name = context, server, username, name
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )

    def sign_up(self) -> None:
        self.page.goto(f"{self.server.url}/accounts/signup/")
        self.page.fill("input[name=username]", self.username)
        self.page.fill("input[name=display_name]", self.name)
        self.page.fill("input[name=email]", f"{self.username}@example.org")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(f"{self.server.url}/")

    def write(self, text: str) -> None:
        field = self.page.locator("textarea")
        field.fill(text)
        field.press("Enter")


@pytest.fixture
def person(chromium: Browser, server: Server) -> Iterator[Callable[..., Person]]:
    """Return a function that signs somebody up in a browser context of their own."""
    made: list[Person] = []

    def sign_up(username: str, name: str, locale: str = "en-US", **options: object) -> Person:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = chromium.new_context(locale=locale, **options)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        found = Person(context, server, f"{username}{int(time.time() * 1000) % 10**8}", name)
        found.sign_up()
        made.append(found)
        return found

    yield sign_up
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.context.close()
    assert not complaints
