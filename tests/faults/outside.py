"""What tasks reach outside, in a process of its own: it notes what was asked of it. `python -m tests.faults.outside <log>`."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

OPENAPI = {
    "openapi": "3.0.0",
    "paths": {"/pets": {"get": {"operationId": "getPets"}, "post": {"operationId": "addPet"}}},
}
MODEL = {"choices": [{"message": {"content": "Özet"}}]}


class Outside(BaseHTTPRequestHandler):
    """Answers every address that the tasks of `killed_types` ask."""

    protocol_version = "HTTP/1.1"
    log = Path()

    def do_GET(self) -> None:
        self.note("GET")
        if self.path.endswith(".csv"):
            self.reply(b"city,n\nA,1\nB,2\n", "text/csv")
        else:
            self.reply(json.dumps(OPENAPI if self.path == "/openapi.json" else [{"name": "Milou"}]).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.note("POST")
        answer: Any = MODEL if self.path.endswith("completions") else {"output": {"label": "kedi"}}
        self.reply(json.dumps(answer).encode())

    def note(self, method: str) -> None:
        seen = {"method": method, "path": self.path, "key": self.headers.get("Idempotency-Key", "")}
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(seen) + "\n")

    def reply(self, content: bytes, kind: str = "application/json") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Nobody reads it."""


if __name__ == "__main__":
    Outside.log = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()
