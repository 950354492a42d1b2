"""The sample service keeps the contract, also as a program of its own; the contract test finds who does not."""

import os
import re
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from apps.services.signing import new_secret
from tests.services.conftest import reply

EXAMPLE = settings.BASE_DIR / "examples" / "service" / "service.py"


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def test_the_sample_service_keeps_the_contract(port, capsys):
    secret = new_secret()
    program = subprocess.Popen([sys.executable, str(EXAMPLE), "--port", str(port), "--secret", secret], env={})
    try:
        for _ in range(200):
            with socket.socket() as link:
                if link.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        call_command(
            "service_check", f"http://127.0.0.1:{port}", "--secret", secret, "--task-type", "text.shout",
            "--parameters", '{"text": "x"}', "--idempotent",
        )  # fmt: skip
    finally:
        program.terminate()
        program.wait(10)
    assert "keeps the contract" in capsys.readouterr().out


def test_a_service_that_believes_everybody_is_found_out(fake, capsys):
    fake.answers(200, {"output": 1})
    with pytest.raises(CommandError):
        call_command("service_check", fake.url, "--secret", new_secret(), "--task-type", "a.b")
    wrong = re.findall(r"not ok  (.*)", capsys.readouterr().out)
    assert "refuses a request without signature" in wrong
    assert "answers a signed request as its schema says" not in wrong


def test_a_service_that_answers_nonsense_is_found_out(fake, capsys):
    fake.behave = lambda handler: reply(handler, 200, b"nonsense")
    with pytest.raises(CommandError):
        call_command("service_check", fake.url, "--secret", new_secret(), "--kind", "segment")
    assert "not ok  answers a signed request" in capsys.readouterr().out


def test_the_sample_needs_nothing_but_python():
    source = EXAMPLE.read_text(encoding="utf-8")
    assert not re.search(r"^(from|import) (django|apps|httpx|requests)", source, re.MULTILINE)
    assert os.path.exists(settings.BASE_DIR / "docs" / "guides" / "services.md")
