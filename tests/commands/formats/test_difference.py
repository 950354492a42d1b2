"""What two runs are told to differ in."""

from apps.commands.formats.difference import MOST, changes, difference


def alt(*segments, **top):
    return {"alt": "2.0", "title": "T", "variables": {}, "segments": list(segments), **top}


def test_segments_are_compared_by_id_and_not_by_place():
    one, two = {"id": "a", "task_type": "x", "span": [0, 1]}, {"id": "b", "task_type": "y"}
    same = difference({"alt": alt(one, two)}, {"alt": alt(two, {**one, "span": [3, 4]})})
    assert same["definition"] == {"same": True, "changes": [], "more": False}
    other = difference({"alt": alt(one)}, {"alt": alt({**one, "task_type": "z"}, two)})
    assert [(row["pointer"], row["change"]) for row in other["definition"]["changes"]] == [
        ("/segments/a/task_type", "changed"),
        ("/segments/b", "added"),
    ]


def test_values_are_compared_as_json_compares_them():
    assert list(changes({"a": 1}, {"a": 1.0})) == []
    assert [row["pointer"] for row in changes({"a": 1, "b/c": [1, 2]}, {"a": True, "b/c": [1, 3]})] == ["/a", "/b~1c/1"]
    assert [row["change"] for row in changes({"a": None}, {})] == ["removed"]


def test_the_list_of_differences_ends():
    many = {f"v{n}": n for n in range(MOST + 10)}
    part = difference({"alt": alt(variables=many)}, {"alt": alt()})["inputs"]
    assert (part["same"], len(part["changes"]), part["more"]) == (False, MOST, True)
