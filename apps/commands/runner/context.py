"""What a running task may know and do: the runner's side of `types.base.Context`."""

import hashlib
import time
from typing import Any
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from apps.chat.actions import send_message
from apps.chat.models import Message
from apps.chat.serializers import MessageSerializer
from apps.commands.models import Artifact, Command, TaskRun
from apps.commands.runner.reach import Reach
from apps.commands.runner.types import TaskError
from apps.commands.secrets.actions import names_in, values_named
from apps.commands.secrets.masking import Masker
from apps.core.problems import Problem
from apps.events.bus import broadcast

MAX_LOG = 1_000_000  # bytes per task, of the 10 MB of a run
MAX_STREAMED = 50  # lines in one frame; who missed some reads the page
KNOWN = 1_000  # commands whose secrets' names a worker remembers
PROGRESS_SECONDS = 0.2  # how often progress is told at most


_names: dict[UUID, frozenset[str]] = {}  # of the commands at work here; what runs does not change any more


def _secrets_of(command: Command) -> frozenset[str]:
    if command.pk not in _names:
        if len(_names) >= KNOWN:
            _names.clear()
        _names[command.pk] = frozenset(names_in(command.alt))
    return _names[command.pk]


class TaskContext(Reach):
    """One attempt of one task, with the rights its owner has now."""

    def __init__(self, task: TaskRun, command: Command):
        self.task, self.command = task, command
        self.task_id, self.run_id = str(task.pk), str(task.run_id)
        self.attempt, self.language, self.actor = task.attempt, command.language, command.owner
        self.conversation_id = str(command.conversation_id) if command.conversation_id else None
        self.idempotency_key = str(task.pk)
        self.timezone, self.command_title = command.owner.timezone, command.title
        self.stopping = False
        self.masker = Masker(values_named(command.owner, names) if (names := _secrets_of(command)) else ())
        self.facts: dict[str, Any] = {}
        self._log: list[str] = []
        self._logged = 0
        self._streamed = 0
        self._told_at = 0.0

    @property
    def log_text(self) -> str:
        return "\n".join(self._log)

    @property
    def _topic(self) -> str:
        return f"conversation:{self.conversation_id}" if self.conversation_id else self.command.topic

    def cancelled(self) -> bool:
        return self.stopping

    def progress(self, fraction: float | None, detail: str = "") -> None:
        """Tell how far the task is; told at most five times a second and never stored."""
        now = time.monotonic()
        if now - self._told_at < PROGRESS_SECONDS and fraction != 1:
            return
        self._told_at = now
        data = {
            "command": str(self.command.pk),
            "task": self.task.segment,
            "progress": None if fraction is None else max(0.0, min(1.0, fraction)),
            "detail": self.masker.text(detail)[:200] or None,
        }
        broadcast(self._topic, "command.progress", data)

    def log(self, text: str) -> None:
        line = self.masker.text(text.replace("\x00", ""))[:2_000]
        if self._logged + len(line) <= MAX_LOG:
            self._logged += len(line)
            self._log.append(line)

    def stream_log(self) -> bool:
        """Send listeners the lines since the last time, at most so many; return whether there were any."""
        start, lines = self._streamed, self._log[self._streamed :]
        if not lines:
            return False
        self._streamed += len(lines)
        late = lines[-MAX_STREAMED:]
        data = {
            "command": str(self.command.pk),
            "task": self.task.segment,
            "path": self.task.path,
            "start": start + len(lines) - len(late) + 1,
            "lines": late,
        }
        broadcast(self._topic, "command.log", data)
        return True

    def save_artifact(self, name: str, content: bytes, media_type: str) -> dict[str, Any]:
        """Keep a file that the task made; the same name again replaces it."""
        name, content = self.masker.text(name), self.masker.content(content)
        key = f"artifacts/{self.task.pk}/{hashlib.sha256(name.encode()).hexdigest()[:32]}"
        _replace(key, content)
        artifact, _created = Artifact.objects.update_or_create(
            task=self.task,
            name=name[:200],
            defaults={
                "storage_key": key,
                "media_type": media_type,
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            },
        )
        return artifact.as_dict()

    def open_file(self, path: str) -> bytes:
        """Read one of the owner's command files."""
        try:
            with default_storage.open(self._key(path)) as file:
                return file.read()
        except FileNotFoundError:
            raise TaskError("file.not_found", _("There is no file “%(path)s”.") % {"path": path}) from None

    def write_file(self, path: str, content: bytes) -> dict[str, Any]:
        """Write one of the owner's command files."""
        content = self.masker.content(content)
        _replace(self._key(path), content)
        return {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    def delete_file(self, path: str) -> bool:
        """Delete one of the owner's command files; False where there is none."""
        there = default_storage.exists(self._key(path))
        default_storage.delete(self._key(path))
        return there

    def post_message(self, text: str, conversation: str | None, key: str) -> dict[str, Any]:
        """Post as the owner; the same `key` of the same task posts once, whatever happens in between."""
        target = self._conversation(conversation)
        client_id = uuid5(self.task.pk, key)
        if sent := target.messages.sent_as(self.actor, client_id):
            return MessageSerializer(sent).data
        try:
            message: Message = send_message(
                actor=self.actor, conversation=target, text=self.masker.text(text), client_id=client_id
            )
        except Problem as problem:
            raise TaskError(problem.code, str(problem)) from None
        return MessageSerializer(message).data

    def masked(self, value: Any) -> Any:
        """Return a result or a text without the secrets that this command may use."""
        return self.masker.value(value)

    def _key(self, path: str) -> str:
        digest = hashlib.sha256(path.encode()).hexdigest()[:32]
        return f"command-files/{UUID(str(self.actor.pk))}/{digest}"


def _replace(key: str, content: bytes) -> None:
    if default_storage.exists(key):
        default_storage.delete(key)
    default_storage.save(key, ContentFile(content))
