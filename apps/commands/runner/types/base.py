"""What a task type is: a name, a JSON Schema of its parameters, and `run`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from apps.commands.formats.schema import validator
from apps.commands.formats.schema.sentences import told

# Every task may say which results it takes; without it, those of its dependencies.
FROM: dict[str, Any] = {
    "description": "Segment ids whose results are the input; default: the dependencies.",
    "anyOf": [
        {"type": "string", "maxLength": 64},
        {"type": "array", "items": {"type": "string", "maxLength": 64}, "minItems": 1, "maxItems": 100},
    ],
}


class TaskError(Exception):
    """A task could not do its work: a stable `code`, a `detail` for people, and whether later may help.

    `more` are further members of its RFC 9457 object: `type`, `status`, `title`, `instance`.
    """

    def __init__(self, code: str, detail: Any, retryable: bool = False, **more: Any):
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.retryable = retryable
        self.more = more
        self.problem: dict[str, Any] | None = None  # an error that is passed on as it is

    def __str__(self) -> str:
        return str(self.detail)


class Cancelled(Exception):
    """The task noticed that its command was cancelled and stopped."""


@dataclass(frozen=True)
class Wait:
    """Returned by `run`: the task is over at this moment, costs nothing until then, is not run again."""

    until: datetime

    @property
    def output(self) -> dict[str, str]:
        """Return what the task's output is once the moment has come."""
        return {"until": self.until.isoformat()}


@dataclass(frozen=True)
class Park:
    """Returned by `run`: the task sleeps until it is woken or the moment comes, and then `run` is called again."""

    until: datetime | None = None
    detail: str = ""


class Context(Protocol):
    """What a running task may know and do; the runner hands one to each attempt."""

    task_id: str
    run_id: str
    attempt: int
    language: str
    timezone: str  # of the owner
    command_title: str
    actor: Any
    conversation_id: str | None
    idempotency_key: str  # the same for every attempt of this task
    facts: dict[str, Any]  # about the work, for conditions that follow: {"status": 200}

    def cancelled(self) -> bool: ...
    def progress(self, fraction: float | None, detail: str = "") -> None: ...
    def log(self, text: str) -> None: ...
    def save_artifact(self, name: str, content: bytes, media_type: str) -> dict[str, Any]: ...
    def open_file(self, path: str) -> bytes: ...
    def write_file(self, path: str, content: bytes) -> dict[str, Any]: ...
    def post_message(self, text: str, conversation: str | None, key: str) -> dict[str, Any]: ...
    def delete_file(self, path: str) -> bool: ...
    def send_mail(self, to: list[str], subject: str, text: str) -> int: ...
    def search(self, query: str, filters: dict[str, str], people: list[str], limit: int) -> list[dict[str, Any]]: ...
    def newest_messages(self, place: str | None, limit: int) -> list[dict[str, Any]]: ...
    def ask_in_chat(self, *, place: str | None, people: list[str], **what: Any) -> dict[str, Any]: ...
    def edit_message(self, message: str, text: str) -> dict[str, Any]: ...
    def listen(self, *, wanted: list[dict[str, Any]], place: str | None, **how: Any) -> dict[str, Any]: ...
    def emit(self, event: dict[str, Any]) -> None: ...
    def secret(self, name: str, url: str) -> str: ...
    def ask_people(self, **what: Any) -> dict[str, Any]: ...


class TaskType:
    """One kind of work. Stateless: one instance may run many tasks at once."""

    name: ClassVar[str]
    title: ClassVar[Any]
    description: ClassVar[Any]
    parameters: ClassVar[dict[str, Any]]  # JSON Schema 2020-12 of an object
    timeout_seconds: ClassVar[float] = 60.0
    idempotent: ClassVar[bool] = True  # may run again after a crash in the middle, whatever the parameters
    quick: ClassVar[bool] = False  # computes for a moment and touches nothing: many are done under one claim
    control: ClassVar[bool] = False  # it decides what runs, see runner/control
    touches: ClassVar[tuple[str, ...]] = ("unknown",)  # what it may change or hand out, of `GRAVITY` in risk.py

    @classmethod
    def may_repeat(cls, parameters: dict[str, Any]) -> bool:
        """Say whether this task, interrupted at an unknown point, may simply be run again."""
        return cls.idempotent

    @classmethod
    def touched(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        """Return what this task may change or hand out with these parameters."""
        return () if cls.control else cls.touches

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...] | None:
        """Return which blocks others may stand in with `when`; None: whatever they are called."""
        return ("then", "else")

    @classmethod
    def lacks(cls) -> str:
        """Return the setting without which this cannot run on this server, or nothing."""
        return ""

    def branch(self, output: Any) -> str:
        """Return which block a success opens, where there is one; a failure opens `else`."""
        return "then"

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        """Do the work and return a JSON value, a Wait or a Park; raise TaskError or Cancelled."""
        raise NotImplementedError

    @classmethod
    def check(cls, parameters: dict[str, Any]) -> None:
        """Raise TaskError when the parameters (references filled in) are not what the schema asks for."""
        for error in validator(cls.parameters).iter_errors(parameters):
            raise TaskError("task.parameters_invalid", told(error))


class Gone(TaskType):
    """Stands for a task type that was known when its document was checked."""

    name = "gone"
    title = description = ""
    parameters = {"type": "object"}

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        raise TaskError("task_type.gone", _("Nobody here does this kind of task any more."))


class Registry(Mapping[str, type[TaskType]]):
    """The task types this server knows, by name. Apps add theirs in `AppConfig.ready()`."""

    def __init__(self) -> None:
        self._types: dict[str, type[TaskType]] = {}
        self._served: dict[str, type[TaskType]] = {}

    def register(self, cls: type[TaskType]) -> type[TaskType]:
        """Add a task type; usable as a decorator."""
        if self._types.get(cls.name, cls) is not cls:
            raise ValueError(f"There is already a task type {cls.name}.")
        Draft202012Validator.check_schema(cls.parameters)
        cls.parameters.setdefault("properties", {}).setdefault("from", FROM)
        self._types[cls.name] = cls
        return cls

    def serve(self, types: Mapping[str, type[TaskType]]) -> None:
        """Say which further types are served elsewhere now."""
        for cls in types.values():
            cls.parameters.setdefault("properties", {}).setdefault("from", FROM)
        self._served = dict(types)

    def to_run(self, name: str) -> type[TaskType]:
        """Return the type of a stored task, also where it is gone by now."""
        return self.get(name, Gone)

    def all(self) -> list[type[TaskType]]:
        """Return every task type, by name."""
        return [self[name] for name in self]

    def __getitem__(self, name: str) -> type[TaskType]:
        return self._types[name] if name in self._types else self._served[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({**self._served, **self._types}))

    def __len__(self) -> int:
        return len({**self._served, **self._types})


registry = Registry()
register = registry.register


def check_cancelled(context: Context) -> None:
    """Stop here when the command was cancelled."""
    if context.cancelled():
        raise Cancelled
