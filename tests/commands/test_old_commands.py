"""Commands from before the column of search words are found like any other."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from apps.commands import stems
from apps.commands.actions import submit_command
from apps.commands.models import Command
from apps.commands.searching import found_commands

pytestmark = pytest.mark.django_db
MIGRATION = import_module("apps.commands.migrations.0012_search_text")


class Editor:
    connection = connection


@pytest.fixture
def old(ayse, graph):
    alt = [graph(("a", "wait", {"duration": "PT1H"}, ()), title=f"Bütçe raporları {number}") for number in range(5)]
    made = [submit_command(actor=ayse, alt=one) for one in alt]
    Command.objects.update(search_text="")
    return made


def test_they_are_found_afterwards(ayse, old, monkeypatch):
    monkeypatch.setattr(MIGRATION, "BATCH", 2)
    assert not found_commands(ayse, "rapor").exists()
    MIGRATION.fill(apps, Editor)
    assert set(found_commands(ayse, "rapor")) == set(old)


def test_one_that_was_stopped_goes_on_where_it_was(ayse, old, monkeypatch):
    monkeypatch.setattr(MIGRATION, "BATCH", 2)
    left, real = [3], stems.search_words

    def mortal(text):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(text)

    monkeypatch.setattr(stems, "search_words", mortal)
    with pytest.raises(KeyboardInterrupt):
        MIGRATION.fill(apps, Editor)
    assert Command.objects.exclude(search_text="").count() == 2
    left[0] = 3
    MIGRATION.fill(apps, Editor)
    assert not Command.objects.filter(search_text="").exists()


def test_one_without_any_words_does_not_go_round_for_ever(ayse, old):
    Command.objects.update(title="…", text="")
    MIGRATION.fill(apps, Editor)
    assert Command.objects.filter(search_text="").count() == 5
