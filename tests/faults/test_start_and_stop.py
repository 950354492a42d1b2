import signal
import socket

import pytest

from tests.faults.server import Server


@pytest.fixture
def server(tmp_path):
    found = Server(tmp_path)
    yield found
    if found.process is not None and found.process.poll() is None:
        found.process.kill()
        found.process.wait()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_five_seconds_and_leaves_nothing_listening(server, how):
    server.start()
    assert server.stop(how) < 5
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)) != 0
    assert "Traceback" not in server.log.read_text()


def test_a_port_in_use_is_said_plainly(server):
    with socket.socket() as other:
        other.bind(("127.0.0.1", server.port))
        other.listen()
        server.launch()
        assert server.process.wait(30) != 0
    assert f"PORT={server.port + 1} make run" in server.log.read_text()


def test_a_run_survives_a_killed_server_and_posts_once(server):
    server.start()
    server.sign_up("ayse")
    conversation = server.post("/api/v1/groups", {"name": "Deneme"})[1]["conversation"]
    alt = {
        "alt": "2.0",
        "title": "Bekle ve yaz",
        "segments": [
            {"id": "wait", "task_type": "wait", "parameters": {"duration": "PT2S"}, "dependencies": []},
            {
                "id": "say",
                "task_type": "chat.post",
                "parameters": {"conversation": "here", "text": "bir kez"},
                "dependencies": ["wait"],
            },
        ],
    }
    status, command = server.post("/api/v1/commands", {"alt": alt, "conversation": conversation})
    assert status == 202
    server.stop(signal.SIGKILL)
    server.start()
    path = f"/api/v1/commands/{command['id']}"
    server.wait_for(lambda: server.get(path)[1]["state"] == "succeeded", "the run did not end")
    texts = [m["text"] for m in server.get(f"/api/v1/conversations/{conversation}/messages")[1]["results"]]
    assert texts.count("bir kez") == 1


def test_without_a_broker_all_is_accepted_and_health_says_so(tmp_path):
    closed = Server(tmp_path).port
    server = Server(tmp_path, CELERY_BROKER_URL=f"redis://127.0.0.1:{closed}/0", ALTLAS_SWEEP_SECONDS="300")
    server.start()
    try:
        server.sign_up("ayse")
        conversation = server.post("/api/v1/groups", {"name": "Deneme"})[1]["conversation"]
        assert server.post("/api/v1/messages", {"conversation": conversation, "text": "yazılır"})[0] == 201
        alt = {"alt": "2.0", "title": "x", "segments": [{"id": "a", "task_type": "text.count", "parameters": {}}]}
        status, command = server.post("/api/v1/commands", {"alt": alt, "confirm": False})
        assert (status, command["state"]) == (202, "running")
        status, health = server.get("/health")
        assert (status, health["status"], health["checks"]["broker"]["state"]) == (200, "degraded", "down")
        assert server.get("/readyz")[0] == 200
    finally:
        server.stop(signal.SIGKILL)
    # The broker is back (here: the one inside the process): what was accepted runs.
    server.environment.pop("CELERY_BROKER_URL")
    server.environment["ALTLAS_SWEEP_SECONDS"] = "1"
    server.start()
    path = f"/api/v1/commands/{command['id']}"
    server.wait_for(lambda: server.get(path)[1]["state"] in ("succeeded", "failed"), "the accepted command did not run")
    server.stop()
