"""Whether a step uses what an earlier one brought."""

from dataclasses import dataclass, field
from itertools import pairwise

from .asking import ASK, LISTEN, POLL, answer_meant, outcome_meant
from .clauses import Clause
from .english import lemma, noun, skip_fillers
from .implied import asks_how_many
from .language import bag
from .lexicon import word_set
from .tokens import Token
from .turkish import noun_stems, verb_of

PRODUCERS = bag(
    "http.request data.transform text.count file.read search.messages model.run command.run file.copy chat.poll"
)


TAKERS = bag("data.transform text.count chat.post notify.email notify.push file.write file.copy")


ENDS = bag("chat.post chat.ask notify.email notify.push remind.create todo.create")


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


class Uses:
    """Looks at a step beside the steps before it."""

    def __init__(self, tokens: list[Token], language: str) -> None:
        self.tokens = tokens
        self.language = language
        self.nodes: list[Node] = []

    def _source(self, node: Node) -> int:
        """What a result is taken from: telling somebody makes no result, so it is passed over."""
        if (asked := self._answered(node)) is not None:
            return asked
        at = self._last()
        while at > 0 and self.nodes[at].task_type in ENDS and node.task_type not in ("approval.request", "wait") and (
            len(self.nodes[at].dependencies) == 1 and not self.nodes[at].when
        ):  # fmt: skip
            at = self.nodes[at].dependencies[0]
        return at

    def _answered(self, node: Node) -> int | None:
        """The question or poll whose answer a step speaks of: "post her answer", "kazananı duyur"."""
        span = self._words(node)
        wanted = [ASK] if answer_meant(span, self.language) else []
        wanted += [POLL] if outcome_meant(span, self.language) else []
        asked = [i for i, other in enumerate(self.nodes) if other.task_type in wanted]
        return asked[-1] if asked else None

    def _origin(self) -> list[int]:
        """What the previous node worked on: a parallel wish about "it" means the same thing."""
        last = self.nodes[-1]
        if last.task_type in PRODUCERS:
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
            if asks_how_many(span, self.language):
                return False
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
        if before.task_type in ("wait", LISTEN) or self._answered(node) is not None:
            return True
        if kind in ("wait", "approval.request"):
            return True
        if kind == "remind.create" and before.task_type in ENDS:
            return False
        if self._anaphora(node):
            return True
        norms = [t.norm for t in self._words(node)]
        if kind == "todo.create" and {"per", "basina"} & set(norms) and before.task_type in PRODUCERS:
            return True
        if kind in ("remind.create", "todo.create", "search.messages", "file.read"):
            return before.clause.cut == "ip" and kind != "remind.create" and self._definite(node)
        if kind == "chat.post" and self.language == "tr" and any(
            stem in ("baglanti", "link") for t in self._words(node) if t.kind == "word" for stem in noun_stems(t.norm)
        ):  # fmt: skip
            return True
        produces = any(other.task_type in PRODUCERS for other in self.nodes)
        if kind in ("data.transform", "text.count"):
            return produces and not self._own_content(node)
        if kind in TAKERS:
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
            if any(t.kind in ("json", "quote", "file") for t in self._words(node)):
                return False
            return produces and (
                any(t.text in ("POST", "PUT", "PATCH") for t in self._words(node)) or self._sent_on(node)
            )
        if kind == "file.delete":
            return before.clause.cut == "ip" and self._definite(node)
        return (self._definite(node) and produces) or before.clause.cut == "ip"

    def _sent_on(self, node: Node) -> bool:
        """ "post the result to https://…", "sonucu https://… adresine gönder": sent to an address."""
        span = self._words(node)
        if self.language == "en":
            verb = lemma(span[skip_fillers(span, 0, len(span))].norm)
            return verb in ("post", "send", "put", "upload") and self._definite(node)
        stems = {stem for t in span if t.kind == "word" for stem in noun_stems(t.norm)}
        return verb_of(span[-1].norm) in ("gonder", "yolla", "ilet", "yukle") and "istek" not in stems

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

    def _last(self) -> int:
        return len(self.nodes) - 1
