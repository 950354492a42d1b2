"""What is done several times: how often ("3 times"), for how long ("for 3 days"), until when ("until it is up")."""

import re
from datetime import datetime, timedelta

from .dates import Time
from .language import bag, fold
from .reading import WORD_NUMBERS
from .tokens import Token
from .turkish import noun_stems, verb_forms

_TIMES = bag("times kere kez defa")
_LASTS_TR = bag("boyunca sureyle suresince suresinde")
_LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_EVERY = re.compile(r"FREQ=(MINUTELY|HOURLY);INTERVAL=(\d+)")
_UP_EN = bag(
    "up works work online reachable answers responds succeeds available back ok okay alive running returns return passes"
)
_UP_TR = bag("acil calis basar don cevapla yanitla ayaga gel ulasil gec")
_DONE_BY = bag(
    "http.request chat.post notify.push notify.email command.run file.write file.copy model.run data.transform search.messages"
)
_LONGEST = 24 * 60  # minutes that a run lasts


def with_ends(times: list[Time], text: str, now: datetime, language: str) -> list[Time]:
    """Give a repetition the end that is said with it: "for 3 days", "cumaya kadar"."""
    repeated = [time for time in times if time.type == "set" and time.rrule and "UNTIL" not in time.rrule]
    if len(repeated) != 1:
        return times
    [again] = repeated
    for time in times:
        before, behind = fold(text[: time.start]).split()[-1:], fold(text[time.end : time.end + 30]).split()[:1]
        said = fold(time.text).split()
        begin = datetime.fromisoformat(again.value) if again.value and len(again.value) > 10 else now
        end = None
        if time.type == "duration" and (length := length_of(time.value)) and (
            (language == "en" and (before == ["for"] or said[:1] == ["for"])) or set(behind) & _LASTS_TR
        ):  # fmt: skip
            end = begin + length - timedelta(seconds=1)
        elif time.type.endswith("range") and time.end_value and said[:1] in (["until"], ["till"], ["for"]):
            end = datetime.fromisoformat(time.end_value)
        elif time.type in ("date", "datetime") and time.value and behind in (["kadar"], ["dek"]) and language == "tr":
            end = datetime.fromisoformat(time.value)
        if end is None or not again.rrule:
            continue
        fine = again.rrule.startswith(("FREQ=MINUTELY", "FREQ=HOURLY")) or end.hour or end.minute
        again.rrule += (
            f";UNTIL={end:%Y%m%dT%H%M%S}" if fine and (end.hour, end.minute) != (0, 0) else f";UNTIL={end:%Y%m%d}"
        )
        break
    return times


def length_of(value: str | None) -> timedelta | None:
    """An ISO duration of days and smaller as a length."""
    found = _LENGTH.fullmatch(value or "")
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds) if days < 4000 else None


def said_times(span: list[Token]) -> int | None:
    """ "3 times", "üç kere": how often a step is to be done."""
    for i, token in enumerate(span[1:], 1):
        if token.norm not in _TIMES or token.kind != "word":
            continue
        before, behind = span[i - 1], span[i + 1].norm if i + 1 < len(span) else ""
        number = int(before.text) if before.kind == "number" and before.text.isdigit() and len(before.text) < 5 else (
            WORD_NUMBERS.get(before.norm))  # fmt: skip
        if number and number > 1 and behind not in ("a", "per", "as", "more", "larger", "bigger", "daha", "fazla"):
            return number
    return None


def said_until(span: list[Token], times: list[Time], language: str) -> list[Token]:
    """The words of what a step is repeated until, which is no moment: "until it returns 200", "200 dönene kadar"."""
    for i, token in enumerate(span):
        if token.kind != "word":
            continue
        if language == "en" and token.norm in ("until", "till") and i and i + 1 < len(span):
            if any(time.start < span[i + 1].end and token.start <= time.start for time in times if time.type != "set"):
                return []
            return span[i + 1 :] if span[i + 1].norm not in ("now", "then", "further") else []
        if language == "tr" and token.norm in ("kadar", "dek") and i and span[i - 1].norm.endswith(("ana", "ene")) and (
            len(span[i - 1].norm) > 4 and span[i - 1].kind == "word"
        ):  # fmt: skip
            return span[max(0, i - 4) : i]
    return []


def repeated(segments: list[dict], spans: dict[str, list[Token]], times: list[Time], language: str) -> list[dict]:
    """The segments with loops around what is done several times; what cannot be read as one is left to be asked about."""
    out: list[dict] = []
    moved: dict[str, str] = {}
    for segment in segments:
        span, kind = spans.get(segment["id"], []), segment["task_type"]
        around = segment["span"]
        inside = [time for time in times if around[0] <= time.start and time.end <= around[1] + 1]
        again = next((time for time in inside if time.type == "set"), None)
        often, until = said_times(span), said_until(span, inside, language)
        made: list[dict] = []
        if kind in ("wait", "approval.request", "event.listen", "loop.each", "todo.create", "chat.ask"):
            often, until = None, []
        if often and again and again.rrule and "COUNT" not in again.rrule:
            again.rrule += f";COUNT={often}"
            if "rrule" in segment["parameters"]:
                segment["parameters"]["rrule"] = again.rrule
        elif often and _retries(span):
            segment["retry"] = {"limit": min(often, 10)}
        elif often and kind in _DONE_BY:
            made = _often(segment, often)
        elif often:
            segment["repeats"] = True
        if until and kind == "http.request" and _up(until, language):
            made = _until(segment, again)
        elif until and kind != "condition.if":
            segment["repeats"] = True
        if made:
            moved[segment["id"]] = made[0]["id"]
        out += made or [segment]
    for segment in out:
        segment["dependencies"] = [moved.get(name, name) for name in segment["dependencies"]]
    return out


def _retries(span: list[Token]) -> bool:
    norms = {t.norm for t in span}
    return bool(norms & {"again", "retry", "tekrar", "yeniden"}) and len(span) < 8


def _up(until: list[Token], language: str) -> bool:
    """Does the end say no more than that the address answers well?"""
    words = [t.norm for t in until if t.kind == "word"]
    if any(t.kind == "number" and t.text not in ("200", "10", "5") and t.text[:1] != "2" for t in until):
        return False
    if language == "en":
        return bool(_UP_EN & set(words)) and len(words) < 7 and not {"not", "no", "row", "rows", "count"} & set(words)
    stems = {stem for w in words[-1:] for stem, _ in verb_forms(w.removesuffix("a").removesuffix("e"))}
    last = words[-1] if words else ""
    return bool(stems & _UP_TR) or last.startswith(tuple(_UP_TR)) or bool(noun_stems(last) & _UP_TR)


def _often(segment: dict, often: int) -> list[dict]:
    loop = _around(
        segment, "loop.each", {"in": list(range(1, min(often, 1000) + 1)), "text": segment["content"]}, "times"
    )
    segment |= {"when": {"segment": loop["id"], "branch": "each"}, "dependencies": []}
    return [loop, segment]


def _until(segment: dict, again: Time | None) -> list[dict]:
    """Call it again and again: what fails gives "again", and the loop goes on while it does."""
    segment["parameters"].pop("rrule", None)
    found = _EVERY.match((again.rrule if again else None) or "")
    minutes = int(found[2]) * (60 if found[1] == "HOURLY" else 1) if found else 1
    if again:
        again.type, again.rrule, again.value = "duration", None, f"PT{minutes}M"
    limit = max(1, min(1000, _LONGEST // max(1, minutes)))
    loop = _around(
        segment,
        "loop.while",
        {"condition": 'last == "again"', "check": "after", "delay": f"PT{minutes}M", "limit": limit, "text": segment["content"]},
        "until",
    )  # fmt: skip
    attempt = {**loop, "id": f"{segment['id'][:50]}_try", "task_type": "try", "parameters": {"catch": {}}, "dependencies": [],
               "when": {"segment": loop["id"], "branch": "do"}}  # fmt: skip
    once_more = {**attempt, "id": f"{segment['id'][:50]}_again", "task_type": "set", "parameters": {"values": "again"},
                 "when": {"segment": attempt["id"], "branch": "catch"}}  # fmt: skip
    segment |= {"when": {"segment": attempt["id"], "branch": "try"}, "dependencies": []}
    return [loop, attempt, segment, once_more]


def _around(segment: dict, kind: str, parameters: dict, name: str) -> dict:
    found = {**segment, "id": f"{segment['id'][:50]}_{name}", "task_type": kind, "parameters": parameters,
             "rivals": [], "unknown": False, "unmarked": []}  # fmt: skip
    segment.pop("when", None)
    return found
