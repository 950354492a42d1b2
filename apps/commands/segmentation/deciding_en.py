"""Which task an English clause asks for, where single words leave it open."""

from .deciding_both import CLOCK, Add, names_rows, names_table
from .english import is_verb, lemma
from .language import bag
from .tokens import Token

_ROWS_EN = bag(
    "row rows column columns duplicates duplicate lines entries values blanks empty blank null cells records "
    "top first last only header headers outliers items results"
)
_THAN = bag(
    "younger older smaller larger bigger cheaper shorter longer earlier later newer fewer less more lower higher under over above below greater"
)


def adjust(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    """Add to the votes of an English clause what its words say together."""
    joined = " ".join(norms)
    if verb in ("remove", "drop", "delete", "exclude", "keep", "take") and set(norms) & _ROWS_EN:
        add("data.transform", 4)
    if verb in ("delete", "remove") and "file" in kinds:
        add("file.delete", 3)
    if verb in ("wait", "pause") and "for" in norms and {"approve", "approval", "confirm", "ok", "okay"} & set(norms):
        add("approval.request", 8)
    if verb in ("ask", "let", "get", "have", "wait", "request") and "approve" in {lemma(n) for n in norms}:
        add("approval.request", 8)
    if verb == "set" and "reminder" not in norms and "alarm" not in norms:
        add("remind.create", -1)
    if (verb == "turn" and "into" in norms) or (verb in ("change", "transform") and ("into" in norms or "to" in norms)):
        add("data.transform", 3)
    if verb == "notify" and ("channel" in kinds or "person" in kinds):
        add("chat.post", 4)
    if verb in ("send", "push") and "notification" in joined:
        add("notify.push", 2)
    if verb in ("make", "create") and "summary" in norms:
        add("model.run", 5)
    if verb == "let" and "know" in norms:
        add("chat.post", 2.5 if set(norms) & {"channel", "team", "everyone"} or kinds & {"channel", "person"} else 1)
        add("notify.push", 2.5 if "me" in norms else 0)
    if verb in ("get", "ask", "request", "wait", "need", "obtain", "require", "seek", "check") and set(norms) & {
        "approval", "permission", "sign-off", "signoff", "consent", "confirmation", "authorization", "go-ahead", "okay", "ok",
    }:  # fmt: skip
        add("approval.request", 6)
    if verb in ("who", "when", "where", "what", "which", "did", "has", "how") and set(norms) & {
        "mentioned", "mention", "said", "say", "sent", "shared", "wrote", "posted", "talked", "discussed", "uploaded",
        "asked", "decided", "agreed",
    }:  # fmt: skip
        add("search.messages", 4)
    if verb in ("show", "give") and {"top", "first", "best"} & set(norms) and "by" not in norms:
        add("chat.post", 3)
    if verb == "set" and {"deadline", "due", "assignee", "priority"} & set(norms):
        add("todo.create", 4)
    if verb in ("top", "first"):
        add("data.transform", 4)
    if verb in ("show", "give", "list", "get") and "by" in norms and {"top", "first", "best"} & set(norms):
        add("data.transform", 6)
    if verb == "write" and ("file" in kinds or "to file" in joined):
        add("file.write", 3)
    if (
        verb in ("note", "log", "jot", "record", "put", "append")
        and "file" in kinds
        and {"in", "to", "into"} & set(norms)
    ):
        add("file.write", 5)
    if verb == "add" and "file" in kinds:
        add("file.write", 3)
    if verb == "show" and ("here" in norms or "me" in norms) and not set(norms) & {"messages", "files"}:
        add("chat.post", 2.5)

    _by_sense(span, norms, kinds, verb, add)


_TALKED = bag("decide discuss agree say mention write post send share ask announce promise talk")
_DECIDES = bag("choose decide check confirm review approve pick verify vet sign select okay authorise authorize")
_ON_MAIL = bag(
    "classify categorise categorize label tag summarise summarize translate sort group filter join merge count match dedupe "
    "deduplicate order read analyse analyze"
)
_CONSENTS = bag("confirm approve sign authorise authorize okay agree consent decide choose pick")
_FORMATS = bag("csv json xlsx excel xml yaml markdown pdf tsv parquet table")
_AGREES = bag("agree approve confirm accept consent okay ok")
_GIST = bag("highlights gist takeaways essentials essence overview recap pros cons")
_SAID_EN = bag(
    "mentioned mention mentions said say says sent send shared share wrote write written posted post talked discussed uploaded "
    "upload asked decided agreed put left attached forwarded replied promised announced reported"
)
_TEXTS_EN = bag(
    "message note letter text reply email mail post paragraph poem story announcement speech slogan article invitation comment sentence description title caption tagline headline agenda script"
)
_PERSONAL = bag("to in on at")


def _by_sense(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    words = set(norms)
    opener = norms[0]
    asks = opener in ("who", "which", "what", "where", "when") or (
        opener in ("did", "has", "have", "was", "were", "is", "are") and len(norms) > 2
    )
    if asks and (words & _SAID_EN or {lemma(n) for n in norms} & _TALKED):
        add("search.messages", 6)
    elif (
        asks
        and opener in ("has", "have", "did")
        and words & {"anyone", "anybody", "somebody", "someone", "we", "they", "he", "she"}
    ):
        add("search.messages", 5)
    if verb in ("show", "list", "give", "find", "get", "fetch", "pull", "look", "bring") and words & {
        "posted", "sent", "shared", "wrote", "said", "mentioned", "uploaded", "asked", "discussed",
    }:  # fmt: skip
        add("search.messages", 9)
        add("chat.post", -3)
    article = next((i for i, n in enumerate(norms[:5]) if n in ("a", "an", "some", "two", "three", "another")), -1)
    if verb in ("write", "make", "create", "compose", "come", "think") and article >= 0 and words & _TEXTS_EN and not (
        kinds & {"channel", "person", "email", "file"} or words & {"task", "todo", "to-do", "ticket", "reminder"}
    ):  # fmt: skip
        add("model.run", 5)
    if verb in ("give", "get", "make", "provide") and words & {
        "summary",
        "overview",
        "recap",
        "gist",
        "translation",
        "analysis",
    }:
        add("model.run", 6)
    if verb == "pick" and "out" in norms[:3]:
        add("model.run", 3)
    if verb in ("drop", "remove", "keep", "exclude", "leave", "discard", "filter", "take") and words & _THAN and (
        "number" in kinds or "than" in words
    ):  # fmt: skip
        add("data.transform", 6)
    if verb in ("drop", "remove", "exclude", "leave", "discard") and words & {
        "ones",
        "those",
        "anything",
        "everything",
        "anyone",
        "everyone",
    }:
        add("data.transform", 4)
    if norms[0] in ("let", "have", "get", "ask", "make") and verb in _DECIDES and "know" not in words:
        add("approval.request", 7)
    elif words & {"let", "have"} and words & _DECIDES and not words & {"know", "file"}:
        add("approval.request", 5)
    if (
        verb == "ask"
        and words & {"whether", "if"}
        and words & {"fine", "ok", "okay", "agrees", "agree", "approves", "allowed"}
    ):
        add("approval.request", 6)
    if (
        words & {"green", "go", "thumbs"}
        and words & {"light", "ahead", "up"}
        and verb in ("ask", "get", "wait", "request", "need")
    ):
        add("approval.request", 6)
    _by_people(span, norms, kinds, verb, add)
    if verb == "give" and words & {"job", "task", "duty", "assignment"} and "of" in words:
        add("todo.create", 7)
    if (verb in ("pull", "pick", "take", "get", "dig") and norms[1:2] == ["out"]) or verb == "extract":
        add("model.run", 3)
        add("http.request", -1 if "url" not in kinds else 0)
    if verb in ("give", "get", "tell", "show", "provide", "list") and words & _GIST:
        add("model.run", 6)
    if verb == "remind" and words & {"email", "e-mail", "mail", "sms"} and "by" in words and "me" not in words:
        add("notify.email" if "sms" not in words else "notify.push", 8)
    if (
        verb in ("delete", "remove", "erase", "drop")
        and norms[-1] == "one"
        and words & {"old", "older", "previous", "existing", "other"}
    ):
        add("file.delete", 4)
    if norms[:2] == ["go", "ahead"] and any("-" in n for n in norms[2:]):
        add("command.run", 6)
    if verb in _ON_MAIL and "email" not in kinds:
        add("notify.email", -5)
    if verb == "ask" and "to" in words and {lemma(n) for n in norms} & _CONSENTS:
        add("approval.request", 7)
    if verb in ("turn", "convert", "transform", "make") and words & {"list", "summary", "report", "outline", "poem", "story"} and not (
        kinds & {"url"} or words & _FORMATS
    ):  # fmt: skip
        add("model.run", 5)
        add("todo.create", -4)
    if (
        verb == "sum"
        and "up" in norms[1:4]
        and not words & {"column", "columns", "amounts", "numbers", "values", "by", "per"}
    ):
        add("model.run", 9)
    if verb in ("nudge", "poke", "prod", "wake") and kinds & {"person", "channel"}:
        add("remind.create", -4)
        add("chat.post", 3)
    if verb in ("remove", "delete", "drop") and "from" in norms and names_table(span):
        add("data.transform", 6)
    if "until" in norms and words & {"don", "dont", "not", "wait", "hold"} and {lemma(n) for n in norms} & _AGREES:
        add("approval.request", 9)
    if verb == "confirm" and "channel" in kinds and "person" not in kinds:
        add("chat.post", 8)
    if verb == "write" and article >= 0 and not kinds & {"channel", "person", "email", "file", "url", "quote"}:
        add("model.run", 3)
    if verb == "upload" and "url" in kinds:
        add("http.request", 5)
    if (
        verb in ("check", "ask", "clear")
        and words & {"may", "whether", "if"}
        and words & {"we", "i"}
        and words & {"may", "can", "allowed"}
    ):
        add("approval.request", 6)
    if verb in ("call", "ring") and words & {"phone", "mobile", "cell"} and "url" not in kinds:
        add("notify.push", 5)
    if verb == "update" and "file" in kinds and not kinds & {"channel", "person"}:
        add("file.write", 6)
    if verb == "rename" and "file" in kinds:
        add("file.copy", 4)
    if verb == "check" and "url" in kinds:
        add("http.request", 3)
    if verb in ("file", "open", "raise", "create") and words & {"ticket", "issue", "task", "to-do", "todo"}:
        add("todo.create", 2)
    if verb in ("ping", "nudge", "poke", "tell", "notify", "alert", "buzz", "text", "wake") and "me" in words and "to" in words and (
        words & {"tomorrow", "tonight", "today", "at", "on", "next", "every"} or words & CLOCK
    ):  # fmt: skip
        add("remind.create", 8)
    if verb in ("send", "post", "share", "forward", "publish", "mail", "email", "announce"):
        add("data.transform", -3)
    if verb == "come" and "up" in words:
        add("model.run", 7)
    if verb in ("ask", "let", "have", "get", "wait") and words & {"sign", "signs", "signed"} and "off" in words:
        add("approval.request", 7)
    if verb in ("publish", "put", "post", "drop") and "file" in kinds and not kinds & {"channel", "person"}:
        add("file.write", 4)
    if len(norms) <= 6 and words & CLOCK and not is_verb(verb) and "number" in kinds:
        add("wait", 5)
    if verb in ("stop", "pause", "hold", "break", "rest", "hang") and words & CLOCK:
        add("wait", 6)
    if verb in ("find", "get", "show", "list", "look") and names_rows(span):
        add("data.transform", 6)
    if verb == "kick" and "off" in words:
        add("command.run", 4)
    if verb == "check" and "back" in words:
        add("wait", 7)
    if verb == "give" and words & {"minute", "minutes", "hour", "hours", "seconds"} and "it" in words:
        add("wait", 7)
    if (verb == "forget" or "forget" in words) and {"don", "dont", "not", "never"} & words:
        add("remind.create", 8)
    if verb == "do" and words & {"get", "post"} and "url" in kinds:
        add("http.request", 4)


def _by_people(span: list[Token], norms: list[str], kinds: set[str], verb: str, add: Add) -> None:
    """What somebody who is named shall agree to, or is recommended."""
    words, it = set(norms), norms[1:2] in (["it"], ["this"], ["that"], ["them"])
    named = any(t.capital and t.kind == "word" for t in span[1:]) or "person" in kinds
    asks = verb in ("see", "check", "find", "ask", "look") and words & {"if", "whether"}
    if named and asks and {lemma(n) for n in norms} & _AGREES:
        add("approval.request", 9)
    if named and it and verb in ("run", "get", "pass") and {"past", "by"} & set(norms[2:4]):
        add("approval.request", 12)
    if it and verb in ("recommend", "suggest", "propose", "praise") and kinds & {"channel", "person"}:
        add("chat.post", 6)
