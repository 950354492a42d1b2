"""A context that remembers what a task did."""

import hashlib
from typing import Any

import pytest


class FakeContext:
    """What the runner would hand to a task, without a database."""

    task_id, run_id, attempt, language = "task", "run", 1, "en"
    actor: Any = None
    conversation_id: str | None = "here-id"
    idempotency_key = "key"
    timezone = "Europe/Istanbul"
    command_title = "Title"

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self.stop = False
        self.told: list[tuple[float | None, str]] = []
        self.lines: list[str] = []
        self.files: dict[str, bytes] = {}
        self.artifacts: dict[str, bytes] = {}
        self.posts: list[tuple[str, str | None, str]] = []

    def cancelled(self) -> bool:
        return self.stop

    def progress(self, fraction: float | None, detail: str = "") -> None:
        self.told.append((fraction, detail))

    def log(self, text: str) -> None:
        self.lines.append(text)

    def save_artifact(self, name: str, content: bytes, media_type: str) -> dict[str, Any]:
        self.artifacts[name] = content
        digest = hashlib.sha256(content).hexdigest()
        return {"name": name, "bytes": len(content), "sha256": digest, "media_type": media_type}

    def open_file(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def write_file(self, path: str, content: bytes) -> dict[str, Any]:
        self.files[path] = content
        return {"path": path, "bytes": len(content)}

    def post_message(self, text: str, conversation: str | None, key: str) -> dict[str, Any]:
        self.posts.append((text, conversation, key))
        return {"id": str(len(self.posts))}

    def secret(self, name: str, url: str) -> str:
        return f"value of {name}"

    def ask_people(self, **what: Any) -> dict[str, Any]:
        raise NotImplementedError


@pytest.fixture
def context() -> FakeContext:
    return FakeContext()
