"""Names of people in a clause: @handles and capitalised words that are nothing else."""

from .language import bag, fold
from .lexicon import given_names, word_set
from .tokens import Token
from .turkish import noun_stems

_NOT_NAMES = frozenset(
    fold(word)
    for word in [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "turkish",
        "english",
        "german",
        "french",
        "spanish",
        "italian",
        "russian",
        "arabic",
        "japanese",
        "chinese",
        "dutch",
        "portuguese",
        "greek",
        "korean",
        "polish",
        "pazartesi",
        "salı",
        "çarşamba",
        "perşembe",
        "cuma",
        "cumartesi",
        "pazar",
        "ocak",
        "şubat",
        "mart",
        "nisan",
        "mayıs",
        "haziran",
        "temmuz",
        "ağustos",
        "eylül",
        "ekim",
        "kasım",
        "aralık",
        "türkçe",
        "ingilizce",
        "almanca",
        "fransızca",
        "ispanyolca",
        "i",
        "i'm",
        "csv",
        "json",
        "pdf",
        "xlsx",
        "excel",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "api",
        "url",
        "crm",
        "markdown",
        "word",
        "html",
        "xml",
        "eur",
        "usd",
        "try",
        "tl",
        "slack",
        "google",
        "drive",
        "github",
        "jira",
        "trello",
        "telegram",
        "whatsapp",
        "teams",
        "zoom",
        "discord",
        "monday's",
        "istanbul",
        "ankara",
        "izmir",
        "berlin",
        "london",
        "paris",
        "new",
        "york",
        "q1",
        "q2",
        "q3",
        "q4",
        "ok",
        "yes",
        "no",
        "the",
        "a",
        "an",
        "then",
        "after",
        "before",
        "when",
        "if",
        "once",
        "otherwise",
        "and",
        "but",
        "or",
        "also",
        "please",
        "turkey",
        "türkiye",
        "usa",
        "uk",
        "eu",
        "sms",
    ]
)
_BEFORE_EN = bag(
    "to for with from ask tell by give let remind assign notify message and get email ping of page text call thank "
    "congratulate welcome warn mail inform alert invite brief has have did"
)


def people_in(span: list[Token], language: str, *, strict: bool = False) -> list[str]:
    """Names in the order said; strict: only those that a preposition or case ending shows to be meant."""
    found: list[str] = []
    for i, token in enumerate(span):
        if token.kind == "person":
            found.append(token.text)
            continue
        if token.kind != "word" or not token.capital or token.norm in _NOT_NAMES or token.text.isupper():
            continue
        if not token.text.isalpha():
            continue
        if language == "en":
            before = span[i - 1].norm if i else ""
            if i == 0 and token.suffix != "s":
                continue
            if strict and before not in _BEFORE_EN and token.suffix != "s":
                continue
            if i == 0 and token.norm in word_set("en", "verbs"):
                continue
        else:
            named = token.norm in given_names("tr") and i + 1 < len(span)
            if not token.suffix and ((i == 0 and not named) or strict):
                continue
            if noun_stems(token.norm) & _NOT_NAMES:
                continue
        found.append(token.text)
    return list(dict.fromkeys(found))


_REACHED = {
    "chat.post": "people", "chat.ask": "people", "notify.push": "people", "notify.email": "to", "todo.create": "assignee",
    "remind.create": "people", "approval.request": "from_people",
}  # fmt: skip
_DATIVE = bag("a e ya ye")
_ABLATIVE = bag("dan den tan ten")
_TOLD_EN = bag("to for ask tell assign notify email mail message text dm ping remind inform alert warn give let")


def reached_by(task_type: str) -> str | None:
    """The parameter of a task type that says whom it reaches."""
    return _REACHED.get(task_type)


def unmarked_people(span: list[Token], language: str, task_type: str) -> list[str]:
    """Those whom a step speaks to by a name in small letters without @: "bora'ya yaz", "tell bora"."""
    if task_type not in _REACHED:
        return []
    found = []
    named = given_names("tr") | given_names("en")
    stop = next((i for i, t in enumerate(span) if t.text == ":"), len(span))
    for i, token in enumerate(span[:stop]):
        if token.kind != "word" or token.capital or token.norm in _NOT_NAMES or not token.text.isalpha():
            continue
        if language == "tr":
            endings = _ABLATIVE if task_type == "approval.request" else _DATIVE
            if token.suffix in endings and (len(token.norm) > 2):
                found.append(token.text)
        elif (
            token.norm in named and i and span[i - 1].norm in _TOLD_EN and token.norm not in word_set("en", "verbs")
        ) or (
            task_type == "todo.create"
            and i
            and span[i - 1].norm == "assign"
            and [t.norm for t in span[i + 1 : i + 2]] in (["a"], ["the"], ["an"])
            and token.norm not in ("me", "us", "them", "him", "her")
        ):
            found.append(token.text)
    return list(dict.fromkeys(found))
