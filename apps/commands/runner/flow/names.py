"""What a task may refer to: results of earlier tasks, variables, what the blocks around it named; and the computing.

Names are looked up when they are asked for, from the inside to the outside.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.commands import expressions
from apps.commands.expressions import ExpressionError, names_in
from apps.commands.formats.alt import ReferenceMissing, resolve_references
from apps.commands.formats.alt.scopes import common
from apps.commands.formats.alt.templates import whole
from apps.commands.formats.schema import validator
from apps.commands.models import Command, Run, TaskRun, TaskState
from apps.commands.runner.flow.facts import facts_of, figure_of
from apps.commands.runner.flow.plans import plan_of
from apps.commands.runner.flow.rows import BATCH, batched, place
from apps.commands.runner.types import TaskError
from apps.commands.runner.types.tables.columns import meant

PASSED_ON = (TaskState.SUCCEEDED, TaskState.SKIPPED)


class Names:
    """The names of one task."""

    def __init__(self, task: TaskRun, command: Command, run: Run, known: dict[str, Any] | None = None):
        self.task, self.command, self.run = task, command, run
        self.plan = plan_of(command, task.run_id, task.definition)
        self.outputs = _Outputs(self)
        self._found = {} if known is None else known  # what was looked up, shared by the tasks of a block

    @cached_property
    def variables(self) -> dict[str, Any]:
        """Return the variables: of the function or sub-run the task is in, else of the run as they are now."""
        found = self.task.scope.get("variables")
        return found if found is not None else self.run.variables

    @cached_property
    def ancestors(self) -> list[TaskRun]:
        """Return the rows around the task, the innermost first, as far as its own document reaches."""
        rows, parent = [], self.task.parent_id
        while parent is not None:
            row = TaskRun.objects.defer("log").get(pk=parent)
            if row.definition != self.task.definition:
                break
            rows.append(row)
            parent = row.parent_id
        return rows

    # results

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """Return the results that the task works on: of its dependencies, and of those it names in `from`."""
        source = self.task.parameters.get("from") if isinstance(self.task.parameters, dict) else None
        chosen = [source] if isinstance(source, str) else list(source or [])
        around = {row.segment for row in self.ancestors}
        wanted = [name for name in dict.fromkeys([*self.task.dependencies, *chosen]) if name in self.plan.segments]
        beside = [name for name in wanted if name not in around or name in chosen]
        self._look_up_beside(beside)
        found = {name: self.outputs[name] for name in beside if name in self.outputs}
        if not found:
            found = {name: self.outputs[name] for name in wanted if name in self.outputs}
        return found

    @cached_property
    def raw_input(self) -> Any:
        """Return what came before: in a sequence what the task before gave, else its one input, or all by name."""
        if self.plan.sequence:
            return self.task.scope.get("", self.run.variables.get("input", {}))
        values = list(self.inputs.values())
        return values[0] if len(values) == 1 else dict(self.inputs) if values else None

    @cached_property
    def input(self) -> Any:
        """Return the input as the segment shapes it. Raises TaskError."""
        shaping = self.task.options.get("input") or {}
        value = self.raw_input
        if "schema" in shaping:
            _fit(value, shaping["schema"], "input")
        return self.shaped(shaping["from"], value) if "from" in shaping else value

    def look_up(self, name: str) -> Any:
        """Return the result of a segment as this task sees it. Raises KeyError."""
        if name in self._found:
            return self._found[name]
        path, mine = self.plan.scopes.paths.get(name), self.plan.scopes.paths[self.task.segment]
        if path is None:
            raise KeyError(name)
        shared = common(mine, path)
        if len(path) == shared and shared < len(mine) and mine[shared][0] == name:
            value = self._around(name)
        elif len(path) == shared:
            value = self._beside(name, len(mine) - shared)
        else:
            value = self._inside(name, path, shared, len(mine) - shared)
        self._found[name] = value
        return value

    def _around(self, name: str) -> Any:
        """A task that opened a block around this one: what this block was opened with."""
        chain = [self.task, *self.ancestors]
        at = next(index for index, row in enumerate(chain) if index and row.segment == name)
        opener, inner = chain[at], chain[at - 1]
        if opener.task_type == "loop.each":
            return inner.scope.get(opener.parameters.get("item", "item"))
        if opener.task_type == "loop.while" and inner.iteration:
            return inner.scope.get("last")
        return opener.output

    def _beside(self, name: str, levels: int) -> Any:
        row = [self.task, *self.ancestors][levels]
        rows = TaskRun.objects.filter(run_id=row.run_id, parent_id=row.parent_id, iteration=row.iteration)
        found = rows.filter(segment=name, definition=row.definition).order_by("-pk")
        for state, output, handled in found.values_list("state", "output", "handled")[:1]:
            if _passes_on(state, output, handled):
                return output
        raise KeyError(name)

    def _look_up_beside(self, names: Iterable[str]) -> None:
        """Look up results of this block, many in one query."""
        task, paths = self.task, self.plan.scopes.paths
        left = [name for name in names if name not in self._found and paths.get(name) == paths[task.segment]]
        for some in batched(left, BATCH) if len(left) > 1 else ():
            rows = TaskRun.objects.filter(**place(task), segment__in=some, definition=task.definition).order_by("pk")
            newest = {row[0]: row[1:] for row in rows.values_list("segment", "state", "output", "handled")}
            self._found |= {name: row[1] for name, row in newest.items() if _passes_on(*row)}

    def _inside(self, name: str, path: Any, shared: int, levels: int) -> Any:
        """A task in a block beside this one: what it gave; out of a loop, a list."""
        row = [self.task, *self.ancestors][levels]
        opener = TaskRun.objects.filter(
            run_id=row.run_id, parent_id=row.parent_id, iteration=row.iteration, segment=path[shared][0],
            definition=row.definition,
        ).order_by("-pk").only("path").first()  # fmt: skip
        if opener is None:
            raise KeyError(name)
        below = Q(path__startswith=f"{opener.path}/") | Q(path__startswith=f"{opener.path}[")
        rows = TaskRun.objects.filter(below, run_id=row.run_id, segment=name, state=TaskState.SUCCEEDED)
        found = list(rows.order_by("pk").values_list("output", flat=True))
        looped = any(self.plan.segments[owner]["task_type"].startswith("loop.") for owner, _block in path[shared:])
        if looped:
            return found
        if not found:
            raise KeyError(name)
        return found[-1]

    # computing

    def filled(self, value: Any) -> Any:
        """Return parameters with everything in `${…}` computed. Raises ReferenceMissing, ExpressionError."""
        return (
            resolve_references(value, self.outputs, self.variables, self.compute)
            if not self.plan.jq
            else self._jq(value)
        )

    def compute(self, expression: str, more: Mapping[str, Any] | None = None) -> Any:
        """Return the value of an expression in the language of the document."""
        if self.plan.jq:
            return expressions.transform(expression, self.input, {**self._jq_names(), **(more or {})})
        return expressions.evaluate(expression, self._cel_names(expression, more or {}))

    def holds(self, condition: str, more: Mapping[str, Any] | None = None) -> bool:
        """Say whether a condition holds. Raises ExpressionError."""
        inner = whole(condition)
        text = inner.text if inner else condition
        if self.plan.jq:
            return self.compute(text, more) not in (None, False)
        found = expressions.evaluate(text, self._cel_names(text, more or {}, condition=True))
        if not isinstance(found, bool):
            raise ExpressionError("expression.not_a_condition", _("The condition is neither true nor false."))
        return found

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Return what conditions may say of what came before: whether it failed, how much it is."""
        if self.plan.jq:
            return {}
        return facts_of(self.task, self.input)

    def shaped(self, query: Any, value: Any, **names: Any) -> Any:
        """Return what a query or a template makes of a value."""
        if self.plan.jq:
            return self._jq_of(query, value, names)
        if isinstance(query, str) and "${" not in query:
            return expressions.shape(query, value)
        scope = {**self._scope, "output": value, "input": value, **names}
        return resolve_references(
            query, _Chain(scope, self.outputs), self.variables,
            lambda text: expressions.evaluate(text, self._cel_names(text, scope)),
        )  # fmt: skip

    def shaped_output(self, output: Any) -> tuple[Any, dict[str, Any]]:
        """Return a result as the segment shapes it, and the variables that it exports."""
        shaping, export = self.task.options.get("output") or {}, self.task.options.get("export")
        if "as" in shaping:
            output = self.shaped(shaping["as"], output)
        if "schema" in shaping:
            _fit(output, shaping["schema"], "output")
        if not export:
            return output, {}
        if self.plan.jq:
            return output, {"context": self.shaped(export.get("as", "."), output, output=output)}
        return output, {name: self.shaped(query, output) for name, query in export.items()}

    def function_output(self, output: Any) -> Any:
        """Return what a called function makes of what its last task gave."""
        definition = self.task.control.get("definition")
        if not definition:
            return output
        body = plan_of(self.command, self.task.run_id, definition).body
        shaping = body.get("output") or {}
        return self.shaped(shaping["as"], output) if "as" in shaping else output

    @cached_property
    def _scope(self) -> dict[str, Any]:
        return {name: value for name, value in self.task.scope.items() if name}

    def _cel_names(self, expression: str, more: Mapping[str, Any], condition: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names_in(expression):
            if name in more:
                found[name] = more[name]
            elif name in self._scope:
                found[name] = self._scope[name]
            elif name == "variables":
                found[name] = self.variables
            elif name in self.outputs:
                found[name] = self.outputs[name]
            elif condition and name in self.facts:
                found[name] = self.facts[name]
            elif condition and "text" in self.task.parameters:
                figure = figure_of(name, self.input)
                if figure is not None:
                    found[name] = figure
        return found

    # jq, as imported Serverless Workflow documents have it

    def _jq_names(self) -> dict[str, Any]:
        return {
            "context": self.run.variables.get("context", {}),
            "input": self.__dict__.get("input", self.raw_input),
            "secrets": {},
            "authorization": None,
            "task": {
                "name": self.task.title,
                "reference": self.task.options.get("source", ""),
                "input": self.raw_input,
                "startedAt": {"iso8601": self.task.started_at.isoformat() if self.task.started_at else None},
            },
            "workflow": {"id": str(self.run.pk), "input": self.run.variables.get("input", {})},
            "runtime": {"name": "ALT_LAS", "version": "2.0"},
            **self._scope,
        }

    def _jq(self, value: Any) -> Any:
        if isinstance(value, str):
            inner = whole(value)
            return self.compute(inner.text) if inner else value
        if isinstance(value, dict):
            return {key: self._jq(inner) for key, inner in value.items()}
        return [self._jq(inner) for inner in value] if isinstance(value, list) else value

    def _jq_of(self, query: Any, value: Any, names: Mapping[str, Any]) -> Any:
        known = {**self._jq_names(), **names}
        if isinstance(query, str):
            inner = whole(query)
            return expressions.transform(inner.text if inner else query, value, known)
        if isinstance(query, dict):
            return {key: self._jq_part(inner, value, known) for key, inner in query.items()}
        return query

    def _jq_part(self, query: Any, value: Any, known: Mapping[str, Any]) -> Any:
        if isinstance(query, str):
            inner = whole(query)
            return expressions.transform(inner.text, value, known) if inner else query
        if isinstance(query, dict):
            return {key: self._jq_part(inner, value, known) for key, inner in query.items()}
        return [self._jq_part(inner, value, known) for inner in query] if isinstance(query, list) else query


class Entry(dict[str, Any]):
    """A row that a loop is at: a field may be named as a column of a table may."""

    def __missing__(self, name: str) -> Any:
        found = meant(name, list(self))
        if len(found) != 1:
            raise KeyError(name)
        return self[found[0]]


class _Outputs(Mapping[str, Any]):
    """Results and block names, found when they are asked for."""

    def __init__(self, names: Names):
        self._names = names

    def __getitem__(self, name: str) -> Any:
        if name and name != "variables" and name in self._names.task.scope:
            value = self._names.task.scope[name]
            return Entry(value) if type(value) is dict else value
        return self._names.look_up(name)

    def __contains__(self, name: object) -> bool:
        try:
            self[str(name)]
        except KeyError:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.plan.segments)

    def __len__(self) -> int:
        return len(self._names.plan.segments)


class _Chain(Mapping[str, Any]):
    def __init__(self, first: Mapping[str, Any], then: Mapping[str, Any]):
        self._first, self._then = first, then

    def __getitem__(self, name: str) -> Any:
        return self._first[name] if name in self._first else self._then[name]

    def __contains__(self, name: object) -> bool:
        return name in self._first or name in self._then

    def __iter__(self) -> Iterator[str]:
        return iter({*self._first, *self._then})

    def __len__(self) -> int:
        return len({*self._first, *self._then})


def _passes_on(state: str, output: Any, handled: bool) -> bool:
    return state == TaskState.SUCCEEDED or (handled and output is not None)


def _fit(value: Any, schema: Mapping[str, Any], what: str) -> None:
    """Raise TaskError where a value does not fit a schema of the document."""
    for error in validator(dict(schema)).iter_errors(value):
        where = "/".join(str(part) for part in error.absolute_path)
        detail = _("The %(what)s does not fit its schema: %(where)s") % {
            "what": what,
            "where": where or error.validator,
        }
        raise TaskError("validation.failed", detail)


__all__ = ["Names", "ReferenceMissing"]
