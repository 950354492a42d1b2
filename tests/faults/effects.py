"""For each task type a graph with it, what people do meanwhile, and what may be there in the end, and how often."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from apps.accounts.models import OWNER, OutgoingMail, Role
from apps.chat.actions import create_group_conversation, send_message
from apps.chat.messages.polls import vote
from apps.chat.models import Message
from apps.commands.actions import submit_command
from apps.commands.models import AtlasEntry, Command, PersonTask, Question, Signal, TaskRun
from apps.commands.people.actions import complete_task, decide_task
from apps.commands.runner.conversing import look_for_answers, wake_of_poll
from apps.commands.runner.signalling import send_signal
from apps.commands.runner.types import registry
from apps.services.actions import register_service
from tests.factories.accounts import UserFactory

LABEL = {"name": "image.label", "parameters": {"type": "object"}, "idempotent": True}
DESCRIBE = {"name": "image.describe", "parameters": {"type": "object"}}


class Cast:
    """Who asks and who answers, and what was asked of the outside."""

    def __init__(self, url: str, log: Path):
        self.url, self.log = url, log
        self.ayse, self.bora = UserFactory(username="ayse"), UserFactory(username="bora")
        owner = UserFactory(username="deniz", is_staff=True, is_superuser=True)
        owner.role_members.create(role=Role.objects.builtin(OWNER))
        self.group = create_group_conversation(actor=self.ayse, name="Genel", member_ids=[self.bora.pk])
        register_service(actor=owner, name="pictures", type="runner", urls=[url], task_types=[LABEL, DESCRIBE])

    def asked(self, key: str) -> list[dict[str, str]]:
        """Return what came to the outside under this idempotency key."""
        rows = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
        return [row for row in rows if row["key"] == key]


@dataclass
class Kind:
    """A task type: the segments that need it (the one under test is `x`), its answers, and its outside effects."""

    name: str
    segments: Callable[[Cast], list[dict[str, Any]]]
    answers: list[Callable[[Cast, Command], None]] = field(default_factory=list)
    effects: Callable[[Cast, Command, TaskRun], dict[str, tuple[int, int]]] = lambda *_what: {}
    top: dict[str, Any] = field(default_factory=dict)
    ends: str = "succeeded"

    def submit(self, cast: Cast) -> Command:
        alt = {"alt": "2.0", "title": f"{self.name} {uuid4().hex}", **self.top, "segments": self.segments(cast)}
        return submit_command(actor=cast.ayse, alt=alt, conversation=cast.group)

    def faults(self, cast: Cast, command: Command) -> list[str]:
        """Return what is wrong with how a run ended. A type that may not be repeated may say that it was interrupted."""
        row = TaskRun.objects.filter(run__command=command, segment="x").order_by("pk").first()
        interrupted = (command.error or {}).get("code") == "task.interrupted"
        found = [] if interrupted and not registry.to_run(self.name).may_repeat(row.parameters) else [
            f"{command.state}: {command.error}" for _once in range(command.state != self.ends)
        ]  # fmt: skip
        for name, (there, wanted) in self.effects(cast, command, row).items():
            if there != wanted and not (interrupted and there < wanted):
                found.append(f"{name}: {there} instead of {wanted}")
        rows = Counter(TaskRun.objects.filter(run__command=command).values_list("path", flat=True))
        found += [f"{path} is there {count} times" for path, count in rows.items() if count > 1]
        if command.state == "succeeded" and AtlasEntry.objects.filter(command=command).count() != 1:
            found.append("it is not in the archive, once")
        return found


def x(kind: str, **parameters: Any) -> dict[str, Any]:
    return {"id": "x", "task_type": kind, "parameters": parameters}


def one(kind: str, effects: Any = None, answers: Any = (), ends: str = "succeeded", **parameters: Any) -> Kind:
    """A type whose graph is one segment."""
    return Kind(kind, lambda _cast: [x(kind, **parameters)], list(answers), effects or (lambda *_what: {}), ends=ends)


def block(kind: str, branch: str, rounds: int = 1, **parameters: Any) -> Kind:
    """A type with blocks: a message is posted in each of them."""
    inner = {"id": "post", "task_type": "chat.post", "parameters": {"text": "in a block"},
             "when": {"segment": "x", "branch": branch}}  # fmt: skip

    def posts(_cast: Cast, command: Command, _row: TaskRun) -> dict[str, tuple[int, int]]:
        return {"messages": (_posted(command), rounds)}

    return Kind(kind, lambda _cast: [x(kind, **parameters), inner], [], posts)


def _posted(command: Command) -> int:
    """How many messages came of a command since it was asked."""
    rows = Message.objects.filter(conversation=command.conversation, seq__gt=command.message.seq)
    return rows.filter(sender=command.owner).exclude(type=Message.Type.COMMAND).count()


def _message(_cast: Cast, command: Command, _row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"messages": (_posted(command), 1)}


def _question(cast: Cast, command: Command, row: TaskRun) -> dict[str, tuple[int, int]]:
    return {**_message(cast, command, row), "questions": (Question.objects.filter(task_run=row).count(), 1)}


def _person_task(_cast: Cast, _command: Command, row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"tasks for people": (PersonTask.objects.filter(task_run=row).count(), 1)}


def _signal(_cast: Cast, command: Command, _row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"signals": (Signal.objects.filter(command=command).count(), 1)}


def _taken(_cast: Cast, _command: Command, row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"signals taken": (Signal.objects.filter(taken_by=row).count(), 1)}


def _tell(cast: Cast, command: Command) -> None:
    for _twice in range(2):
        send_signal(actor=cast.ayse, command=command, type="c", source="s", id="1")


def _edited(_cast: Cast, command: Command, _row: TaskRun) -> dict[str, tuple[int, int]]:
    posted = Message.objects.filter(conversation=command.conversation, seq__gt=command.message.seq, text="after")
    return {"messages": (_posted(command), 1), "edited": (posted.filter(version=2).count(), 1)}


def _requests(cast: Cast, _command: Command, row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"requests": (len(cast.asked(str(row.pk))), 1)}


def _served(cast: Cast, _command: Command, row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"keys": (min(1, len(cast.asked(str(row.pk)))), 1)}  # asked again it is the same key, and done once there


def _mails(_cast: Cast, command: Command, _row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"mails": (OutgoingMail.objects.filter(created_at__gte=command.created_at).count(), 1)}


def _files(name: str, there: bool) -> Callable[[Cast, Command, TaskRun], dict[str, tuple[int, int]]]:
    def effects(cast: Cast, command: Command, _row: TaskRun) -> dict[str, tuple[int, int]]:
        from apps.commands.runner.context import TaskContext
        from apps.commands.runner.types import TaskError

        context = TaskContext(TaskRun.objects.filter(run__command=command).first(), command)
        try:
            found = context.open_file(name) == b"words"
        except TaskError:
            found = False
        return {name: (int(found), int(there))}

    return effects


def _reply(cast: Cast, command: Command) -> None:
    question = Question.objects.get(task_run__run__command=command)
    send_message(actor=cast.bora, conversation=cast.group, text="evet", reply_to=question.message_id)
    look_for_answers()


def _vote(cast: Cast, command: Command) -> None:
    question = Question.objects.get(task_run__run__command=command)
    vote(actor=cast.bora, message=question.message, options=[1])
    wake_of_poll(question.message_id)


def _approve(cast: Cast, command: Command) -> None:
    decide_task(actor=cast.bora, task=PersonTask.objects.get(task_run__run__command=command), approves=True)


def _done(cast: Cast, command: Command) -> None:
    complete_task(actor=cast.bora, task=PersonTask.objects.get(task_run__run__command=command))


def _write_first(kind: str, **parameters: Any) -> Callable[[Cast], list[dict[str, Any]]]:
    write = {"id": "write", "task_type": "file.write", "parameters": {"path": "a.txt", "content": "words"}}
    return lambda _cast: [write, {**x(kind, **parameters), "dependencies": ["write"]}]


def _at(path: str, kind: str, **parameters: Any) -> Callable[[Cast], list[dict[str, Any]]]:
    def segments(cast: Cast) -> list[dict[str, Any]]:
        url = cast.url + path
        given = {"url": url} if kind == "http.request" else {"endpoint": {"uri": url}}
        return [x(kind, **(given if kind != "call.openapi" else {"document": {"uri": url}}), **parameters)]

    return segments


def _edit(_cast: Cast) -> list[dict[str, Any]]:
    post = {"id": "post", "task_type": "chat.post", "parameters": {"text": "before"}}
    return [post, {**x("chat.edit", text="after"), "parameters": {"text": "after", "from": "post"},
                   "dependencies": ["post"]}]  # fmt: skip


def _table(_cast: Cast) -> list[dict[str, Any]]:
    rows = {"id": "rows", "task_type": "set", "parameters": {"values": [{"a": 2}, {"a": 1}]}}
    steps = [{"op": "sort", "by": "a"}, {"op": "convert", "to": "xlsx"}]
    return [rows, {**x("data.transform", steps=steps), "dependencies": ["rows"]}]


def _artifact(_cast: Cast, _command: Command, row: TaskRun) -> dict[str, tuple[int, int]]:
    return {"artifacts": (row.artifacts.count(), 1)}


INNER = {"id": "inner", "task_type": "chat.post", "parameters": {"text": "inside"}}


def kinds() -> list[Kind]:
    """Return every task type there is; a new one without a case here is told by `test_killed_types`."""
    function = {"f": {"segments": [INNER]}}
    return [
        one("text.count", text="one two"),
        Kind("data.transform", _table, effects=_artifact),
        one("set", values={"a": 1}),
        one("raise", ends="failed", title="no"),
        one("wait", duration="PT1H"),
        one("event.emit", _signal, event={"source": "a:b", "type": "c"}),
        one("event.listen", _taken, [_tell], one={"type": "c"}),
        one("event.pause", duration="PT1H"),
        Kind("http.request", _at("/rows.csv", "http.request")),
        Kind("http.request", _at("/do", "http.request", method="POST", body={"a": 1}), effects=_requests),
        Kind("call.http", _at("/do", "call.http", method="POST", body={"a": 1}), effects=_requests),
        Kind("call.openapi", _at("/openapi.json", "call.openapi", operation="addPet"), effects=_requests),
        one("file.write", _files("x.txt", True), path="x.txt", content="words"),
        Kind("file.read", _write_first("file.read", path="a.txt")),
        Kind("file.copy", _write_first("file.copy", path="a.txt", to="b.txt"), effects=_files("b.txt", True)),
        Kind("file.delete", _write_first("file.delete", path="a.txt"), effects=_files("a.txt", False)),
        one("chat.post", _message, text="here"),
        Kind("chat.edit", _edit, effects=_edited),
        one("chat.ask", _question, [_reply], text="olur mu?"),
        one("chat.poll", _question, [_vote], text="hangisi?", options=["a", "b"], votes=1),
        one("approval.request", _person_task, [_approve], text="olur mu?"),
        one("todo.create", _person_task, [_done], title="yap", assignee="@bora", wait=True),
        one("remind.create", _person_task, text="unutma", after="P1D"),
        one("notify.push", _person_task, text="bitti", people="@bora"),
        one("notify.email", _mails, to="@bora", subject="s", text="t"),
        one("search.messages", query="olur"),
        one("model.run", instruction="özetle", text="uzun"),
        one("image.label", _served),
        one("image.describe", _requests),
        block("condition.if", "then", expression="1 < 2"),
        block("condition.switch", "a", cases=[{"name": "a", "when": "true"}]),
        block("loop.each", "each", 3, **{"in": [1, 2, 3], "parallel": 2}),
        block("loop.while", "do", 2, condition="index < 2"),
        block("try", "try"),
        block("fork", "left"),
        block("group", "do"),
        Kind("call", lambda _cast: [x("call", function="f")], [], _message, {"functions": function}),
        one("command.run", _message, alt={"alt": "2.0", "segments": [INNER]}),
    ]
