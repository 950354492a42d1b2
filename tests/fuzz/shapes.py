"""Shapes that break readers: circles, hosts of tasks, depths, aliases, doubled keys, endless texts. Each by its name."""

from collections.abc import Callable
from typing import Any

HEAD = 'alt: "2.0"\nsegments:\n'
DEEP, MANY, LONG = 10_000, 100_000, 10_000_000
Make = Callable[[], Any]


def alt(*segments: dict[str, Any], **top: Any) -> dict[str, Any]:
    return {"alt": "2.0", **top, "segments": list(segments)}


def step(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"t{number}", "task_type": "text.count", **more}


def workflow(tasks: Any) -> dict[str, Any]:
    return {"document": {"dsl": "1.0.3", "namespace": "a", "name": "a", "version": "1.0.0"}, "do": tasks}


def circle(count: int) -> dict[str, Any]:
    return alt(*(step(number, dependencies=[f"t{(number - 1) % count}"]) for number in range(count)))


def blocks(count: int) -> dict[str, Any]:
    """Each task in a block of the one before."""
    inner = (step(number, when={"segment": f"t{number - 1}", "branch": "then"}) for number in range(1, count))
    return alt(step(0), *inner)


def nested(levels: int, inner: Any = 1) -> Any:
    for _level in range(levels):
        inner = [inner]
    return inner


def nested_workflow(levels: int) -> dict[str, Any]:
    tasks: Any = [{"a": {"set": {"x": 1}}}]
    for _level in range(levels):
        tasks = [{"a": {"do": tasks}}]
    return workflow(tasks)


def functions_in_a_circle(count: int) -> dict[str, Any]:
    called = {
        f"f{number}": {"segments": [{"id": "a", "task_type": "call", "parameters": {"function": f"f{(number + 1) % count}"}}]}
        for number in range(count)
    }  # fmt: skip
    return alt({"id": "a", "task_type": "call", "parameters": {"function": "f0"}}, functions=called)


def condition(text: str) -> dict[str, Any]:
    return alt(step(0, **{"if": text}))


def rows(count: int) -> str:
    return "".join(f"- {{id: t{number}, task_type: x}}\n" for number in range(count))


def laughs(levels: int) -> str:
    return "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, levels))


# What it is, how it is made, and a code of the refusal; None where it is a document that may run (functions that call
# one another without end are stopped where they run).
DOCUMENTS: dict[str, tuple[Make, str | None]] = {
    "a task that waits for itself": (lambda: circle(1), "alt.cycle"),
    "a circle of 1,000 tasks": (lambda: circle(1_000), "alt.cycle"),
    "functions that call one another in a circle": (lambda: functions_in_a_circle(50), None),
    "1,000 blocks in one another": (lambda: blocks(1_000), "alt.too_deep"),
    "100,000 tasks in YAML": (lambda: HEAD + rows(MANY), "alt.too_large"),
    "100,000 tasks as data": (lambda: alt(*map(step, range(MANY))), "alt.too_large"),
    "30,000 tasks in YAML": (lambda: HEAD + rows(30_000), "alt.maxitems"),
    "100,000 tasks of a workflow": (lambda: workflow([{f"t{n}": {"set": {}}} for n in range(MANY)]), "alt.too_large"),
    "10,000 tasks of one name in a workflow": (
        lambda: workflow([{"t": {"set": {}}} for _n in range(10_000)]), "alt.too_large",
    ),
    "1,000 tasks, each after all before": (
        lambda: alt(*(step(n, dependencies=[f"t{m}" for m in range(max(0, n - 99), n)]) for n in range(1_000))), None,
    ),
    "depth 10,000 in JSON": (lambda: '{"alt":' + "[" * DEEP + "]" * DEEP + "}", "alt.too_deep"),
    "depth 10,000 in YAML": (lambda: "alt: " + "[" * DEEP + "]" * DEEP, "alt.too_deep"),
    "depth 1,000 in YAML by indentation": (lambda: "".join(" " * n + "a:\n" for n in range(1_000)), "alt.too_deep"),
    "depth 10,000 of sequences in YAML": (lambda: "- " * DEEP + "a", "alt.too_deep"),
    "depth 10,000 as data": (lambda: alt(variables={"v": nested(DEEP)}), "alt.too_deep"),
    "a workflow 10,000 deep": (lambda: nested_workflow(DEEP), "alt.too_deep"),
    "a condition 10,000 deep": (lambda: condition("(" * DEEP + "1" + ")" * DEEP), "alt.maxlength"),
    "a condition 400 deep": (lambda: condition("(" * 400 + "1" + ")" * 400), "alt.expression"),
    "a condition of 300,000 signs": (lambda: condition("true && " * 37_500 + "true"), "alt.maxlength"),
    "an alias": (lambda: "alt: &a x\nb: *a", "alt.alias"),
    "thirty layers of aliases": (lambda: laughs(30), "alt.alias"),
    "200,000 anchors": (lambda: "&a " * 200_000, "alt.alias"),
    "a merge key": (lambda: 'alt: "2.0"\n<<: {a: 1}', "alt.field_unknown"),
    "a tag that would run code": (lambda: "alt: !!python/object/apply:os.system [ls]", "alt.tag"),
    "a key that stands twice in YAML": (lambda: 'alt: "2.0"\nalt: "2.0"', "alt.duplicate_key"),
    "a key that stands twice in JSON": (lambda: '{"alt": "2.0", "alt": "2.0"}', "alt.duplicate_key"),
    "50,000 keys of one name": (lambda: "a: 1\n" * 50_000, "alt.duplicate_key"),
    "50,000 keys": (lambda: "".join(f"k{n}: 1\n" for n in range(50_000)), "alt.field_unknown"),
    "a text of 10 MB in YAML": (lambda: "alt: '" + "x" * LONG + "'", "alt.too_large"),
    "a text of 10 MB in JSON": (lambda: '{"alt": "' + "x" * LONG + '"}', "alt.too_large"),
    "a text of 10 MB as data": (lambda: alt(title="x" * LONG), "alt.too_large"),
    "a key of 10 MB as data": (lambda: alt(**{"x" * LONG: 1}), "alt.too_large"),
    "10 MB of bytes that are no text": (lambda: b"\xff" * LONG, "alt.too_large"),
    "1 MB of bytes that are no text": (lambda: b"\xff" * 1_000_000, "alt.encoding"),
    "1 MB of one sign": (lambda: HEAD + "  - id: " + "x" * 999_000, "alt.maxlength"),
    "100,000 escapes": (lambda: '{"alt": "' + "\\u0041" * 100_000 + '"}', "alt.const"),
    "a number of 100,000 digits": (lambda: '{"alt": ' + "9" * 100_000 + "}", "alt.number"),
}  # fmt: skip
WISHES: dict[str, Make] = {
    "10 MB of one letter": lambda: "x" * LONG,
    "20,000 letters": lambda: "x" * 20_000,
    "20,000 signs": lambda: "?!" * 10_000,
    "20,000 digits": lambda: "9" * 20_000,
    "quotation marks that open": lambda: '"' * 20_000,
    "brackets that open": lambda: "(" * 20_000,
    "conditions in one another": lambda: "if it is empty " * 1_300,
    "conditions in one another, in Turkish": lambda: "liste boşsa " * 1_600,
    "a chain of 3,000 clauses": lambda: "then post it and " * 1_100,
    "dates without end": lambda: "tomorrow at 9 " * 1_400,
    "dates without end, in Turkish": lambda: "yarın 9'da " * 1_800,
    "a file of many dots": lambda: "a." * 10_000,
    "an address without end": lambda: "https://" + "a/" * 9_990,
}
