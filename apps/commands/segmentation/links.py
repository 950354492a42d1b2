"""What must run before what: order that is said, results that are used, branches and loops."""

from dataclasses import dataclass, field
from itertools import pairwise

from .clauses import Clause
from .english import lemma, noun, skip_fillers
from .language import bag
from .lexicon import word_set
from .order import running_order
from .polarity import negative
from .tokens import Token
from .turkish import noun_stems, verb_of

_PRODUCERS = bag("http.request data.transform text.count file.read search.messages model.run command.run file.copy")
_TAKERS = bag("data.transform text.count chat.post notify.email notify.push file.write file.copy")
_ENDS = bag("chat.post notify.email notify.push remind.create todo.create")
_DIGESTS = bag(
    "extract classify analyse analyze summarise summarize compare label describe explain categorize categorise "
    "evaluate ozetle siniflandir incele karsilastir etiketle acikla yorumla degerlendir kategorize"
)
_HANDING = bag("post share send put drop publish forward report give show pass circulate")
_HANDING_TR = bag("paylas yaz gonder yolla ilet at koy yayinla yayimla birak aktar goster ver raporla")


@dataclass(slots=True)
class Node:
    """A segment to be, with its edges."""

    clause: Clause
    task_type: str
    confidence: float
    dependencies: list[int] = field(default_factory=list)
    when: tuple[int, str] | None = None
    opened: bool = False  # an approval whose answer was spoken of


class Linker:
    """Walks the clauses in the order in which they run and draws the edges."""

    def __init__(self, tokens: list[Token], language: str) -> None:
        self.tokens = tokens
        self.language = language
        self.nodes: list[Node] = []
        self.gate: int | None = None
        self.branch = "then"
        self.gate_sentence = -1
        self.scope_open = False
        self.parallel_from = 0

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
            self.nodes[gates[-1]].opened = True
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
            while clause.link == "else" and self._unopened(self.gate):
                self.gate = self.nodes[self.gate].when[0]  # type: ignore[index]
            otherwise = clause.link == "else" or self._turned(self.gate)
            self.branch = "else" if otherwise and not self.nodes[self.gate].clause.negated else "then"
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
        if before.task_type not in _PRODUCERS and before.clause.cut != "ip":
            return False
        return (node.task_type in _TAKERS and not self._own_content(node)) or self._anaphora(node)

    def _sinks(self) -> list[int]:
        used = {d for node in self.nodes for d in node.dependencies} | {n.when[0] for n in self.nodes if n.when}
        sinks = [i for i in range(len(self.nodes)) if i not in used]
        plain = [i for i in sinks if (self.nodes[i].when or (0, ""))[1] != "each"]
        return plain or sinks or [self._last()]

    def _last(self) -> int:
        return len(self.nodes) - 1

    def _source(self, node: Node) -> int:
        """What a result is taken from: telling somebody makes no result, so it is passed over."""
        at = self._last()
        while at > 0 and self.nodes[at].task_type in _ENDS and node.task_type not in ("approval.request", "wait") and (
            len(self.nodes[at].dependencies) == 1 and not self.nodes[at].when
        ):  # fmt: skip
            at = self.nodes[at].dependencies[0]
        return at

    def _origin(self) -> list[int]:
        """What the previous node worked on: a parallel wish about "it" means the same thing."""
        last = self.nodes[-1]
        if last.task_type in _PRODUCERS:
            return [self._last()]
        return list(last.dependencies) or [self._last()]

    def _words(self, node: Node) -> list[Token]:
        return self.tokens[node.clause.first : node.clause.last]

    def _anaphora(self, node: Node) -> bool:
        listed = word_set(self.language, "anaphora")
        span = self._words(node)
        for i, token in enumerate(span):
            if token.kind == "word" and token.norm in listed and not token.suffix:
                if token.norm in ("that", "this", "these", "those", "each", "both") and i + 1 < len(span) and (
                    span[i + 1].kind == "word" and noun(span[i + 1].norm) not in word_set("en", "outputs")
                    and span[i + 1].norm not in ("to", "in", "with", "as", "of", "into", "on")
                ):  # fmt: skip
                    continue
                return True
        return False

    def _definite(self, node: Node) -> bool:
        """ "the summary", "tabloyu": a thing that an earlier task brought."""
        span = self._words(node)
        outputs = word_set(self.language, "outputs")
        if self.language == "en":
            for i, token in enumerate(span[:-1]):
                if token.norm in ("the", "all", "those", "these", "only"):
                    for other in span[i + 1 : i + 4]:
                        if other.kind == "word" and (noun(other.norm) in outputs or other.norm in outputs):
                            return True
            return False
        return any(
            t.kind == "word" and t.norm not in outputs and noun_stems(t.norm) & outputs for t in span
        ) or any(t.norm in ("ilk", "son") for t in span)  # fmt: skip

    def _repeats(self, node: Node, index: int) -> bool:
        """A noun of an earlier task comes back."""
        mine = {self._stem(t) for t in self._words(node) if t.kind == "word" and len(t.norm) > 3}
        for other in self.nodes[:index]:
            theirs = {self._stem(t) for t in self._words(other) if t.kind == "word" and len(t.norm) > 3}
            common = {word for word in mine & theirs if word not in word_set(self.language, "verbs")}
            if common and self.language == "en":
                norms = [t.norm for t in self._words(node)]
                if any(a == "the" and noun(b) in common for a, b in pairwise(norms)):
                    return True
        return False

    def _stem(self, token: Token) -> str:
        return noun(token.norm) if self.language == "en" else min(noun_stems(token.norm), key=len)

    def _own_content(self, node: Node) -> bool:
        """Does the clause bring everything it needs by itself?"""
        span = self._words(node)
        kinds = {t.kind for t in span}
        norms = {t.norm for t in span}
        if node.task_type in ("chat.post", "notify.email", "notify.push"):
            told = {"about", "that", "saying", "hakkinda"} & norms and not self._anaphora(node)
            if "quote" in kinds or (told and not ("about" in norms and self._definite(node))):
                return True
            if self.language == "tr" and any(
                t.norm.endswith(("digini", "dugunu", "tigini", "tugunu", "acagini", "ecegini")) for t in span
            ):
                return True
            return not self._bare_send(node)
        if node.task_type in ("data.transform", "text.count"):
            return bool(kinds & {"file", "url"}) and not self._anaphora(node) and not self._writes_file(span)
        if node.task_type == "file.copy":
            return "file" in kinds and not self._anaphora(node)
        if node.task_type == "file.write":
            return "quote" in kinds
        return True

    def _writes_file(self, span: list[Token]) -> bool:
        return any(t.norm in ("as", "olarak", "into") for t in span)

    def _bare_send(self, node: Node) -> bool:
        """ "post in #general", "bana bildirim gönder": the thing sent is the result before it, or a stated thing."""
        span = self._words(node)
        if self._anaphora(node) or self._definite(node):
            return True
        outputs = word_set(self.language, "outputs")
        if self.language == "en":
            at = skip_fillers(self.tokens, node.clause.first, node.clause.last) - node.clause.first
            behind = [t.norm for t in span[at + 1 : at + 3]]
            if "the" in behind and node.task_type == "chat.post" and not self._repeats_anything(node):
                handed = lemma(span[at].norm) in _HANDING and self._made()
                return handed or any(t.norm in outputs for t in span)
            return True
        objects = [t for t in span if t.kind == "word" and t.norm.endswith(("i", "u")) and len(t.norm) > 4]
        objects = [t for t in objects if not noun_stems(t.norm) & outputs and t.norm not in ("kendi", "yeni", "simdi")]
        if objects and self._made() and {verb_of(t.norm) for t in span} & _HANDING_TR:
            return not any(t.norm in ("yeni",) for t in span)
        return not objects or node.task_type == "notify.push"

    def _made(self) -> bool:
        """Did the task just before make a thing that can be handed on?"""
        return bool(self.nodes) and self.nodes[-1].task_type in ("model.run", "data.transform", "search.messages")

    def _repeats_anything(self, node: Node) -> bool:
        return self._repeats(node, len(self.nodes))

    def _uses_result(self, node: Node, index: int) -> bool:
        if not self.nodes:
            return False
        before = self.nodes[-1]
        kind = node.task_type
        if before.task_type == "wait":
            return True
        if kind in ("wait", "approval.request"):
            return True
        if self._anaphora(node):
            return True
        norms = [t.norm for t in self._words(node)]
        if kind == "todo.create" and {"per", "basina"} & set(norms) and before.task_type in _PRODUCERS:
            return True
        if kind in ("remind.create", "todo.create", "search.messages", "file.read"):
            return before.clause.cut == "ip" and kind != "remind.create" and self._definite(node)
        if kind == "chat.post" and self.language == "tr" and any(
            stem in ("baglanti", "link") for t in self._words(node) if t.kind == "word" for stem in noun_stems(t.norm)
        ):  # fmt: skip
            return True
        produces = any(other.task_type in _PRODUCERS for other in self.nodes)
        if kind in ("data.transform", "text.count"):
            return produces and not self._own_content(node)
        if kind in _TAKERS:
            if self._own_content(node):
                return False
            return produces or before.clause.cut == "ip"
        if kind == "model.run":
            if not produces:
                return False
            if self._definite(node) or self._repeats(node, index) or self._elided(node):
                return True
            if before.task_type in ("search.messages", "file.read", "http.request", "data.transform", "model.run") and not (
                self._own_subject(node)
            ):  # fmt: skip
                return True
            digests = {lemma(t.norm) for t in self._words(node)} | {verb_of(t.norm) for t in self._words(node)}
            own = any(t.kind in ("file", "url", "quote", "channel") for t in self._words(node))
            return bool(digests & _DIGESTS) and not own
        if kind == "http.request":
            return produces and any(t.text in ("POST", "PUT", "PATCH") for t in self._words(node))
        if kind == "file.delete":
            return before.clause.cut == "ip" and self._definite(node)
        return (self._definite(node) and produces) or before.clause.cut == "ip"

    def _own_subject(self, node: Node) -> bool:
        """Does a model's task name what it is about: a file, a quotation, "for new interns"?"""
        span = self._words(node)
        if any(t.kind in ("file", "url", "quote", "channel") for t in span):
            return True
        norms = [t.norm for t in span]
        if self.language == "tr":
            return "icin" in norms or any(n.endswith(("nin", "nun")) for n in norms[:3]) or "ekteki" in norms
        return "attached" in norms or any(
            a in ("for", "to", "about", "of") and b not in ("the", "it", "them", "that", "each", "these", "those", "me", "us", "every")
            for a, b in pairwise(norms)
        )  # fmt: skip

    def _elided(self, node: Node) -> bool:
        """A command with a verb and hardly any object: "summarise", "İngilizceye çevir"."""
        words = [t for t in self._words(node) if t.kind != "punct"]
        return len(words) <= 3 and not any(t.kind in ("file", "url", "quote") for t in words)
