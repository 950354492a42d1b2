"""Parameters of a segment, read from its words."""

from dataclasses import replace

from .asking import ask, listen
from .casing import values as cased
from .dates import Time
from .filters import contained
from .language import bag
from .polls import poll
from .reading import Reading, as_said
from .steps import steps_of
from .tokens import quoted
from .turkish import noun_stems
from .values_asked import approval, model, search
from .values_http import http
from .values_sent import chat, email, push, remind, todo


def parameters_of(reading: Reading) -> dict:
    """Parameters for the task type, leaving out what was not said."""
    handler = _HANDLERS.get(reading.task_type)
    found = handler(reading) if handler else {}
    if reading.task_type in _SCHEDULABLE:
        found |= _schedule(replace(reading, times=_outside(reading, found.get("text"))))
    return {key: value for key, value in found.items() if value not in (None, [], "", {})}


def _outside(r: Reading, said: object) -> list[Time]:
    """The times of a step that are no part of the text that it sends."""
    first = r.text.find(said, r.span[0].start) if isinstance(said, str) and said else -1
    if not said or not isinstance(said, str):
        return r.times
    if first < 0:
        return []
    outside = [time for time in r.times if time.end <= first or time.start >= first + len(said)]
    return [time for time in outside if time.type == "time"]  # a whole date is taken from the wish itself


def _schedule(r: Reading) -> dict:
    """A moment or repetition said with a task that would otherwise run at once."""
    again, point = r.time("set"), r.time("datetime", "time", "date")
    out: dict = {"rrule": again.rrule if again else None}
    if point and point.value and point.value[:10] >= r.today:
        out["at"] = point.value
    return out


def _transform(r: Reading) -> dict:
    files = r.of_kind("file")
    return {"path": files[0] if files else None, "url": next(iter(r.of_kind("url")), None),
            "steps": steps_of(r.span, r.language)}  # fmt: skip


def _text_count(r: Reading) -> dict:
    norms = {t.norm for t in r.span} | {s for t in r.span if r.language == "tr" for s in noun_stems(t.norm)}
    what = "all"
    for name, listed in (("words", {"words", "word", "kelime", "sozcuk"}), ("lines", {"lines", "line", "satir"}),
                         ("characters", {"characters", "letters", "karakter", "harf"})):  # fmt: skip
        if norms & listed:
            what = name
            break
    found = contained(r.span, r.language)
    path = next(iter(r.of_kind("file")), None)
    text = next((quoted(t) for t in r.span if t.kind == "quote"), None) if not (path or found) else None
    return {"what": what, "path": path, "containing": found, "text": text}


def _file(r: Reading) -> dict:
    files = r.of_kind("file")
    out: dict = {"path": files[-1] if files and r.task_type == "file.write" else files[0] if files else None}
    if r.task_type == "file.copy" and len(files) > 1:
        out["to"] = files[1]
    if not files and r.task_type in ("file.delete", "file.copy"):
        out["what"] = _object_words(r)
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    if quotes and r.task_type == "file.write" and files:
        out["content"] = quotes[0]
    if not files and quotes:
        out["path"] = quotes[-1]
    return out


_SCHEDULABLE = bag(
    "http.request chat.post notify.email notify.push file.read file.write file.delete file.copy command.run"
)
_COMMAND_WORDS = bag(
    "run execute start launch trigger rerun the command saved workflow script job routine pipeline my our a "
    "called named please again calistir komut komutu komutunu komutunun kayitli adli isimli baslat yurut "
    "tetikle betigini akisini isini rutinini betik"
)


def _command(r: Reading) -> dict:
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    if quotes:
        return {"name": quotes[0]}
    hyphen = [t.text for t in r.span if t.kind == "word" and ("-" in t.text or "_" in t.text)]
    if hyphen:
        return {"name": hyphen[0]}
    rest = [t.text for t in r.span if t.kind == "word" and t.norm not in _COMMAND_WORDS]
    return {"name": " ".join(rest[:4])}


def _wait(r: Reading) -> dict:
    duration = r.time("duration")
    if duration:
        return {"duration": as_said(duration)}
    point = r.time("datetime", "time", "date")
    if point and as_said(point):
        return {"duration": as_said(point)}
    stretch = r.time("timerange", "datetimerange", "daterange")
    return {"until": point.value if point else (stretch.start_value or stretch.end_value) if stretch else None}


def _object_words(r: Reading) -> str:
    return r.content


_HANDLERS = {
    "http.request": http, "data.transform": _transform, "text.count": _text_count, "file.read": _file,
    "file.write": _file, "file.delete": _file, "file.copy": _file, "chat.post": chat, "notify.email": email,
    "notify.push": push, "remind.create": remind, "todo.create": todo, "model.run": model,
    "search.messages": search, "chat.ask": ask, "chat.poll": poll, "event.listen": listen, "set": cased, "approval.request": approval, "command.run": _command, "wait": _wait,
}  # fmt: skip
