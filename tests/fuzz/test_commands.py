"""A short run of the fuzz of commands, and that it can find something."""

from tests.fuzz import commands_fuzz


def test_random_commands_do_no_harm() -> None:
    failures, _slowest = commands_fuzz.run(400, seed=11)
    assert failures == []


def test_the_same_seed_gives_the_same_commands() -> None:
    assert list(commands_fuzz.commands(50, 3)) == list(commands_fuzz.commands(50, 3))


def test_what_raises_is_found(monkeypatch) -> None:
    def broken(text: str, **options: object) -> dict:
        raise ValueError(text)

    monkeypatch.setattr(commands_fuzz, "segment", broken)
    assert len(commands_fuzz.run(5, seed=1)[0]) == 5
