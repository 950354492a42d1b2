"""The picture and the page."""

import re
import time
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.translation import override

from apps.commands.formats.last import build_last
from apps.commands.report import graph_svg, html_report
from apps.commands.report.graph import fitted
from apps.commands.report.html import duration_text
from apps.commands.report.layout import places_of
from apps.commands.report.richtext import blocks_of
from apps.commands.report.states import DARK, ICONS, LIGHT, NAMES, colour_class

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "</title></text><script>alert('x')</script>\"'&<b onload=x>\x07"
T = "2026-11-21T04:00:0{}.000Z"


def segment(id: str, *needs: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "title": f"Task {id}", "task_type": "wait", "dependencies": list(needs), **fields}


def alt(*segments: dict[str, Any], title: str = "Graph") -> dict[str, Any]:
    return {"alt": "2.0", "title": title, "language": "tr", "segments": list(segments)}


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text")]


class TestPicture:
    def test_each_task_has_a_box_and_each_dependency_a_line(self) -> None:
        root = ET.fromstring(
            graph_svg(alt(segment("a"), segment("b", "a"), segment("c", "a", "b")), {"a": "succeeded"})
        )
        assert len(list(root.iter(f"{SVG}rect"))) == 3
        assert sum(node.get("class") == "alt-line" for node in root.iter(f"{SVG}path")) == 3

    @pytest.mark.parametrize("state", sorted(NAMES))
    def test_a_state_has_a_word_a_shape_and_a_colour(self, state: str) -> None:
        svg = graph_svg(alt(segment("a")), {"a": state})
        with override("en"):
            assert any(str(NAMES[state]) in text for text in texts(svg))
        assert f'd="{ICONS[state]}"' in svg
        assert f"alt-{colour_class(state)}" in svg
        assert set(LIGHT) == set(DARK)
        assert colour_class(state) in LIGHT

    def test_it_can_be_heard(self) -> None:
        root = ET.fromstring(graph_svg(alt(segment("a"), segment("b", "a")), {"a": "failed"}))
        assert root.get("role") == "img"
        named = root.get("aria-labelledby", "").split()
        found = {node.get("id"): node.text for node in root if node.get("id")}
        assert all(found[name] for name in named)
        assert "Task a: failed" in found["alt-graph-text"]  # type: ignore[operator]

    def test_nothing_from_outside_becomes_markup(self) -> None:
        svg = graph_svg(alt(segment("a", title=EVIL, task_type="wait"), title=EVIL), {"a": EVIL})
        root = ET.fromstring(svg)
        assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
            "svg", "title", "desc", "style", "defs", "marker", "path", "g", "rect", "text"
        }  # fmt: skip
        assert "<script" not in svg
        assert not any(name.startswith("on") or "href" in name for node in root.iter() for name in node.attrib)

    def test_it_asks_for_nothing_from_elsewhere(self) -> None:
        svg = graph_svg(alt(segment("a")), {}).replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|@import|url\((?!#)", svg)
        assert "prefers-color-scheme:dark" in svg

    def test_long_titles_are_cut(self) -> None:
        svg = graph_svg(
            alt(segment("a", title="W" * 300), segment("b", title="i" * 300), segment("c", title="漢" * 300)), {}
        )
        cut = [text for text in texts(svg) if text.endswith("…")]
        assert len(cut) == 3
        assert all(len(text) < 45 for text in cut)
        assert fitted("short", 100, 7) == "short"

    def test_a_thousand_tasks_are_drawn_in_good_time_and_no_more(self) -> None:
        many = [segment(f"t{n}", *(f"t{m}" for m in range(max(0, n - 20), n))) for n in range(1_200)]
        began = time.monotonic()
        svg = graph_svg(alt(*many), {})
        assert time.monotonic() - began < 5
        assert len(svg) < 3_000_000
        assert svg.count("<rect") == 1_000

    def test_branches_are_named_on_their_line(self) -> None:
        svg = graph_svg(alt(segment("a"), segment("b", "a", when={"segment": "a", "branch": "else"})), {})
        assert "else" in texts(svg)

    def test_a_circle_or_an_unknown_name_does_not_break_it(self) -> None:
        assert graph_svg(alt(segment("a", "b"), segment("b", "a"), segment("c", "zz")), {}).count("<rect") == 3
        assert graph_svg({"segments": []}, {}).startswith("<svg")

    def test_boxes_do_not_overlap(self) -> None:
        edges = {f"t{n}": [f"t{m}" for m in range(n) if (n * m) % 3 == 1] for n in range(30)}
        places, width, height = places_of(edges)
        assert len(set(places.values())) == 30
        assert all(0 <= place.x < width and 0 <= place.y < height for place in places.values())

    def test_the_words_follow_the_language(self) -> None:
        with override("tr"):
            turkish = graph_svg(alt(segment("a")), {"a": "succeeded"})
        assert ET.fromstring(turkish) is not None


class Reader(HTMLParser):
    """Collects tags and checks that they close."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def graph() -> dict[str, Any]:
    return alt(segment("fetch", title=EVIL), segment("count", "fetch"), segment("post", "count"), title=EVIL)


@pytest.fixture
def last(graph: dict[str, Any]) -> dict[str, Any]:
    command = {
        "id": "0199", "text": EVIL, "title": "Siparişler " + EVIL, "state": "failed", "created_at": T.format(0),
        "started_at": T.format(0), "finished_at": T.format(4), "error": {"code": "x", "title": "x", "detail": EVIL},
        "result": {"text": f"Top\n1. İstanbul: 312\n2. {EVIL}\n\n| a | b |\n| --- | ---: |\n| x\\|y | {EVIL} |"},
    }  # fmt: skip
    common = {"attempt": 2, "log": EVIL + "\nline", "task_type": "http.request"}
    artifact = {"name": EVIL, "bytes": 12_345, "sha256": "0" * 64, "media_type": EVIL}
    return build_last(command, graph, [
        {"id": "fetch", "title": EVIL, "state": "succeeded", "started_at": T.format(0), "finished_at": T.format(2),
         "output": [{EVIL: EVIL, "n": n} for n in range(100)], "artifacts": [artifact], **common},
        {"id": "count", "title": "Say", "state": "failed", "started_at": T.format(2), "finished_at": T.format(4),
         "output": {"text": EVIL}, "error": {"code": "x", "detail": EVIL}, **common},
        {"id": "post", "title": "Yaz", "state": "skipped", "started_at": None, "finished_at": None, "output": [1, {"a": 2}],
         **common},
    ])  # fmt: skip


class TestPage:
    @pytest.mark.parametrize("language", ["tr", "en", "tr-TR", "de"])
    def test_it_is_whole_and_safe(self, last: dict[str, Any], graph: dict[str, Any], language: str) -> None:
        page = html_report(last, graph, language)
        reader = Reader()
        reader.feed(page)
        assert reader.open == []
        names = {tag for tag, _attrs in reader.tags}
        assert not names & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "b", "a"}
        assert not any(
            name.startswith("on") or name in ("src", "href", "style") for _tag, attrs in reader.tags for name in attrs
        )
        assert reader.tags[0] == ("html", {"lang": "tr" if language.startswith("tr") else "en"})
        assert not re.search(r"@import|url\((?!#)", page)

    def test_it_tells_what_happened(self, last: dict[str, Any], graph: dict[str, Any]) -> None:
        page = html_report(last, graph, "en")
        for words in (
            "Siparişler",
            "İstanbul: 312",
            "1 / 3",
            "50%",
            "4 s",
            "100 rows",
            "12.1",
            "failed",
            "skipped",
            "x|y",
        ):
            assert words in page, words
        assert "2026-11-21 04:00:00 UTC" in page
        assert "<svg" in page

    def test_figures_follow_the_language(self, last: dict[str, Any], graph: dict[str, Any]) -> None:
        last["metrics"]["success_rate"] = 0.6667
        assert "%66,7" in html_report(last, graph, "tr")
        assert "66.7%" in html_report(last, graph, "en")
        assert 'x="50.00"' in html_report(last, graph, "tr")  # a comma there would break the picture

    def test_the_smallest_run_has_a_page(self) -> None:
        graph = alt(segment("a"))
        command = {"id": "1", "text": "", "title": "", "state": "cancelled"}
        page = html_report(build_last(command, graph, []), graph, "en")
        assert "–" in page

    def test_a_thousand_tasks_are_shown_in_good_time(self) -> None:
        graph = alt(*(segment(f"t{n}") for n in range(1_000)))
        tasks = [
            {"id": f"t{n}", "task_type": "wait", "state": "succeeded", "output": [{"a": n}] * 50} for n in range(1_000)
        ]
        began = time.monotonic()
        page = html_report(build_last({"id": "1", "state": "succeeded"}, graph, tasks), graph, "tr")
        assert time.monotonic() - began < 20
        assert len(page) < 10_000_000

    @pytest.mark.parametrize(
        ("milliseconds", "text"),
        [(None, "–"), (0, "0 ms"), (999, "999 ms"), (1_500, "1.5 s"), (60_000, "1 min 0 s"), (3_660_000, "1 h 1 min")],
    )
    def test_times_are_said_as_people_do(self, milliseconds: int | None, text: str) -> None:
        with override("en"):
            assert duration_text(milliseconds, "en") == text


def test_posted_markdown_becomes_blocks() -> None:
    assert blocks_of("Top:\nof all\n\n1. a\n2. b\\_c\n| x |\n|---|\n| y |\n\nend **bold**") == [
        {"text": "Top:\nof all"},
        {"list": ["a", "b_c"]},
        {"head": ["x"], "rows": [["y"]]},
        {"text": "end bold"},
    ]
    assert blocks_of("") == []
