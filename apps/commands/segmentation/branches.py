"""In which branch a step stands: then, otherwise, in every round of a loop, or behind all of them."""

from .clauses import Clause, match_phrase
from .english import noun
from .language import bag
from .lexicon import word_set
from .polarity import negative
from .tokens import Token
from .turkish import forms, noun_stems
from .uses import PRODUCERS, Node, Uses

_THROUGH = bag("all finished through everything hepsi hepsini tumu butun dongu tamami")

_OUTCOMES = bag("fail fails failed succeed succeeds succeeded work works error errors")
_OUTCOMES_TR = ("basari", "hata", "sorun", "olmaz", "olmad")


class Branches(Uses):
    """Keeps the gate whose branch is being described while the clauses are walked."""

    def __init__(self, tokens: list[Token], language: str) -> None:
        super().__init__(tokens, language)
        self.gate: int | None = None
        self.branch = "then"
        self.gate_sentence = -1
        self.scope_open = False

    def _enter(self, gate: int, sentence: int, branch: str) -> None:
        self.gate, self.gate_sentence, self.branch, self.scope_open = gate, sentence, branch, True

    def _other_side(self, node: Node) -> bool:
        """Put a step into the branch that "otherwise" or "if so" opens."""
        clause = node.clause
        if clause.link == "else" and self.gate is None:
            conditions = [i for i, other in enumerate(self.nodes) if other.task_type == "condition.if"]
            self.gate = conditions[-1] if conditions else None
        if self.gate is None:
            return False
        while clause.link == "else" and self.nodes[self.gate].task_type == "loop.each":
            outer = self.nodes[self.gate].when
            if outer is None:
                break
            self.gate = outer[0]
        while clause.link == "else" and (self._unopened(self.gate) or self._said_inside(self.gate, clause)):
            self.gate = self._opener(self.gate) or 0
        self.branch = self._side(self.gate, clause.link)
        self.scope_open, self.gate_sentence = True, clause.sentence
        node.when = (self.gate, self.branch)
        return True

    def _unopened(self, gate: int) -> bool:
        """An approval asked for inside a condition: "otherwise" is said about the condition."""
        node = self.nodes[gate]
        return node.task_type == "approval.request" and not node.opened and self._opener(gate) is not None

    def _said_inside(self, gate: int, clause: Clause) -> bool:
        """ "If it is low, ask and if she agrees order. Otherwise …": a new sentence is about the outer condition."""
        node = self.nodes[gate]
        around = self._opener(gate)
        if around is None or node.task_type != "approval.request" or clause.sentence == self.gate_sentence:
            return False
        outer = self.nodes[around]
        return outer.task_type == "condition.if" and outer.clause.sentence == self.gate_sentence

    def _side(self, gate: int, link: str) -> str:
        """The branch that "otherwise" or "if so" opens; of a condition first answered with "if not" it is the other."""
        negated = self.nodes[gate].clause.negated
        begun = any(other.when == (gate, "then") for other in self.nodes)
        if link == "so":
            return "else" if begun and (negated or self._turned(gate)) else "then"
        if not begun and any(other.when == (gate, "else") for other in self.nodes):
            return "then"  # "if she declines …, otherwise …"
        return "then" if negated and not begun else "else"

    def _turned(self, gate: int) -> bool:
        """ "If it isn't empty …; if it is, …": the second says the opposite of the first."""
        node = self.nodes[gate]
        begun = any(other.when == (gate, "then") for other in self.nodes)
        return begun and node.task_type == "condition.if" and negative(self._words(node), self.language)

    def _after_all_branches(self, node: Node) -> bool:
        """ "either way", "her durumda": what is done whichever branch was taken waits for the condition as a whole."""
        if not (node.clause.link == "always" or self._says_always(node.clause)):
            return False
        gates = [i for i, other in enumerate(self.nodes) if other.task_type in ("condition.if", "approval.request")]
        gate = self.gate if self.gate in gates else gates[-1] if gates else None
        while gate is not None and (outer := self._opener(gate)) is not None and outer in gates:
            gate = outer
        if gate is None:
            node.clause.link = "and"
            return False
        node.dependencies, node.clause.link, self.scope_open = self._beside(gate), "then", False
        return True

    def _beside(self, gate: int) -> list[int]:
        """A gate and the conditions asked in turn with it, "if it is low …, if it is high …"."""
        mine = self.nodes[gate]
        return [
            i
            for i, node in enumerate(self.nodes)
            if i == gate
            or (
                node.task_type == mine.task_type == "condition.if"
                and (node.dependencies, node.when) == (mine.dependencies, mine.when)
            )
        ]

    def _says_always(self, clause: Clause) -> bool:
        """ "save it either way": said behind the command."""
        return any(
            match_phrase(self.tokens, at, clause.last, self.language, "link_always") == clause.last - at
            for at in range(max(clause.first + 1, clause.last - 6), clause.last)
        )

    def _closes_loop(self, node: Node) -> bool:
        """ "hepsini paylaş", "post everything", "once all are done": what comes when the rounds are through."""
        loop = self._loop_around()
        if loop is None or loop == len(self.nodes) - 1:
            return False
        if node.clause.link == "then" and self._all_through(node.clause):
            self.gate = loop
            return True
        return loop == self.gate and any(
            t.norm in ("hepsini", "tumunu", "everything", "hepsi") for t in self._words(node)
        )

    def _loop_around(self) -> int | None:
        """The outermost loop whose round is being described."""
        gate, found = self.gate, None
        for _ in range(60):
            if gate is None:
                break
            if self.nodes[gate].task_type == "loop.each":
                found = gate
            gate = self._opener(gate)
        return found

    def _opener(self, index: int) -> int | None:
        """The gate in whose branch a node stands, by itself or because it follows one that does."""
        node = self.nodes[index]
        if node.when:
            return node.when[0]
        for before in node.dependencies:
            if before < index and (found := self._opener(before)) is not None:
                return found
        return None

    def _all_through(self, clause: Clause) -> bool:
        """Do the words in front of a clause say that all the rounds are over?"""
        said = {t.norm for t in self.tokens[max(0, clause.first - 6) : clause.first]}
        return bool(said & _THROUGH)

    def _outermost(self, gate: int) -> int:
        """The gate around all others: a new sentence leaves every branch."""
        outer = self._opener(gate)
        return gate if outer is None else self._outermost(outer)

    def _about_last(self, node: Node) -> bool:
        """ "If a file comes, add it up; if the sum is over 50 …": a condition on what the branch itself has brought."""
        last = self.nodes[-1]
        if self.gate is None or self.gate == len(self.nodes) - 1 or last.task_type not in PRODUCERS:
            return False
        gate = self.nodes[self.gate]
        said = self._nouns(node) & self._nouns(last)
        if said - self._nouns(gate):
            return True
        return self._succeeds(node) and not self._succeeds(gate) and last.task_type in ("command.run", "http.request")

    def _nouns(self, node: Node) -> set[str]:
        words = [t for t in self._words(node) if t.kind == "word" and len(t.norm) > 3]
        if self.language == "en":
            return {noun(t.norm) for t in words} - word_set("en", "verbs") | {
                noun(t.norm) for t in words if noun(t.norm) in word_set("en", "outputs")
            }
        return {stem for t in words for stem in noun_stems(t.norm) if len(stem) > 3 and "if" not in forms(t.norm)}

    def _succeeds(self, node: Node) -> bool:
        """ "if it fails", "hata verirse", and nothing else."""
        norms = [t.norm for t in self._words(node) if t.kind == "word"]
        if len(norms) > 5:
            return False
        return any(norm in _OUTCOMES or norm.startswith(_OUTCOMES_TR) for norm in norms)
