"""Whether a condition is said in the negative, and which conditions only turn an earlier one round."""

import re
from itertools import pairwise

from .clauses import Clause
from .language import bag
from .lexicon import word_set
from .tokens import Token
from .turkish import verb_forms

_NEGATIVE_EN = bag(
    "neither not no nobody none never isn aren doesn don didn hasn haven won wasn weren cannot unless without"
)
_NEGATIVE_TR = re.compile(
    r"(?:[iu]?[ln](?:[iu]l)?|[dt][iu]r)?(?:y?[ae])?m(?:[ae](?:z|d[iu]|m[iu]s|yac|yec|s[ae])|[iu]yor).*"
)
_PAIRS = {"varsa": "yoksa", "yoksa": "varsa", "evetse": "hayirsa", "hayirsa": "evetse"}
_OPPOSITES = (
    ("bos", "dolu"), ("acik", "kapali"), ("dogru", "yanlis"), ("gecerli", "gecersiz"), ("olumlu", "olumsuz"),
    ("uygun", "uygunsuz"), ("yeterli", "yetersiz"), ("tam", "eksik"), ("uzun", "kisa"), ("buyuk", "kucuk"), ("yuksek", "dusuk"), ("fazla", "az"),
)  # fmt: skip
_COPULA = re.compile(r"y?s[ae]")
_PARTICIPLE = re.compile(r"(?:[iu]?[ln](?:[iu]l)?)?(?:m[ae])?[dt][iu]g[iu]")
_POSTPOSITIONS = bag("takdirde halde halinde durumda durumunda surece muddetce")
_NOTHING_OF_ITS_OWN_TR = bag(
    "eger ama fakat ancak peki ve kimse hic hicbiri biri birisi o bu onlar da de ya hala henuz kadar icinde saat dakika "
    "ikisi her hicbirisi gun hafta ona buna ondan bundan ki sayet"
)
_NOTHING_OF_ITS_OWN_EN = bag(
    "if when once but and it he she they this that these those there so one ones any anyone anybody someone somebody no nobody none "
    "nothing neither both either not never yet still already i we you case ever case everyone everybody all"
)
_NEITHER_TR = bag("o bu ikisi hicbiri hicbirisi ikiside da de eger bunlar bunlarin onlar")
_NEITHER_EN = bag("neither none of these those them the two is are applies apply does do it holds hold case true")
_HIGH = bag("more above over higher greater bigger larger exceeds longer up stays remains than")
_LOW = bag("fewer less below under lower smaller shorter down stays remains than")
_PRONOUNS = bag("it he she that there they this")
_BY_THEN = bag(
    "by within until in before after then now an a the hour hours minute minutes day days noon that time monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight end week am pm"
)
_ANSWERS_TR = bag("varsa yoksa evetse hayirsa degilse olursa olmazsa oyleyse ise uygunsa musaitse")
_QUESTION_EN = bag("whether if")
_LOOKING_EN = bag("check see find verify look determine confirm test tell know ask")
_QUESTION_TR = bag("mi mu miyim miyiz midir mudur miydi muydu")


def negative(span: list[Token], language: str) -> bool:
    """Is a condition said in the negative?"""
    if language == "en":
        return any(t.norm in _NEGATIVE_EN or t.suffix == "t" for t in span)
    if any(t.norm in ("yoksa", "yok", "hayirsa") or t.norm.startswith("degil") for t in span):
        return True
    last = _predicate(span)
    return last is not None and _refuses(last.norm)


def _predicate(span: list[Token]) -> Token | None:
    """The word of a Turkish condition that says what holds, in front of "takdirde" and its like."""
    words = [t for t in span if t.kind == "word"]
    while len(words) > 1 and words[-1].norm in _POSTPOSITIONS:
        words.pop()
    return words[-1] if words else None


def _stems(norm: str) -> set[tuple[str, str]]:
    """Readings of a word as (verb, what follows its stem) where it may close a condition."""
    found = {(stem, norm[len(stem) :]) for stem, form in verb_forms(norm) if form == "if"}
    for cut in range(len(norm) - 3, 1, -1):
        if norm[:cut] in word_set("tr", "verbs") and _PARTICIPLE.fullmatch(norm[cut:]):
            found.add((norm[:cut], norm[cut:]))
    return found


def _refuses(norm: str) -> bool:
    return any(_NEGATIVE_TR.fullmatch(rest) for _, rest in _stems(norm))


def opposite(tokens: list[Token], clauses: list[Clause], at: int, language: str) -> Clause | None:
    """The earlier condition or gate that a condition without words of its own turns round.

    "boş değilse …; boşsa …", "biri yazarsa …; kimse yazmazsa …", "if Ali is away …; if he isn't …".
    """
    clause = clauses[at]
    span = tokens[clause.first : clause.last]
    for earlier in reversed(clauses[:at]):
        if earlier.role not in ("condition", "gate"):
            continue
        said = tokens[earlier.first : earlier.last]
        if language == "tr":
            return earlier if turns_round(span, said) else None
        own = {_plain(t) for t in span if t.kind == "word"} - _NOTHING_OF_ITS_OWN_EN - word_set("en", "aux")
        if own and own <= _HIGH | _LOW and not any(t.kind == "number" for t in span):
            told = {t.norm for t in said}  # "if there are more than 20 …, if there are fewer …"
            return earlier if (own <= _HIGH and told & _LOW) or (own <= _LOW and told & _HIGH) else None
        said_again = bool(own) and own <= {t.norm for t in said}  # "if it isn't empty …; if it is empty …"
        if not said_again and not elliptical(span):
            return None
        return earlier if negative(span, "en") != negative(said, "en") else None
    return None


def nothing_else(span: list[Token], language: str) -> bool:
    """ "o da değilse", "hiçbiri değilse", "if neither": none of the conditions before."""
    norms = [t.norm for t in span]
    if language == "tr":
        return norms[-1:] in (["degilse"], ["olmazsa"], ["yoksa"]) and len(norms) > 1 and set(norms[:-1]) <= _NEITHER_TR
    return norms[:1] == ["if"] and bool({"neither", "none"} & set(norms)) and set(norms[1:]) <= _NEITHER_EN


def turns_round(span: list[Token], earlier: list[Token]) -> bool:
    """Does a Turkish condition say only that an earlier one does not hold?"""
    own = [t for t in span if t.kind == "word" and t.norm not in _NOTHING_OF_ITS_OWN_TR and not t.suffix]
    before = {t.norm for t in earlier}
    if any(t.kind == "number" and t.norm not in before for t in span):
        return False  # another figure is another condition
    if len(own) > 1 and own[-1].norm in _PAIRS:  # "toplantı varsa …, toplantı yoksa …"
        own = [t for t in own[:-1] if t.norm not in before] + own[-1:]
    if len(own) == 2 and own[1].norm.startswith("degil") and (predicate := _predicate(earlier)) is not None:
        return predicate.norm in {own[0].norm + end for end in ("sa", "se", "ysa", "yse")}
    if not own or (len(own) > 1 and own[-1].norm not in _POSTPOSITIONS) or len(own) > 2:
        return False
    norm, said = own[0].norm, [t for t in earlier if t.kind == "word"]
    last = _predicate(earlier)
    if last is None:
        return False
    if _PAIRS.get(norm) == last.norm:
        return True
    same = {stem for stem, _ in _stems(norm)} & {stem for stem, _ in _stems(last.norm)}
    if same:
        return _refuses(norm) != _refuses(last.norm)
    if last.norm.startswith("degil") and len(said) > 1:
        return norm in {said[-2].norm + end for end in ("sa", "se", "ysa", "yse")}
    return any(
        norm.startswith(one) and _COPULA.fullmatch(norm[len(one) :])
        and last.norm.startswith(other) and _COPULA.fullmatch(last.norm[len(other) :])
        for pair in _OPPOSITES for one, other in (pair, pair[::-1])
    )  # fmt: skip


def elliptical(span: list[Token]) -> bool:
    """ "if he isn't", "if there are any", "if nobody does by 5 pm": an English condition that names nothing itself."""
    words = [t for t in span if t.kind == "word"]
    aux = word_set("en", "aux")
    helpers = [i for i, t in enumerate(words) if _plain(t) in aux]
    if not words or words[0].norm not in ("if", "but", "and", "when", "once") or not helpers or len(words) > 9:
        return False
    end = helpers[-1]
    while end + 1 < len(words) and words[end + 1].norm in _NOTHING_OF_ITS_OWN_EN:
        end += 1
    return all(t.norm in _NOTHING_OF_ITS_OWN_EN or _plain(t) in aux for t in words[: end + 1]) and all(
        t.norm in _BY_THEN for t in words[end + 1 :]
    )


def _plain(token: Token) -> str:
    """ "isn't" and "hasn't" as the auxiliary they are."""
    if token.suffix == "t" and token.norm.partition("'")[0].endswith("n"):
        stem = token.norm.partition("'")[0][:-1]
        return {"wo": "will", "ca": "can"}.get(stem, stem)
    if token.suffix in ("s", "re") and token.norm in _PRONOUNS:
        return "is"
    return token.norm


def answers(tokens: list[Token], question: Clause, clause: Clause, language: str) -> str:
    """ "Is there a backup? If there is …", "var mı bak; yoksa …": so or otherwise, empty if it answers no question."""
    span = tokens[clause.first : clause.last]
    if question.role != "action" or not asked(tokens, question, language):
        return ""
    if language == "tr":
        told = {t.norm for t in tokens[question.first : question.last]}
        own = [t for t in span if t.kind == "word" and t.norm not in _NOTHING_OF_ITS_OWN_TR | told]
        again = bool(own) and own[0].norm in {word + end for word in told for end in ("sa", "se", "ysa", "yse")}
        if len(own) != 1 or not (again or own[0].norm in _ANSWERS_TR or _same_verb(own[0].norm, tokens, question)):
            return ""
    elif not elliptical(span):
        return ""
    return "otherwise" if negative(span, language) else "so"


def _same_verb(norm: str, tokens: list[Token], question: Clause) -> bool:
    mine = {stem for stem, _ in _stems(norm)}
    return any(mine & {stem for stem, _ in verb_forms(t.norm)} for t in tokens[question.first : question.last])


def asked(tokens: list[Token], clause: Clause, language: str) -> bool:
    """Is a clause a question, or a command to look whether something holds?"""
    norms = [t.norm for t in tokens[clause.first : clause.last] if t.kind == "word"]
    if not norms:
        return False
    span = tokens[clause.first : clause.last]
    if (norms[0] == "ask" or norms[-1] in ("sor", "danis")) and any(t.kind in ("person", "channel") for t in span):
        return False  # somebody else is asked
    if language == "tr":
        return bool(set(norms) & _QUESTION_TR) or any(
            a.endswith(("ip", "up")) and b.startswith(a[:-2]) for a, b in pairwise(norms)
        )
    if norms[0] in word_set("en", "aux") - {"can", "could", "would", "will", "should"}:
        return True
    return bool(set(norms[:6]) & _LOOKING_EN) and bool(set(norms[1:]) & _QUESTION_EN)


def asks_for_approval(tokens: list[Token], clause: Clause) -> bool:
    """ "get her approval", "onaya sun": what is said behind it is about the answer."""
    return any(
        token.norm.startswith(("approv", "permission", "onay", "izin", "izn"))
        for token in tokens[clause.first : clause.last]
    )
