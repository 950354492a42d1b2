"""What Dream, Explore and Chaos add, and what personas change."""

import pytest

from apps.commands.segmentation.modes.chaos import FROM_LEVEL, KINDS, faults_of
from apps.commands.segmentation.modes.dream import rules, take_in
from apps.commands.segmentation.modes.explore import as_variant
from apps.commands.segmentation.modes.personas import instruction_of, personas

from .graphs import plan

WISH = (
    "download https://example.org/a.csv, keep the rows where age is greater than 30, count by city, post the top 3 here"
)
TURKISH = "https://ornek.org/a.csv adresindeki tabloyu indir, şehre göre say, ilk 3'ü buraya yaz"


def test_normal_adds_nothing() -> None:
    metadata = plan(WISH)["metadata"]
    assert not metadata.keys() & {"proposals", "variants", "chaos", "wording"}


def test_a_mode_changes_no_segment() -> None:
    plain = plan(WISH)["segments"]
    assert all(plan(WISH, mode=mode)["segments"] == plain for mode in ("dream", "explore", "chaos"))


def test_dream_proposes_branches_that_do_not_run() -> None:
    document = plan(WISH, mode="dream")
    proposals = document["metadata"]["proposals"]
    assert 1 <= len(proposals) <= 5
    ids = {segment["id"] for segment in document["segments"]}
    for proposal in proposals:
        assert proposal["optional"]
        assert proposal["after"] in ids
        assert proposal["why"]
        assert not ids & {segment["id"] for segment in proposal["segments"]}


def test_a_proposal_that_is_taken_in_becomes_part_of_the_graph() -> None:
    document = plan(WISH, mode="dream")
    chosen = document["metadata"]["proposals"][0]
    taken = take_in(document, [chosen["id"], "p99"])
    assert taken["segments"] == [*document["segments"], *chosen["segments"]]
    assert "proposals" not in taken["metadata"]
    assert "proposals" in document["metadata"]


def test_dream_speaks_the_language_of_the_wish() -> None:
    assert {p["title"] for p in plan(TURKISH, mode="dream")["metadata"]["proposals"]} <= {
        r["title"]["tr"] for r in rules()
    }


def test_explore_widens_values_into_variants() -> None:
    document = plan(WISH, mode="explore")
    changes = [variant["changes"][0] for variant in document["metadata"]["variants"]]
    assert {(c["pointer"], c["from"]) for c in changes} >= {("/limit", 3), ("/steps/0/value", 30)}
    assert all(c["to"] != c["from"] for c in changes)
    assert len(changes) <= 8


def test_a_variant_is_the_graph_with_its_value() -> None:
    document = plan(WISH, mode="explore")
    variant = next(v for v in document["metadata"]["variants"] if v["changes"][0]["pointer"] == "/steps/0/value")
    change = variant["changes"][0]
    graph = as_variant(document, variant["id"])
    assert graph is not None
    changed = next(s for s in graph["segments"] if s["id"] == change["segment"])
    assert changed["parameters"]["steps"][0]["value"] == change["to"]
    assert graph["metadata"]["variant"] == variant["id"]
    assert as_variant(document, "v99") is None


@pytest.mark.parametrize("level", range(1, 11))
def test_chaos_declares_kinds_seed_and_blast_radius(level: int) -> None:
    chaos = plan(WISH, mode="chaos", chaos_level=level)["metadata"]["chaos"]
    assert chaos["level"] == level
    assert chaos["seed"]
    assert chaos["sandbox"]
    assert chaos["blast_radius"]["outside"] is False
    assert chaos["faults"]
    assert all(FROM_LEVEL[fault["kind"]] <= level for fault in chaos["faults"])
    assert {fault["segment"] for fault in chaos["faults"]} <= set(chaos["blast_radius"]["segments"])


def test_the_same_seed_gives_the_same_faults() -> None:
    segments = plan(WISH)["segments"]
    assert faults_of(segments, 7, 42) == faults_of(segments, 7, 42)
    assert len({str(faults_of(segments, 7, seed)) for seed in range(20)}) > 1
    assert {f["kind"] for seed in range(200) for f in faults_of(segments, 10, seed)} == set(KINDS)


def test_chaos_strikes_no_decision_and_no_wait() -> None:
    wish = "run the weekly-report command, if it fails post it in #x, then wait 5 minutes"
    chaos = plan(wish, mode="chaos", chaos_level=10)["metadata"]["chaos"]
    types = {s["id"]: s["task_type"] for s in plan(wish)["segments"]}
    assert {types[fault["segment"]] for fault in chaos["faults"]} <= {"command.run", "chat.post"}


@pytest.mark.parametrize("persona", ["technical_expert", "creative_writer", "researcher", "project_manager"])
def test_a_persona_sets_defaults_and_words(persona: str) -> None:
    document = plan(WISH, persona=persona)
    assert document["metadata"]["wording"] == personas()[persona]["plan"]["en"].format(n=4)
    assert instruction_of(persona, "tr") != instruction_of(persona, "en")


def test_what_was_said_beats_the_default_of_a_persona() -> None:
    [segment] = plan("search the last 7 messages about invoices", persona="researcher")["segments"]
    assert segment["parameters"]["limit"] == 50
    assert "retry" not in plan(WISH)["segments"][0]
    assert plan(WISH, persona="technical_expert")["segments"][0]["retry"]["limit"] == 3


def test_an_unknown_persona_changes_nothing() -> None:
    assert plan(WISH, persona="pirate")["segments"] == plan(WISH)["segments"]
    assert instruction_of("pirate", "en") == ""
