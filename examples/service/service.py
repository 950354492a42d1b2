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

    protocol_version = "HTTP/1.1"
    timeout = 30
    secret = ""

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= MAX_BODY:
            self.close_connection = True
            return self.refuse(413, "request.too_large", "A body of 1 byte to 10 MB.")
        body = self.rfile.read(length)
        if not self.is_signed(body):
            return self.refuse(401, "auth.signature_invalid", "Not signed with the secret of this service.")
        try:
            task = json.loads(body)
            work = TASK_TYPES[task["task_type"]]
        except (ValueError, KeyError, TypeError):
            return self.refuse(400, "task_type.unknown", "This service runs: " + ", ".join(TASK_TYPES))
        if self.path != "/tasks":
            return self.refuse(404, "path.unknown", "There is only POST /tasks.")
        with lock:
            answer = done.get(self.headers["Idempotency-Key"])
        if answer is None:
            try:
                answer = {"output": work(task["parameters"], task["inputs"]), "log": ["shouted"]}
            except ValueError as error:
                return self.refuse(422, "text.missing", str(error))
            with lock:
                done[self.headers["Idempotency-Key"]] = answer
        return self.reply(200, answer)

    def is_signed(self, body: bytes) -> bool:
        id, moment = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "")
        if not moment.isdigit() or abs(time.time() - int(moment)) > WINDOW_SECONDS:
            return False
        wanted = signature(self.secret, id, moment, body)  # several stand there while a secret is being renewed
        return any(hmac.compare_digest(wanted, one) for one in self.headers.get("webhook-signature", "").split())

    def refuse(self, status: int, code: str, detail: str) -> None:
        self.reply(status, {"code": code, "detail": detail, "retryable": False}, "application/problem+json")

    def reply(self, status: int, body: dict, kind: str = "application/json") -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def beat(server: str, service: str, secret: str, body: dict) -> float:
    """Send one heartbeat; return the seconds until the next."""
    content, id, moment = json.dumps(body).encode(), secrets.token_hex(16), str(int(time.time()))
    headers = {
        "Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": moment,
        "webhook-signature": signature(secret, id, moment, content),
    }  # fmt: skip
    request = urllib.request.Request(f"{server}/api/v1/services/{service}/heartbeat", content, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["next_seconds"]


def keep_beating(options: argparse.Namespace) -> None:
    wait = 0.0
    while True:
        time.sleep(wait)
        try:
            body = {"url": options.url, "capacity": 10, "software": "example 1"}
            wait = beat(options.server, options.service, options.secret, body)
        except OSError as error:
            print(f"heartbeat: {error}")
            wait = 5.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9101)
    parser.add_argument("--url", help="where ALT_LAS reaches this; default http://127.0.0.1:<port>")
    parser.add_argument("--server", default="http://127.0.0.1:8000", help="where ALT_LAS is")
    parser.add_argument("--service", help="the id of the service, as registered")
    parser.add_argument("--secret", required=True, help="whsec_…, as registered")
    options = parser.parse_args()
    options.url = options.url or f"http://127.0.0.1:{options.port}"
    Handler.secret = options.secret
    if options.service:
        threading.Thread(target=keep_beating, args=(options,), daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()
