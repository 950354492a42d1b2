"""The registry of task types, and what every type must have."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from apps.commands.formats.alt import parse_alt
from apps.commands.runner import engine  # noqa: F401 - fills the registry
from apps.commands.runner.types import TaskError, TaskType, registry
from apps.commands.runner.types.base import Registry

# Every kind of work that was promised, each with the type that does it.
PROMISED = {
    "HTTP": "http.request", "data": "data.transform", "text statistics": "text.count", "read a file": "file.read",
    "write a file": "file.write", "post": "chat.post", "edit": "chat.edit", "ask and wait": "chat.ask",
    "poll": "chat.poll", "notify": "notify.push", "e-mail": "notify.email", "remind": "remind.create", "wait": "wait",
    "condition": "condition.if", "loop": "loop.each", "approval": "approval.request", "to-do": "todo.create",
    "search": "search.messages", "sub-command": "command.run", "model": "model.run", "event": "event.listen",
}  # fmt: skip
STEPS = ["select", "filter", "count", "group", "sort", "top", "join", "convert", "round", "rename", "drop"]
FORMATS = ["csv", "json", "xlsx"]
NAMES = sorted(registry)
GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "task-types.md"


def test_the_types_of_the_server_are_there() -> None:
    assert set(PROMISED.values()) <= set(registry)
    assert [cls.name for cls in registry.all()] == sorted(registry)
    assert len(registry) == len(registry.all())


@pytest.mark.parametrize("name", NAMES)
def test_a_type_says_what_it_is(name: str) -> None:
    cls = registry[name]
    with override("en"):
        assert str(cls.title)
        assert str(cls.description)
    assert cls.parameters["additionalProperties"] is False
    assert "from" in cls.parameters["properties"]
    assert cls.timeout_seconds > 0


def test_what_can_be_done_with_data() -> None:
    steps = registry["data.transform"].parameters["properties"]["steps"]["items"]
    assert set(STEPS) <= set(steps["properties"]["op"]["enum"])
    convert, *_to_currencies = [one for one in steps["allOf"] if one["if"]["properties"]["op"]["const"] == "convert"]
    assert set(FORMATS) <= set(convert["then"]["properties"]["to"]["enum"])


@pytest.mark.parametrize("name", NAMES)
def test_a_type_is_in_the_guide_with_what_it_takes(name: str) -> None:
    table = [line.split("|") for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [" ".join(cells[2:]) for cells in table if f"`{name}`" in cells[1]]
    assert len(rows) == 1, "one line of the table in docs/guides/task-types.md"
    required = registry[name].parameters.get("required", [])
    assert [one for one in required if f"`{one}`" not in rows[0] and "alt-language.md" not in rows[0]] == []


def test_an_unknown_type_is_absent() -> None:
    assert registry.get("nope") is None


def test_a_name_is_given_once() -> None:
    own = Registry()

    class One(TaskType):
        name = "one"
        parameters: dict[str, Any] = {"type": "object"}

    class Other(One):
        pass

    assert own.register(One) is One
    assert own.register(One) is One
    with pytest.raises(ValueError, match="one"):
        own.register(Other)


def test_a_type_of_another_app_can_be_used_in_a_document() -> None:
    own = Registry()

    @own.register
    class Notify(TaskType):
        name = "notify.push"
        parameters: dict[str, Any] = {"type": "object", "additionalProperties": False}

    doc = {"alt": "2.0", "segments": [{"id": "a", "task_type": "notify.push", "parameters": {}}]}
    assert parse_alt(doc, task_types=own)
    with pytest.raises(NotImplementedError):
        Notify().run(None, {}, {})  # type: ignore[arg-type]


def test_parameters_are_checked_again_before_a_run() -> None:
    registry["chat.post"].check({"limit": 3})
    with pytest.raises(TaskError) as told:
        registry["chat.post"].check({"limit": "three"})
    assert (told.value.code, told.value.detail) == ("task.parameters_invalid", "“limit”: This must be a whole number.")
    with pytest.raises(TaskError) as told:
        registry["http.request"].check({})
    assert told.value.detail == "“url” is missing."


@pytest.mark.parametrize(("method", "repeat"), [("GET", True), ("HEAD", True), ("POST", False), ("DELETE", False)])
def test_only_reading_is_repeated_after_a_crash(method: str, repeat: bool) -> None:
    assert registry["http.request"].may_repeat({"method": method}) is repeat
    assert registry["http.request"].may_repeat({})
    assert registry["data.transform"].may_repeat({})
