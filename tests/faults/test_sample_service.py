"""The sample service as its guide says: registered, started, alive by its heartbeats, and at work in a command."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.server import ROOT, Server, free_port

GUIDE = (ROOT / "docs" / "guides" / "services.md").read_text(encoding="utf-8")
BODIES = [json.loads(body) for body in re.findall(r"-d '(.*?)'", GUIDE, re.DOTALL)]


@pytest.mark.timeout(600)
def test_the_sample_runs_as_its_guide_says(tmp_path: Path) -> None:
    port = free_port()
    server = Server(tmp_path, ALTLAS_SERVICE_HOSTS=f"127.0.0.1:{port}")
    program = None
    try:
        server.start()
        server.sign_up("ayse")  # the first account administers
        status, service = server.post("/api/v1/services", BODIES[0])
        assert status == 201, service
        told = {"--port": str(port), "--server": server.url, "--service": service["id"], "--secret": service["secret"]}
        words = [word for pair in told.items() for word in pair]
        program = subprocess.Popen(
            [sys.executable, "examples/service/service.py", *words], cwd=ROOT, env={"PATH": os.environ["PATH"]}
        )
        server.wait_for(lambda: server.get("/api/v1/services/discover?type=runner")[1]["results"], "no heartbeat came")
        status, command = server.post("/api/v1/commands", BODIES[1])
        assert status == 202, command
        url = f"/api/v1/commands/{command['id']}"
        ended = server.wait_for(lambda: (found := server.get(url)[1])["finished_at"] and found, "no end")
        assert ended["state"] == "succeeded", ended["error"]
        assert server.get(f"{url}/last")[1]["tasks"][0]["output"]["value"] == {"text": "HELLO!"}
    finally:
        if program is not None:
            program.kill()
            program.wait()
        server.kill()


def test_it_has_a_hundred_lines_at_most() -> None:
    lines = (ROOT / "examples" / "service" / "service.py").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= 100
