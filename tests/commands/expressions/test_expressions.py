"""Expressions compute values of JSON, and nothing else, within their bounds."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.commands import expressions
from apps.commands.expressions import ExpressionError
from apps.commands.expressions.sandbox import sandbox

ROWS = [{"name": "İnci", "price": 3}, {"name": "ırmak", "price": 12.5}]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("size(rows) == 2 && rows.exists(r, r.price > 10)", True),
        ("rows.filter(r, r.price > 10).map(r, r.name)", ["ırmak"]),
        ("rows[0].name + '!'", "İnci!"),
        ("size('İıçğ')", 4),
        ("has(rows[0].weight) ? rows[0].weight : 0", 0),
        ("timestamp('2026-11-21T09:00:00Z') + duration('90s')", "2026-11-21T09:01:30+00:00"),
        ("duration('90s')", "PT90S"),
        ("b'ab'", "YWI="),
        ("{'a': 1u, 'b': null}", {"a": 1, "b": None}),
        ("'a,b'.split(',')", ["a", "b"]),
        ("math.greatest(1, 3)", 3),
    ],
)
def test_works(expression: str, value: object) -> None:
    assert expressions.evaluate(expression, {"rows": ROWS, "unused": object}) == value


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("1 / 0", "expression.failed"),
        ("nobody", "expression.failed"),
        ("rows[7]", "expression.failed"),
        ("1 +", "expression.failed"),
        ("1.0 / 0.0", "expression.failed"),
        ("'" + "a" * 2_000 + "'", "expression.too_long"),
    ],
)
def test_has_no_value(expression: str, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        expressions.evaluate(expression, {"rows": ROWS})
    assert caught.value.code == code
    assert str(caught.value)


def test_a_condition_is_true_or_false() -> None:
    assert expressions.decide("rows.size() > 1", {"rows": ROWS}) is True
    with pytest.raises(ExpressionError) as caught:
        expressions.decide("rows.size()", {"rows": ROWS})
    assert caught.value.code == "expression.not_a_condition"


@pytest.mark.parametrize("slow", ["n.all(a, n.all(b, n.all(c, a + b + c >= 0)))", "n.map(a, n)"])
def test_what_takes_too_long_is_ended_and_the_next_one_works(slow: str) -> None:
    numbers = list(range(3_000))
    with pytest.raises(ExpressionError) as caught:
        expressions.evaluate(slow, {"n": numbers})
    assert caught.value.code == "expression.too_slow"
    assert expressions.evaluate("n[1] + 1", {"n": numbers}) == 2
    with pytest.raises(ExpressionError) as caught:
        expressions.transform("def f: f; f", None, {})
    assert caught.value.code == "expression.too_slow"


def test_what_grows_is_refused() -> None:
    with pytest.raises(ExpressionError) as caught:
        expressions.evaluate("[t, t, t]", {"t": "a" * 400_000})
    assert caught.value.code == "expression.too_large"
    with pytest.raises(ExpressionError) as caught:
        expressions.transform('[limit(60; repeat("a"))] | reduce .[] as $x ("a"; . + .) | length', None, {})
    assert caught.value.code in ("expression.too_large", "expression.too_slow", "expression.failed")


def test_shapes_with_jmespath() -> None:
    assert expressions.shape("[?price > `10`].name", ROWS) == ["ırmak"]
    with pytest.raises(ExpressionError):
        expressions.shape("[?", ROWS)


@pytest.mark.parametrize("program", ["env", "$ENV"])
def test_jq_sees_nothing_of_the_host(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_CANARY", "canary")
    found = expressions.transform(program, None, {})
    assert "SECRET_CANARY" not in found
    assert set(found) <= {"PYTHONPATH", "LC_CTYPE"}


@pytest.mark.parametrize("program", ['import "a" as $a; 1', ' include "a"; 1'])
def test_jq_loads_no_files(program: str) -> None:
    with pytest.raises(ExpressionError):
        expressions.transform(program, None, {})


def test_jq_computes_with_variables() -> None:
    assert expressions.transform('{c: (.c + ["red"]), i: $index}', {"c": None}, {"index": 2}) == {"c": ["red"], "i": 2}
    assert expressions.transform("empty", 1, {}) is None


def test_a_process_that_was_ended_is_started_again() -> None:
    assert expressions.evaluate("1 + 1", {}) == 2
    process = sandbox._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert expressions.evaluate("1 + 2", {}) == 3


def test_many_threads_get_their_own_answers() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: expressions.evaluate("n * 2", {"n": n}), range(200))) == [
            n * 2 for n in range(200)
        ]


@pytest.mark.parametrize("language", ["cel", "jmespath"])
def test_tells_how_it_is_written_wrongly(language: str) -> None:
    assert expressions.check("a.b", language) is None
    assert expressions.check("a[", language)
    assert expressions.check("a" * 1_001, language)
    assert expressions.check("(" * 900, language)
