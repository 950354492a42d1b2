"""What follows the end of a row: rows that wait for it, the block it stands in, the task that opened the block.

A `Settling` lives for one transaction, under the lock of the command. It works through a list, not by recursion.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.commands.formats.durations import parse_duration
from apps.commands.models import TASK_OPEN, Command, Run, TaskRun, TaskState
from apps.commands.runner.control import Again, Block, Done, Ended, Fail, Instruction, Later, Open, Opened
from apps.commands.runner.flow.plans import Plan, plan_of
from apps.commands.runner.flow.results import block_result, block_results, failure_of
from apps.commands.runner.flow.rows import (
    BATCH,
    batched,
    block_of,
    cancel_below,
    make_rows,
    place,
    save_rows,
    write_ends,
)
from apps.commands.runner.types import TaskError, registry

BAD = (TaskState.FAILED, TaskState.CANCELLED, TaskState.SKIPPED)


class Settling:
    """One step of a run: rows end, others become ready, blocks close."""

    def __init__(self, command: Command, run: Run):
        self.command, self.run, self.now = command, run, timezone.now()
        self.later: list[tuple[TaskRun, Any]] = []  # rows to look at again, and when
        self.ended_by: TaskRun | None = None  # in a sequence: who said `then: end`
        self._ended: list[tuple[TaskRun, str]] = []  # with where a sequence goes on

    def plan(self, task: TaskRun) -> Plan:
        return plan_of(self.command, task.run_id, task.definition)

    # rows

    def succeed(self, task: TaskRun, output: Any, *, then: str = "", **values: Any) -> None:
        """A task has done its work; where it has a block for that, the block opens first."""
        plan = self.plan(task)
        block = "" if registry.to_run(task.task_type).control else registry.to_run(task.task_type)().branch(output)
        if block and block in plan.blocks(task.segment):
            for name, value in {**values, "output": output}.items():
                setattr(task, name, value)
            self._open(task, Open((Opened(block, input=output),), {"outcome": "succeeded"}, output, detail=block))
        else:
            self.end(task, TaskState.SUCCEEDED, then=then, output=output, **values)

    def fail(self, task: TaskRun, error: Mapping[str, Any], **values: Any) -> None:
        """A task has failed for good; where it has an `else` block, that is what follows."""
        plan = self.plan(task)
        if not registry.to_run(task.task_type).control and "else" in plan.blocks(task.segment) and not task.control:
            for name, value in {**values, "error": dict(error)}.items():
                setattr(task, name, value)
            state = {"outcome": "failed", "own": dict(error)}
            self._open(task, Open((Opened("else", {"error": dict(error)}),), state, detail="else"))
            return
        detail = str(error.get("detail") or error.get("title") or "")[:200]
        self.end(task, TaskState.FAILED, **{"detail": detail, **values, "error": dict(error)})

    def end(self, task: TaskRun, state: str, *, then: str = "", **values: Any) -> None:
        """A row has ended; `work` writes that, together with others that end now, and works out what follows."""
        for name, value in values.items():
            setattr(task, name, value)
        task.state, task.finished_at, task.lease_until, task.due_at = state, self.now, None, None
        self._ended.append((task, then))

    def apply(self, task: TaskRun, instruction: Instruction, *, shaped: bool = False) -> None:
        """Do what a task with blocks says. A result that is not `shaped` yet goes through a worker where it must be."""
        if isinstance(instruction, Open):
            self._open(task, instruction)
        elif isinstance(instruction, Done) and not shaped and self._to_shape(task):
            cancel_below(task, self.now)
            self.apply(task, Again({"result": [instruction.output, instruction.then, instruction.detail]}))
        elif isinstance(instruction, Done):
            cancel_below(task, self.now)
            control = {name: value for name, value in task.control.items() if name in ("counts", "total")}
            detail = instruction.detail or task.detail
            self.end(task, TaskState.SUCCEEDED, then=instruction.then, output=instruction.output, control=control,
                     error=None, detail=detail[:200])  # fmt: skip
        elif isinstance(instruction, Fail):
            cancel_below(task, self.now)
            self.end(task, TaskState.FAILED, error=dict(instruction.error),
                     detail=str(instruction.error.get("detail") or "")[:200])  # fmt: skip
        elif isinstance(instruction, Again):
            task.control = {**task.control, **instruction.state}
            task.state, task.lease_until = TaskState.PENDING, None
            task.save(update_fields=["control", "state", "lease_until"])
        elif isinstance(instruction, Later):
            task.control = {**task.control, **instruction.state}
            task.state, task.lease_until = TaskState.WAITING, None
            task.due_at, task.detail = self.now + timedelta(seconds=instruction.seconds), instruction.detail
            task.save()
            self.later.append((task, task.due_at))

    def work(self) -> None:
        """Go on until nothing more follows."""
        while self._ended:
            ended, self._ended = self._ended, []
            write_ends([task for task, _then in ended])
            beside: dict[tuple[Any, ...], list[TaskRun]] = {}
            for task, then in ended:
                if self.plan(task).sequence:
                    self._next(task, then)
                else:
                    beside.setdefault(block_of(task), []).append(task)
            for tasks in beside.values():
                self._release(tasks)
            for tasks in beside.values():
                self._close(tasks[0])

    def end_all(self) -> None:
        """End the run gracefully: its outermost task has succeeded with what the last one gave."""
        task = self.ended_by
        root = task
        while root is not None and root.parent_id is not None:
            root = TaskRun.objects.select_related("run").get(pk=root.parent_id)
        self.ended_by = None
        if task is None or root is None or root.pk == task.pk:
            return
        self.apply(root, Done(task.output, then="exit"))
        self.work()

    # what waits beside a row

    def _release(self, tasks: list[TaskRun]) -> None:
        """Tasks of one block have ended: what waited for them waits for so many fewer."""
        plan, here = self.plan(tasks[0]), place(tasks[0])
        fewer = Counter(name for task in tasks for name in plan.followers.get(task.segment, ()))
        if not fewer:
            return
        pending = TaskRun.objects.filter(**here, state=TaskState.PENDING)
        by_number: dict[int, list[str]] = {}
        for name, number in fewer.items():
            by_number.setdefault(number, []).append(name)
        for number, names in by_number.items():
            for some in batched(names, BATCH):
                pending.filter(segment__in=some).update(blocked_by=F("blocked_by") - number)
        for some in batched(fewer, BATCH):
            self._decide(list(pending.filter(segment__in=some, blocked_by=0)), plan)

    def _decide(self, rows: list[TaskRun], plan: Plan) -> None:
        """All that these rows of one block waited for has ended: which may run?"""
        if not rows:
            return
        beside = TaskRun.objects.filter(**place(rows[0]))
        bad = dict(beside.filter(state__in=BAD, handled=False).values_list("segment", "state"))
        for row in rows if bad else ():
            needs = {name: bad[name] for name in plan.scopes.needs[row.segment] if name in bad}
            failed = [name for name, state in needs.items() if state == TaskState.FAILED]
            if needs and not (plan.survives(row.segment) and failed):
                self.end(row, TaskState.SKIPPED)
            elif needs:
                beside.filter(segment__in=failed).update(handled=True)

    # the block around a row

    def _close(self, task: TaskRun) -> None:
        """The block of a row may have ended with it."""
        if any(place(other) == place(task) for other, _then in self._ended):
            return
        if task.parent_id is None or TaskRun.objects.filter(**place(task)).still_open().exists():
            return
        parent = self._opener(task)
        if parent is not None:
            self._closed(parent, task.iteration, task.branch, failure_of(parent, task.iteration))

    @staticmethod
    def _opener(task: TaskRun) -> TaskRun | None:
        """Return the task that opened the block of a row, without what it holds, where it has not ended."""
        rows = TaskRun.objects.select_related("run").defer("output", "log")
        return rows.filter(pk=task.parent_id, state=TaskState.RUNNING, lease_until=None).first()

    def _closed(self, parent: TaskRun, iteration: int, block: str, error: Mapping[str, Any] | None) -> None:
        kind = registry.to_run(parent.task_type)()
        inner = self._inner(parent)
        self._count(parent, iteration)
        if not isinstance(kind, Block):
            self._leaf_closed(parent, error)
            return
        opened = parent.control["opened"]
        left = [number for number in opened if number != iteration]
        parent.control = {**parent.control, "opened": left}
        self._open_gate(parent, left)
        instruction = kind.after(
            Ended(
                block=block,
                iteration=iteration,
                error=error,
                still_open=len(left),
                state=parent.control,
                parameters=parent.parameters,
                sequence=inner.sequence,
                result=lambda: block_result(parent, iteration, inner, block),
                results=lambda: block_results(parent, inner, kind.name),
                cancel_others=lambda: cancel_below(parent, self.now, but=iteration),
            )
        )
        if error:
            parent.control = {**parent.control, "error": dict(error)}
        total = parent.control.get("total")
        if total and kind.name == "loop.each":
            parent.detail = f"{parent.control['next'] - len(left)}/{total}"
        parent.save(update_fields=["control", "detail"])
        self.apply(parent, instruction)

    def _leaf_closed(self, task: TaskRun, error: Mapping[str, Any] | None) -> None:
        if error:
            self.end(task, TaskState.FAILED, error=dict(error))
        elif task.control.get("outcome") == "failed":
            self.end(task, TaskState.FAILED, error=task.control["own"], handled=True)
        else:
            self.end(task, TaskState.SUCCEEDED, error=None)

    def _open_gate(self, parent: TaskRun, left: list[int]) -> None:
        """Let the next round of a loop begin that was made but held back."""
        gated = parent.control.get("gated") or []
        if gated:
            TaskRun.objects.filter(
                run_id=parent.run_id, parent=parent, iteration=gated[0], state=TaskState.PENDING,
                segment__in=parent.control["roots"],
            ).update(blocked_by=0)  # fmt: skip
            parent.control = {**parent.control, "gated": gated[1:]}

    def _count(self, parent: TaskRun, iteration: int) -> None:
        """Add up how the rows of a round ended: what cards show of loops."""
        counts = dict(parent.control.get("counts", {}))
        ended = TaskRun.objects.filter(run_id=parent.run_id, parent=parent, iteration=iteration)
        for segment, state, inner in ended.values_list("segment", "state", "control__counts"):
            _add(counts, segment, {state: 1})
            for name, states in (inner or {}).items() if isinstance(inner, dict) else ():
                _add(counts, name, states)
        parent.control = {**parent.control, "counts": counts}

    # opening

    def _to_shape(self, task: TaskRun) -> bool:
        """Is something to be made of the result: by the segment, or by the function that it called?"""
        return bool({"output", "export"} & task.options.keys()) or (
            "definition" in task.control and "output" in self._inner(task).body
        )

    def _inner(self, task: TaskRun) -> Plan:
        """Return the plan of what stands in the blocks of a row."""
        definition = task.control.get("definition")
        return plan_of(self.command, task.run_id, definition) if definition else self.plan(task)

    def _open(self, task: TaskRun, what: Open) -> None:
        serial = int(task.control.get("serial", 0))
        task.control = {**task.control, **what.state}
        definition = f"run:{task.pk}" if what.alt is not None else what.definition
        if definition:
            task.control |= {"definition": definition}
        if what.alt is not None:
            task.control |= {"alt": dict(what.alt)}
            TaskRun.objects.filter(pk=task.pk).update(control=task.control)
        plan = self._inner(task)
        rows: list[TaskRun] = []
        gated, opened = [], list(task.control.get("opened", []))
        roots: set[str] = set()
        for at, one in enumerate(what.blocks):
            held = bool(what.gated) and at >= what.gated
            rows += self._block_rows(
                task, plan, one, serial + at, definition or task.definition, held, bool(definition)
            )
            opened.append(serial + at)
            gated += [serial + at] if held else []
        if what.gated:
            members = plan.members(task.segment, what.blocks[0].block)
            roots = {name for name in members if not plan.scopes.needs.get(name)}
            task.control |= {"gated": gated, "roots": sorted(roots)}
        task.control |= {"serial": serial + len(what.blocks), "opened": opened}
        try:
            save_rows(self.run, rows)
        except TaskError as error:
            self.end(task, TaskState.FAILED, error={"code": error.code, "title": error.code, "detail": str(error)})
            return
        if not what.keep_output:
            task.output = what.output
        task.state, task.lease_until, task.detail = TaskState.RUNNING, None, (what.detail or task.detail)[:200]
        task.due_at = self._deadline(task)
        task.save()
        if task.due_at:
            self.later.append((task, task.due_at))

    def _block_rows(
        self, task: TaskRun, plan: Plan, one: Any, iteration: int, definition: str, held: bool, called: bool
    ) -> list[TaskRun]:
        scope = {**({} if called else task.scope), **one.scope}
        if plan.sequence:
            scope[""] = one.input
        owner, block = ("", "") if called else (task.segment, one.block)
        names = plan.members(owner, block)
        if not names:
            raise TaskError("alt.empty_block", _("There is nothing in this block."))
        return make_rows(
            self.run, plan, names[:1] if plan.sequence else names, parent=task, branch=one.block, iteration=iteration,
            first=(task.first and iteration == 0) or (task.first and not task.task_type.startswith("loop.")),
            scope=scope, definition=definition, gate=held,
        )  # fmt: skip

    def _deadline(self, task: TaskRun) -> Any:
        """Return when the time of a task with blocks is over."""
        if "deadline" in task.control:
            return datetime.fromisoformat(task.control["deadline"])
        if "timeout" not in task.options:
            return None
        deadline = (task.started_at or self.now) + parse_duration(task.options["timeout"])
        task.control |= {"deadline": deadline.isoformat()}
        return deadline

    # sequences

    def _next(self, task: TaskRun, then: str) -> None:
        """One after the other: the next of the block, with what this one gave."""
        plan = self.plan(task)
        owner, block = self._place_in(task)
        names = plan.members(owner, block)
        if task.state == TaskState.FAILED and not task.handled:
            self._sequence_over(task, task.error)
            return
        if task.state == TaskState.CANCELLED:
            return
        wanted = then or task.options.get("then") or "continue"
        if task.state == TaskState.SKIPPED:
            wanted = "continue"
        if wanted == "end":
            self.ended_by = task
            return
        at = names.index(task.segment) + 1 if wanted == "continue" else names.index(wanted) if wanted in names else -1
        if wanted == "exit" or at < 0 or at >= len(names):
            self._sequence_over(task, None)
            return
        parent = TaskRun.objects.get(pk=task.parent_id) if task.parent_id else None
        scope = {**task.scope, "": task.output}
        visit = TaskRun.objects.filter(**place(task), segment=names[at]).count()
        rows = make_rows(
            self.run, plan, [names[at]], parent=parent, branch=task.branch, iteration=task.iteration, first=task.first,
            scope=scope, definition=task.definition, visit=visit,
        )  # fmt: skip
        try:
            save_rows(self.run, rows)
        except TaskError as error:
            self._sequence_over(task, {"code": error.code, "title": error.code, "detail": str(error)})

    def _sequence_over(self, task: TaskRun, error: Mapping[str, Any] | None) -> None:
        if task.parent_id is not None and (parent := self._opener(task)) is not None:
            self._closed(parent, task.iteration, task.branch, error)

    def _place_in(self, task: TaskRun) -> tuple[str, str]:
        """Return owner and name of the block that a row stands in, as its plan knows it."""
        path = self.plan(task).scopes.paths[task.segment]
        return path[-1] if path else ("", "")


def open_count(run: Run) -> int:
    """Return how many rows of a run have not ended."""
    return TaskRun.objects.filter(run=run, state__in=TASK_OPEN).count()


def _add(counts: dict[str, Any], name: str, states: Mapping[str, int]) -> None:
    found = dict(counts.get(name, {}))
    for state, number in states.items():
        found[state] = found.get(state, 0) + number
    counts[name] = found
