"""What must run before what: order that is said, results that are used, branches and loops."""

from .clauses import Clause
from .english import lemma, skip_fillers
from .language import bag
from .order import running_order
from .polarity import negative
from .tokens import Token
from .turkish import verb_of
from .uses import PRODUCERS, TAKERS, Node, Uses

_FOR_EFFECT = bag("call trigger hit ping restart post put delete patch cagir tetikle")


class Linker(Uses):
    """Walks the clauses in the order in which they run and draws the edges."""

    def __init__(self, tokens: list[Token], language: str) -> None:
        super().__init__(tokens, language)
        self.gate: int | None = None
        self.branch = "then"
        self.gate_sentence = -1
        self.scope_open = False

    def link(self, rows: list[tuple[Clause, str, float]]) -> list[Node]:
        """Make nodes of clauses with their types, in running order."""
        for clause, task_type, confidence in running_order(rows):
            self._place(Node(clause, task_type, confidence))
        for index in range(len(self.nodes)):
            self._untangle(index)
        return self.nodes

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
        if clause.role == "condition":
            self._condition(node, index)
        elif clause.role == "loop":
            self._loop(node, index)
        else:
            self._action(node, index)
        self.nodes.append(node)
        if node.task_type == "approval.request":
            self._enter(index, clause.sentence, "then")

    def _enter(self, gate: int, sentence: int, branch: str) -> None:
        self.gate, self.gate_sentence, self.branch, self.scope_open = gate, sentence, branch, True

    def _open_gate(self, clause: Clause) -> None:
        gates = [i for i, node in enumerate(self.nodes) if node.task_type == "approval.request"]
        if gates:
            self.nodes[gates[-1]].opened = clause.order != "event"
            self._enter(gates[-1], clause.sentence, "else" if clause.negated else "then")
        elif self.nodes:
            self.scope_open = False

    def _condition(self, node: Node, index: int) -> None:
        if self.gate is not None and self.nodes[self.gate].task_type == "condition.if" and self.scope_open and (
            node.clause.link not in ("then",)
        ):  # fmt: skip
            gate = self.nodes[self.gate]
            if node.clause.link == "else":
                node.when = (self.gate, "else")
            else:
                node.dependencies = list(gate.dependencies)
                node.when = gate.when
        elif self.nodes:
            if self.gate is not None and self.nodes[self.gate].task_type == "loop.each" and self._in_scope(node.clause):
                node.when = (self.gate, "each")
            elif node.clause.link == "then":
                node.dependencies = self._sinks()
            elif self.nodes[-1].task_type not in ("remind.create", "todo.create"):
                node.dependencies = [self._last()]
            if self.scope_open and self.gate is not None and self.nodes[self.gate].task_type == "approval.request":
                node.dependencies, node.when = [], (self.gate, self.branch)
        self._enter(index, node.clause.sentence, "then")

    def _loop(self, node: Node, index: int) -> None:
        if self.nodes:
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
        return len(self.nodes) - 1 == self.gate and self.nodes[self.gate].task_type == "approval.request"

    def _action(self, node: Node, index: int) -> None:
        clause = node.clause
        if clause.link == "else" and self.gate is None:
            self.gate = next((i for i in range(index - 1, -1, -1) if self.nodes[i].task_type == "condition.if"), None)
        if clause.link in ("else", "so") and self.gate is not None:
            while clause.link == "else" and self.nodes[self.gate].task_type == "loop.each":
                outer = self.nodes[self.gate].when
                if outer is None:
                    break
                self.gate = outer[0]
            while clause.link == "else" and (self._unopened(self.gate) or self._said_inside(self.gate, clause)):
                self.gate = self.nodes[self.gate].when[0]  # type: ignore[index]
            self.branch = self._side(self.gate, clause.link)
            self.scope_open, self.gate_sentence = True, clause.sentence
            node.when = (self.gate, self.branch)
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
        gate = self.gate if closed else None
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

    def _closes_loop(self, node: Node) -> bool:
        """ "hepsini paylaş", "post everything": what all the rounds brought."""
        if self.gate is None or self.nodes[self.gate].task_type != "loop.each" or self.gate == len(self.nodes) - 1:
            return False
        return any(t.norm in ("hepsini", "tumunu", "everything", "hepsi") for t in self._words(node))

    def _unopened(self, gate: int) -> bool:
        """An approval asked for inside a condition: "otherwise" is said about the condition."""
        node = self.nodes[gate]
        return node.task_type == "approval.request" and not node.opened and node.when is not None

    def _said_inside(self, gate: int, clause: Clause) -> bool:
        """ "If it is low, ask and if she agrees order. Otherwise …": a new sentence is about the outer condition."""
        node = self.nodes[gate]
        if node.when is None or node.task_type != "approval.request" or clause.sentence == self.gate_sentence:
            return False
        outer = self.nodes[node.when[0]]
        return outer.task_type == "condition.if" and outer.clause.sentence == self.gate_sentence

    def _side(self, gate: int, link: str) -> str:
        """The branch that "otherwise" or "if so" opens; of a condition first answered with "if not" it is the other."""
        negated = self.nodes[gate].clause.negated
        begun = any(other.when == (gate, "then") for other in self.nodes)
        if link == "so":
            return "else" if begun and (negated or self._turned(gate)) else "then"
        return "then" if negated and not begun else "else"

    def _turned(self, gate: int) -> bool:
        """ "If it isn't empty …; if it is, …": the second says the opposite of the first."""
        node = self.nodes[gate]
        begun = any(other.when == (gate, "then") for other in self.nodes)
        return begun and node.task_type == "condition.if" and negative(self._words(node), self.language)

    def _in_branch(self, node: Node, clause: Clause) -> None:
        inside = [i for i, other in enumerate(self.nodes) if other.when == (self.gate, self.branch) or self._follows(i)]
        if inside and (clause.link == "then" or self._needs(node, inside[-1])):
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
        if before.task_type == "wait":
            return True
        if before.task_type not in PRODUCERS and before.clause.cut != "ip":
            return False
        if before.task_type == "command.run" or self._only_done(before):
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
