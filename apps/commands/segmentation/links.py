"""What must run before what: order that is said, results that are used, branches and loops."""

from dataclasses import dataclass, field
from itertools import pairwise

from .clauses import Clause
from .english import lemma, noun, skip_fillers
from .language import bag
from .lexicon import word_set
from .tokens import Token
from .turkish import noun_stems, verb_of

_PRODUCERS = bag("http.request data.transform text.count file.read search.messages model.run command.run file.copy")
_TAKERS = bag("data.transform text.count chat.post notify.email notify.push file.write file.copy")
_ENDS = bag("chat.post notify.email notify.push remind.create todo.create")
_DIGESTS = bag(
    "extract classify analyse analyze summarise summarize compare label describe explain categorize categorise "
    "evaluate ozetle siniflandir incele karsilastir etiketle acikla yorumla degerlendir kategorize"
)
_YES = bag("approve agree confirm accept say ok okay onayla kabul onay izin evet")
_NO = bag("reject refuse decline reddet onaylamaz disagree")
_DONE = bag("finish done complete end ready ran run succeed bit tamamlan hazir bitir olur finished completed")


@dataclass(slots=True)
class Node:
    """A segment to be, with its edges."""

    clause: Clause
    task_type: str
    confidence: float
    dependencies: list[int] = field(default_factory=list)
    when: tuple[int, str] | None = None


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
        return self.nodes

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
            if node.clause.link == "then":
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
            self.branch = "else" if clause.link == "else" and not self.nodes[self.gate].clause.negated else "then"
            self.scope_open, self.gate_sentence = True, clause.sentence
            node.when = (self.gate, self.branch)
            return
        if self._in_scope(clause) and self.gate is not None:
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
            if self._anaphora(node):
                node.dependencies = self._origin()
        elif self._uses_result(node, index):
            node.dependencies = [self._source(node)]

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
            if "quote" in kinds or ({"about", "that", "saying", "hakkinda"} & norms and not self._anaphora(node)):
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
            if "the" in {t.norm for t in span[:-1]} and not self._repeats_anything(node):
                at = skip_fillers(self.tokens, node.clause.first, node.clause.last) - node.clause.first
                behind = [t.norm for t in span[at + 1 : at + 3]]
                if "the" in behind and node.task_type == "chat.post":
                    return any(t.norm in outputs for t in span)
            return True
        objects = [t for t in span if t.kind == "word" and t.norm.endswith(("i", "u")) and len(t.norm) > 4]
        objects = [t for t in objects if not noun_stems(t.norm) & outputs and t.norm not in ("kendi", "yeni", "simdi")]
        return not objects or node.task_type == "notify.push"

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
        if kind in ("remind.create", "todo.create", "search.messages", "file.read"):
            return before.clause.cut == "ip" and kind != "remind.create" and self._definite(node)
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
            digests = {lemma(t.norm) for t in self._words(node)} | {verb_of(t.norm) for t in self._words(node)}
            own = any(t.kind in ("file", "url", "quote", "channel") for t in self._words(node))
            return bool(digests & _DIGESTS) and not own
        if kind == "http.request":
            return produces and any(t.text in ("POST", "PUT", "PATCH") for t in self._words(node))
        return (self._definite(node) and produces) or before.clause.cut == "ip"

    def _elided(self, node: Node) -> bool:
        """A command with a verb and hardly any object: "summarise", "İngilizceye çevir"."""
        words = [t for t in self._words(node) if t.kind != "punct"]
        return len(words) <= 3 and not any(t.kind in ("file", "url", "quote") for t in words)


def running_order(rows: list[tuple[Clause, str, float]]) -> list[tuple[Clause, str, float]]:
    """Clauses said in another order than they run are moved: before…, after…, trailing conditions."""
    out = list(rows)
    i = 0
    while i < len(out):
        clause = out[i][0]
        if clause.link == "trail" and i and clause.role in ("condition", "loop"):
            begin = i - 1
            row = out.pop(i)
            row[0].link, out[begin][0].link = out[begin][0].link, "main"
            out.insert(begin, row)
        elif clause.order == "first" and i:
            row = out.pop(i)
            row[0].link, out[i - 1][0].link = out[i - 1][0].link, "then"
            out.insert(i - 1, row)
        elif clause.order == "last":
            end = i + 1
            while end < len(out) and out[end][0].sentence == clause.sentence and out[end][0].link not in ("else",):
                if end > i + 1 and out[end][0].link == "then":
                    break
                end += 1
            if end > i + 1:
                row = out.pop(i)
                out[i][0].link = row[0].link
                row[0].link, row[0].order = "then", "moved"
                out.insert(end - 1, row)
                continue
        i += 1
    return out


def mark_gates(tokens: list[Token], clauses: list[Clause], types: list[str], language: str) -> None:
    """ "once she approves", "when it is done" add no step of their own: they only say what waits for what."""
    for i, clause in enumerate(clauses):
        if clause.role != "condition":
            continue
        approvals = [j for j in range(i) if types[j] == "approval.request"]
        norms = [t.norm for t in tokens[clause.first : clause.last] if t.kind == "word"]
        stems = {lemma(w) for w in norms} if language == "en" else {verb_of(w) or w for w in norms} | set(norms)
        if approvals and len(norms) <= 6 and (stems & (_YES | _NO) or stems & {"yes", "no"}):
            negative = bool(stems & _NO) or bool({"not", "no", "hayir", "doesn", "don", "isn"} & set(norms)) or any(
                w.startswith(("onaylamaz", "vermez", "etmez", "reddeder")) for w in norms
            )  # fmt: skip
            clause.role, clause.negated = "gate", negative != bool(norms and norms[0] == "unless")
        elif clause.order == "event" and i and len(norms) <= 5 and stems & _DONE and not (
            {"build", "deploy", "test", "meeting"} & {noun(w) for w in norms}
        ):  # fmt: skip
            clause.role = "finished"
