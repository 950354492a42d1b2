"""Going on from where a run failed: what succeeded before, and is still the same work, is not done again."""

from collections.abc import Mapping
from typing import Any

import orjson

from apps.commands.formats.alt import execution_order
from apps.commands.formats.alt.graph import needs_of
from apps.commands.formats.alt.scopes import scopes_of
from apps.commands.models import Artifact, Command, Run, TaskRun, TaskState

LOOKS = ("title", "content", "span", "timeout", "retry")  # of a segment: nothing that its result depends on
TAKEN = ("output", "log", "started_at", "finished_at", "attempt")


def results_before(command: Command) -> dict[str, dict[str, Any]]:
    """Return, by segment, what the tasks begin with whose results a command takes over from the run before it."""
    if command.rerun_of_id is None or (command.rerun or {}).get("from") != "failed":
        return {}
    before = Command.objects.get(pk=command.rerun_of_id)
    same = same_work(before.alt, command.alt)
    same -= _with_changed_blocks(command.alt, same)
    tasks = TaskRun.objects.filter(run__command=before, parent=None, state=TaskState.SUCCEEDED, segment__in=same)
    done = {task.segment: task for task in tasks}
    kept: dict[str, dict[str, Any]] = {}
    for segment in _in_order(command.alt):
        if (task := done.get(segment["id"])) and all(name in kept for name in needs_of(segment)):
            kept[task.segment] = {name: getattr(task, name) for name in TAKEN}
            kept[task.segment].update(state=TaskState.SUCCEEDED, reused=True, progress=1.0)
    return kept


def keep_artifacts(command: Command, run: Run, done: Mapping[str, Any]) -> None:
    """Give the tasks of the new run the files that their forerunners made."""
    now = {task.segment: task for task in run.tasks.filter(parent=None, segment__in=list(done))}
    files = Artifact.objects.filter(
        task__run__command=command.rerun_of_id, task__parent=None, task__segment__in=now
    )  # fmt: skip
    Artifact.objects.bulk_create(
        Artifact(
            task=now[file.task.segment],
            name=file.name,
            storage_key=file.storage_key,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
        )
        for file in files.select_related("task")
    )


def same_work(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the ids of the segments that two documents define alike, with the same variables in them."""
    old = {segment["id"]: _work(segment) for segment in before.get("segments", ())}
    names = before.get("variables", {}).keys() | after.get("variables", {}).keys()
    changed = [
        name.encode() for name in names
        if before.get("variables", {}).get(name) != after.get("variables", {}).get(name)
    ]  # fmt: skip
    same = set()
    for segment in after.get("segments", ()):
        work = _work(segment)
        if old.get(segment["id"]) == work and not (b"variables" in work and any(name in work for name in changed)):
            same.add(segment["id"])
    return same


def _with_changed_blocks(alt: Mapping[str, Any], same: set[str]) -> set[str]:
    """Return the segments in whose blocks something stands that is not the same any more."""
    paths = scopes_of(alt["segments"], alt.get("order") == "sequence").paths
    return {owner for name, path in paths.items() if name not in same for owner, _block in path}


def _work(segment: Mapping[str, Any]) -> bytes:
    kept = {name: value for name, value in segment.items() if name not in LOOKS}
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)


def _in_order(alt: dict[str, Any]) -> list[dict[str, Any]]:
    by_id = {segment["id"]: segment for segment in alt["segments"]}
    return [by_id[name] for name in execution_order(alt)]
