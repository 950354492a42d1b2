"""Tasks of a workflow as segments. Where each stood is kept: its errors name it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt.errors import Findings, escape
from apps.commands.formats.serverless.listening import listening
from apps.commands.formats.serverless.names import Ids, plain
from apps.commands.formats.serverless.parts import (
    authentication,
    duration,
    endpoint,
    expression,
    mapping,
    retry_of,
    shaping,
    timeout_of,
)

BASE = ("if", "input", "output", "export", "timeout", "then", "metadata")
DIRECTIVES = ("continue", "exit", "end")
MAX_DEPTH = 28  # an `.alt` has blocks around blocks up to 32
Segments = list[dict[str, Any]]


class Tasks:
    """Reads tasks into segments; each block's names become ids first, so that `then` may point ahead."""

    def __init__(self, use: Mapping[str, Any], findings: Findings, ids: Ids):
        self.use, self.findings, self.ids = use, findings, ids
        self._depth = 0
        self.kinds: dict[str, Callable[[dict[str, Any], dict[str, Any], str], Segments]] = {
            "set": self._set, "do": self._do, "for": self._for, "fork": self._fork, "switch": self._switch,
            "try": self._try, "raise": self._raise, "wait": self._wait, "emit": self._emit, "listen": self._listen,
            "run": self._run, "call": self._call,
        }  # fmt: skip

    def listed(self, tasks: Any, where: str, owner: str, block: str) -> Segments:
        """Return the segments of a list of tasks in a block."""
        if not isinstance(tasks, list) or not tasks:
            self.findings.add(where, "sw.tasks", _("There must be a list of tasks here."))
            return []
        if self._depth >= MAX_DEPTH:
            self.findings.add(where, "sw.too_deep", _("Tasks are nested too deeply."))
            return []
        named = [
            (index, *next(iter(task.items())))
            for index, task in enumerate(tasks)
            if isinstance(task, dict) and len(task) == 1 and isinstance(next(iter(task.values())), dict)
        ]
        if len(named) < len(tasks):
            self.findings.add(where, "sw.tasks", _("Each entry is one name with one task."))
        ids = {str(name): self.ids.new(str(name)) for _index, name, _task in named}
        self._depth += 1
        found: Segments = []
        for index, name, task in named:
            at = f"{where}/{index}/{escape(name)}"
            found += self._task(ids[str(name)], str(name), task, at, owner, block, ids)
        self._depth -= 1
        return found

    def one(self, name: str, task: Any, where: str, owner: str, block: str) -> Segments:
        """Return the segments of one task."""
        if not isinstance(task, dict):
            self.findings.add(where, "sw.type", _("This must be a mapping."))
            return []
        return self._task(self.ids.new(name), name, task, where, owner, block, {})

    @staticmethod
    def function_id(name: str) -> str:
        return plain(name)

    def _task(
        self, key: str, name: str, task: dict[str, Any], where: str, owner: str, block: str, ids: Mapping[str, str]
    ) -> Segments:
        kind = next((kind for kind in ("for", "try", *self.kinds) if kind in task), None)
        if kind is None:
            self.findings.add(where, "sw.task_unknown", _("This is not a task that is known here."))
            return []
        segment: dict[str, Any] = {"id": key, "title": name[:200], "source": where[:1_000]}
        if owner:
            segment["when"] = {"segment": owner, "branch": block}
        if "if" in task:
            segment["if"] = expression(task["if"])
        segment |= shaping(task)
        if "timeout" in task and (longest := timeout_of(task["timeout"], self.use, f"{where}/timeout", self.findings)):
            segment["timeout"] = longest
        if "then" in task:
            segment["then"] = self._then(task["then"], f"{where}/then", ids)
        self._ids = ids
        return self.kinds[kind](segment, task, where)

    def _then(self, name: Any, where: str, ids: Mapping[str, str]) -> str:
        if name in DIRECTIVES:
            return str(name)
        if str(name) not in ids:
            detail = _("There is no task “%(name)s” in this list.") % {"name": str(name)[:64]}
            self.findings.add(where, "sw.then_unknown", detail)
        return ids.get(str(name), "continue")

    def _only(self, task: Mapping[str, Any], where: str, *names: str) -> None:
        for name in task:
            if name not in (*BASE, *names):
                detail = _("There is no field “%(name)s” here.") % {"name": str(name)[:64]}
                self.findings.add(f"{where}/{escape(name)}", "sw.field_unknown", detail, key=True)

    def _mapping(self, value: Any, where: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.findings.add(where, "sw.type", _("This must be a mapping."))
        return {}

    def _unsupported(self, what: str, where: str) -> Segments:
        self.findings.add(where, "sw.unsupported", _("“%(name)s” is not supported here.") % {"name": what})
        return []

    # kinds

    def _set(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "set")
        return [{**segment, "task_type": "set", "parameters": {"values": task["set"]}}]

    def _do(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "do")
        return [{**segment, "task_type": "group"}, *self.listed(task["do"], f"{where}/do", segment["id"], "do")]

    def _for(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "for", "while", "do")
        loop = self._mapping(task["for"], f"{where}/for")
        if not isinstance(loop.get("in"), str):
            self.findings.add(f"{where}/for/in", "sw.for", _("A loop says what it goes through (in)."))
        parameters = {
            "in": expression(loop.get("in", ".")),
            "item": str(loop.get("each", "item")),
            "index": str(loop.get("at", "index")),
        }
        if "while" in task:
            parameters["while"] = expression(task["while"])
        inner = self.listed(task.get("do"), f"{where}/do", segment["id"], "each")
        return [{**segment, "task_type": "loop.each", "parameters": parameters}, *inner]

    def _fork(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "fork")
        fork = self._mapping(task["fork"], f"{where}/fork")
        branches = fork.get("branches")
        found: Segments = [
            {**segment, "task_type": "fork", "parameters": {"compete": bool(fork.get("compete", False))}}
        ]
        names = Ids(set())
        for index, branch in enumerate(branches if isinstance(branches, list) else ()):
            at = f"{where}/fork/branches/{index}"
            if not isinstance(branch, dict) or len(branch) != 1:
                self.findings.add(at, "sw.tasks", _("Each entry is one name with one task."))
                continue
            name, inner = next(iter(branch.items()))
            found += self.one(str(name), inner, f"{at}/{escape(name)}", segment["id"], names.new(str(name)))
        if not isinstance(branches, list) or not branches:
            self.findings.add(f"{where}/fork/branches", "sw.tasks", _("There must be a list of tasks here."))
        return found

    def _switch(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "switch")
        cases: list[dict[str, Any]] = []
        names, ids = Ids(set()), self._ids
        for index, entry in enumerate(task["switch"] if isinstance(task["switch"], list) else ()):
            at = f"{where}/switch/{index}"
            if not isinstance(entry, dict) or len(entry) != 1 or not isinstance(next(iter(entry.values())), dict):
                self.findings.add(at, "sw.switch", _("Each entry is one name with one case."))
                continue
            name, case = next(iter(entry.items()))
            found = {"name": names.new(str(name))}
            if "when" in case:
                found["when"] = expression(case["when"])
            found["then"] = self._then(case.get("then", "continue"), f"{at}/{escape(name)}/then", ids)
            cases.append(found)
        return [{**segment, "task_type": "condition.switch", "parameters": {"cases": cases}}]

    def _try(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "try", "catch")
        given = self._mapping(task.get("catch"), f"{where}/catch")
        catch: dict[str, Any] = {}
        if isinstance(given.get("errors"), dict):
            named = self._mapping(given["errors"].get("with", {}), f"{where}/catch/errors/with")
            catch["errors"] = {
                "with": {"detail" if name == "details" else name: value for name, value in named.items()}
            }
        for ours, theirs in (("as", "as"), ("when", "when"), ("except_when", "exceptWhen")):
            if theirs in given:
                catch[ours] = expression(given[theirs])
        if "retry" in given:
            retry = retry_of(given["retry"], self.use, f"{where}/catch/retry", self.findings)
            catch |= {"retry": retry} if retry else {}
        found = [{**segment, "task_type": "try", "parameters": {"catch": catch}}]
        found += self.listed(task["try"], f"{where}/try", segment["id"], "try")
        if "do" in given:
            found += self.listed(given["do"], f"{where}/catch/do", segment["id"], "catch")
        return found

    def _raise(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "raise")
        error = self._mapping(task["raise"], f"{where}/raise").get("error")
        if isinstance(error, str):
            named = mapping(self.use.get("errors")).get(error)
            if named is None:
                detail = _("There is no error “%(name)s”.") % {"name": error[:64]}
                self.findings.add(f"{where}/raise/error", "sw.name_unknown", detail)
            error = named
        error = self._mapping(error, f"{where}/raise/error") if error is not None else {}
        known = {name: error[name] for name in ("type", "status", "title", "detail", "instance") if name in error}
        return [{**segment, "task_type": "raise", "parameters": known}]

    def _wait(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "wait")
        found = duration(task["wait"], f"{where}/wait", self.findings)
        return [{**segment, "task_type": "event.pause", "parameters": {"duration": found}}]

    def _emit(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "emit")
        event = self._mapping(self._mapping(task["emit"], f"{where}/emit").get("event"), f"{where}/emit/event")
        given = self._mapping(event.get("with"), f"{where}/emit/event/with")
        for name in ("source", "type"):
            if name not in given:
                detail = _("“%(name)s” must be given.") % {"name": name}
                self.findings.add(f"{where}/emit/event/with/{name}", "sw.missing", detail)
        return [{**segment, "task_type": "event.emit", "parameters": {"event": given}}]

    def _listen(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "listen", "foreach")
        if "foreach" in task:
            return self._unsupported("listen.foreach", f"{where}/foreach")
        parameters = listening(self._mapping(task["listen"], f"{where}/listen"), f"{where}/listen", self.findings)
        if "timeout" in segment:  # of the whole wait, not of each look
            parameters["within"] = segment.pop("timeout")
        return [{**segment, "task_type": "event.listen", "parameters": parameters}]

    def _run(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "run")
        run = self._mapping(task["run"], f"{where}/run")
        flow = run.get("workflow")
        if not isinstance(flow, dict):
            return self._unsupported(f"run.{next(iter(run), '')}", f"{where}/run")
        parameters: dict[str, Any] = {"name": str(flow.get("name", ""))}
        if "input" in flow:
            parameters["variables"] = {"input": flow["input"]}
        return [{**segment, "task_type": "command.run", "parameters": parameters}]

    def _call(self, segment: dict[str, Any], task: dict[str, Any], where: str) -> Segments:
        self._only(task, where, "call", "with")
        kind, given = task["call"], task.get("with", {})
        if kind == "http":
            return self._http(segment, self._mapping(given, f"{where}/with"), f"{where}/with")
        if kind == "openapi":
            return self._openapi(segment, self._mapping(given, f"{where}/with"), f"{where}/with")
        if kind in ("asyncapi", "grpc", "a2a", "mcp"):
            return self._unsupported(f"call: {kind}", f"{where}/call")
        functions = mapping(self.use.get("functions"))
        if not isinstance(kind, str) or kind not in functions:
            detail = _("There is no function “%(name)s”.") % {"name": str(kind)[:64]}
            self.findings.add(f"{where}/call", "sw.name_unknown", detail)
            return []
        parameters: dict[str, Any] = {"function": self.function_id(kind)}
        if "with" in task:
            parameters["with"] = self._mapping(given, f"{where}/with")
        return [{**segment, "task_type": "call", "parameters": parameters}]

    def _http(self, segment: dict[str, Any], given: dict[str, Any], where: str) -> Segments:
        known = ("method", "endpoint", "headers", "body", "query", "output", "redirect")
        self._only(given, where, *known)
        parameters = {name: given[name] for name in known if name in given and name != "endpoint"}
        parameters["method"] = str(given.get("method", "get")).upper()
        parameters["endpoint"] = endpoint(given.get("endpoint"), self.use, f"{where}/endpoint", self.findings)
        return [{**segment, "task_type": "call.http", "parameters": parameters, "retry": {"limit": 0}}]

    def _openapi(self, segment: dict[str, Any], given: dict[str, Any], where: str) -> Segments:
        self._only(given, where, "document", "operationId", "parameters", "authentication", "output", "redirect")
        document = self._mapping(given.get("document"), f"{where}/document")
        wanted = ("parameters", "output", "redirect")
        parameters: dict[str, Any] = {name: given[name] for name in wanted if name in given}
        parameters["document"] = endpoint(document.get("endpoint"), self.use, f"{where}/document", self.findings)
        parameters["operation"] = str(given.get("operationId", ""))
        if "authentication" in given:
            at = f"{where}/authentication"
            parameters["authentication"] = authentication(given["authentication"], self.use, at, self.findings)
        return [{**segment, "task_type": "call.openapi", "parameters": parameters, "retry": {"limit": 0}}]
