"""What must run before what: order that is said, results that are used, branches and loops."""

from .branches import Branches
from .clauses import Clause
from .english import lemma, skip_fillers
from .language import bag
from .order import running_order
from .turkish import verb_of
from .uses import PRODUCERS, TAKERS, Node

MOST_NESTED = 16
_FOR_EFFECT = bag("call trigger hit ping restart post put delete patch cagir tetikle")


class Linker(Branches):
    """Walks the clauses in the order in which they run and draws the edges."""

    def link(self, rows: list[tuple[Clause, str, float]]) -> list[Node]:
        """Make nodes of clauses with their types, in running order."""
        for clause, task_type, confidence in running_order(rows):
            self._place(Node(clause, task_type, confidence))
        for index in range(len(self.nodes)):
            self._untangle(index)
        self._flatten()
        return self.nodes

    def _flatten(self) -> None:
        """What is said deeper than anybody follows stands beside the gate it was said in, and is asked about."""
        depths: list[int] = []
        for index, node in enumerate(self.nodes):
            if node.when and depths[node.when[0]] >= MOST_NESTED:
                node.when, node.confidence = self.nodes[node.when[0]].when, 0.0
            gate = self._opener(index)
            depths.append(0 if gate is None else depths[gate] + 1)

    def _untangle(self, index: int) -> None:
        """What runs in one branch waits for nothing in another: both are never done together."""
        node = self.nodes[index]
        kept = [d for d in node.dependencies if not self._apart(index, d)]
        if len(kept) < len(node.dependencies):
            gates = {self.nodes[d].when[0] for d in node.dependencies if d not in kept and self.nodes[d].when}  # type: ignore[index]
            node.dependencies = kept or (
                [] if node.when else sorted(g for g in gates if g < index and not self._apart(index, g))
            )

    def _apart(self, one: int, other: int) -> bool:
        mine, theirs = self._around(one), self._around(other)
        if any(theirs.get(gate, branch) != branch for gate, branch in mine.items()):
            return True
        before = self._before(other)
        return any(gate in before and gate not in theirs for gate in mine)  # what follows a block ends after it

    def _before(self, index: int) -> set[int]:
        """Everything that a node waits for."""
        found: set[int] = set()
        todo = [index]
        while todo:
            node = self.nodes[todo.pop()]
            fresh = {*node.dependencies, *([node.when[0]] if node.when else [])} - found
            found |= fresh
            todo += fresh
        return found

    def _around(self, index: int, depth: int = 0) -> dict[int, str]:
        """The branches that a node runs in, by their gates; also those of what it waits for."""
        node = self.nodes[index]
        found: dict[int, str] = {}
        for before in ([node.when[0]] if node.when else []) + node.dependencies:
            if before < index and depth < 60:
                found |= self._around(before, depth + 1)
        if node.when:
            found[node.when[0]] = node.when[1]
        return found

    def _place(self, node: Node) -> None:
        clause = node.clause
        if clause.role == "gate":
            self._open_gate(clause)
            return
        index = len(self.nodes)
        if self._after_all_branches(node):
            if clause.role != "action":
                self._enter(index, clause.sentence, "then" if clause.role == "condition" else "each")
        elif clause.role == "condition":
            self._condition(node, index)
        elif clause.role == "loop":
            self._loop(node, index)
        else:
            self._action(node, index)
        self.nodes.append(node)
        if node.task_type == "approval.request":
            self._enter(index, clause.sentence, "then")

    def _open_gate(self, clause: Clause) -> None:
        gates = [i for i, node in enumerate(self.nodes) if node.task_type == "approval.request"]
        if gates:
            self.nodes[gates[-1]].opened = clause.order != "event"
            self._enter(gates[-1], clause.sentence, "else" if clause.negated else "then")
        elif self.nodes:
            self.scope_open = False

    def _condition(self, node: Node, index: int) -> None:
        if self.gate is not None and self.scope_open and self.gate == len(self.nodes) - 1 and self._unopened(self.gate):
            self.gate = self._opener(self.gate)  # "under 50 approve it, over 50 ask her"
            self.branch = "then"
        if self.gate is not None and self.nodes[self.gate].task_type == "condition.if" and self.scope_open and (
            node.clause.link not in ("then",)
        ):  # fmt: skip
            gate = self.nodes[self.gate]
            if node.clause.link == "else":
                node.when = (self.gate, "else")
            elif (
                self.gate == len(self.nodes) - 1 and gate.clause.cut != "idle"
            ):  # two conditions in a row: both must hold
                node.when = (self.gate, self.branch)
            elif self._about_last(node):
                node.dependencies = [self._last()]
            else:
                node.dependencies = list(gate.dependencies)
                node.when = gate.when
        elif self.nodes:
            if self.gate is not None and self.nodes[self.gate].task_type == "loop.each" and self._in_scope(node.clause):
                if self.nodes[-1].task_type in PRODUCERS and self._opener(self._last()) == self.gate:
                    node.dependencies = [self._last()]
                else:
                    node.when = (self.gate, "each")
            elif node.clause.link == "then":
                node.dependencies = self._sinks()
            elif self.nodes[-1].task_type not in ("remind.create", "todo.create"):
                node.dependencies = [self._last()]
            if self.scope_open and self.gate is not None and self.nodes[self.gate].task_type == "approval.request":
                node.dependencies, node.when = [], (self.gate, self.branch)
        self._enter(index, node.clause.sentence, "then")

    def _loop(self, node: Node, index: int) -> None:
        if node.clause.link in ("else", "so") and self._other_side(node):
            pass
        elif self.nodes:
            if self._in_scope(node.clause) and self.gate is not None and self.gate == len(self.nodes) - 1:
                node.when = (self.gate, self.branch)
            else:
                node.dependencies = [self._last()]
        self._enter(index, node.clause.sentence, "each")

    def _in_scope(self, clause: Clause) -> bool:
        if self.gate is None or not self.scope_open:
            return False
        if clause.link in ("else", "so"):
            return True
        if self.nodes[self.gate].task_type == "loop.each" and clause.link == "then":
            return len(self.nodes) - 1 == self.gate
        if clause.sentence == self.gate_sentence:
            return True
        if len(self.nodes) - 1 == self.gate and self.nodes[self.gate].clause.cut == "?":
            self.gate_sentence = clause.sentence  # "More than ten? Tell Kaan and …"
            return True
        return len(self.nodes) - 1 == self.gate and self.nodes[self.gate].task_type == "approval.request"

    def _action(self, node: Node, index: int) -> None:
        clause = node.clause
        if clause.link in ("else", "so") and self._other_side(node):
            return
        if self._in_scope(clause) and self.gate is not None:
            if self._closes_loop(node):
                node.dependencies, self.scope_open = [self.gate], False
                return
            self._in_branch(node, clause)
            return
        closed = self.scope_open and self.gate is not None
        if closed:
            self.scope_open = False
        if not self.nodes:
            return
        gate = self._outermost(self.gate) if closed and self.gate is not None else None
        if gate is not None and (clause.link == "then" or self._uses_result(node, index)):
            node.dependencies = [gate]
            return
        if gate is not None and self.nodes[gate].task_type == "approval.request":
            node.when = (gate, self.branch)
            return
        if clause.link == "then":
            node.dependencies = self._sinks()
        elif clause.link == "also":
            if self._anaphora(node) and node.task_type not in ("remind.create", "todo.create"):
                node.dependencies = self._origin()
        elif self._uses_result(node, index):
            node.dependencies = [self._source(node)]

    def _in_branch(self, node: Node, clause: Clause) -> None:
        inside = [i for i, other in enumerate(self.nodes) if other.when == (self.gate, self.branch) or self._follows(i)]
        asked = self._answered(node)
        if asked in inside:
            node.dependencies = [asked]
        elif inside and (clause.link == "then" or self._needs(node, inside[-1])):
            node.dependencies = [inside[-1]]
        elif self.gate is not None:
            node.when = (self.gate, self.branch)

    def _follows(self, index: int) -> bool:
        """Is a node in the open branch because it only follows one that is?"""
        node = self.nodes[index]
        return any(self.nodes[d].when == (self.gate, self.branch) or self._follows(d) for d in node.dependencies)

    def _needs(self, node: Node, previous: int) -> bool:
        """Inside a branch, only a result that is really used makes an order."""
        before = self.nodes[previous]
        if before.task_type == "wait" or node.task_type == "wait":
            return True
        if before.task_type == "file.write" and before.dependencies and node.task_type in TAKERS:
            return self._anaphora(node) or not self._own_content(node)  # what was made, saved and is handed on
        if before.task_type not in PRODUCERS and before.clause.cut != "ip":
            return False
        if node.task_type == "approval.request" and before.task_type in ("model.run", "data.transform"):
            return True
        if before.task_type in ("command.run", "file.copy") or self._only_done(before):
            return self._anaphora(node) or self._definite(node)
        return (node.task_type in TAKERS and not self._own_content(node)) or self._anaphora(node)

    def _only_done(self, before: Node) -> bool:
        """ "call …/pump/on", "… adresini tetikle": done for its effect, not for what it answers."""
        if before.task_type != "http.request":
            return False
        words = self._words(before)
        if self.language == "en":
            return lemma(words[skip_fillers(words, 0, len(words))].norm) in _FOR_EFFECT
        return verb_of(words[-1].norm) in _FOR_EFFECT

    def _sinks(self) -> list[int]:
        used = {d for node in self.nodes for d in node.dependencies} | {n.when[0] for n in self.nodes if n.when}
        sinks = [i for i in range(len(self.nodes)) if i not in used]
        plain = [i for i in sinks if (self.nodes[i].when or (0, ""))[1] != "each"]
        return plain or sinks or [self._last()]
