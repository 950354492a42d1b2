"""A service for ALT_LAS in the standard library: it runs the task type `text.shout`, and says that it lives.

    python service.py --port 9101 --server http://127.0.0.1:8000 --service <id> --secret whsec_…

Without `--service` it answers and sends no heartbeats. docs/guides/services.md explains it line by line.
"""

import argparse
import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_BODY, WINDOW_SECONDS = 10_000_000, 300
done: dict[str, dict] = {}  # answers by Idempotency-Key: the same key is never done twice (keep them in a database)
lock = threading.Lock()


def shout(parameters: dict, inputs: dict) -> object:
    """Do the work of `text.shout`."""
    text = parameters.get("text") or next((value for value in inputs.values() if isinstance(value, str)), None)
    if text is None:
        raise ValueError("There is no text to shout.")
    return {"text": str(text).upper() + "!"}


TASK_TYPES = {"text.shout": shout}


def signature(secret: str, id: str, moment: str, body: bytes) -> str:
    """Sign as Standard Webhooks say."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(key, f"{id}.{moment}.".encode() + body, hashlib.sha256)).decode()


class Handler(BaseHTTPRequestHandler):
    """Answers `POST /tasks` of whoever knows the secret."""

    protocol_version, timeout, secret = "HTTP/1.1", 30, ""

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= MAX_BODY:
            self.close_connection = True
            return self.reply(413, problem("request.too_large", "A body of 1 byte to 10 MB."))
        body = self.rfile.read(length)
        if not self.is_signed(body):
            return self.reply(401, problem("auth.signature_invalid", "Not signed with the secret of this service."))
        if self.path != "/tasks":
            return self.reply(404, problem("path.unknown", "There is only POST /tasks."))
        try:
            task = json.loads(body)
            work = TASK_TYPES[task["task_type"]]
        except (ValueError, KeyError, TypeError):
            return self.reply(400, problem("task_type.unknown", "This service runs: " + ", ".join(TASK_TYPES)))
        with lock:  # one at a time: the same key may come twice at once
            key = self.headers["Idempotency-Key"]
            try:
                done[key] = done.get(key) or {"output": work(task["parameters"], task["inputs"]), "log": ["shouted"]}
            except ValueError as error:
                return self.reply(422, problem("text.missing", str(error)))
        return self.reply(200, done[key])

    def is_signed(self, body: bytes) -> bool:
        id, moment = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "")
        if not moment.isdigit() or abs(time.time() - int(moment)) > WINDOW_SECONDS:
            return False
        wanted = signature(self.secret, id, moment, body)  # several stand there while a secret is being renewed
        return any(hmac.compare_digest(wanted, one) for one in self.headers.get("webhook-signature", "").split())

    def reply(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status == 200 else "application/problem+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def problem(code: str, detail: str) -> dict:
    return {"code": code, "detail": detail, "retryable": False}


def keep_beating(server: str, service: str, secret: str, url: str) -> None:
    """Say again and again that this instance lives, as often as the server asks for."""
    while True:
        body = json.dumps({"url": url, "capacity": 10, "software": "example 1"}).encode()
        id, moment = secrets.token_hex(16), str(int(time.time()))
        signed = {
            "webhook-id": id,
            "webhook-timestamp": moment,
            "webhook-signature": signature(secret, id, moment, body),
        }
        headers = {"Content-Type": "application/json", **signed}
        request = urllib.request.Request(f"{server}/api/v1/services/{service}/heartbeat", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                wait = json.load(answer)["next_seconds"]
        except OSError as error:
            print(f"heartbeat: {error}", flush=True)
            wait = 5.0
        time.sleep(wait)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9101)
    parser.add_argument("--url", help="where ALT_LAS reaches this; default http://127.0.0.1:<port>")
    parser.add_argument("--server", default="http://127.0.0.1:8000", help="where ALT_LAS is")
    parser.add_argument("--service", help="the id of the service, as registered")
    parser.add_argument("--secret", required=True, help="whsec_…, as registered")
    given = parser.parse_args()
    Handler.secret = given.secret
    beat = (given.server, given.service, given.secret, given.url or f"http://127.0.0.1:{given.port}")
    if given.service:
        threading.Thread(target=keep_beating, args=beat, daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", given.port), Handler).serve_forever()
