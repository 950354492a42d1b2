"""Commands from before the column of search words are found like any other."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from apps.chat.actions import create_group_conversation
from apps.commands import stems
from apps.commands.actions import submit_command
from apps.commands.models import AtlasEntry, Command
from apps.commands.searching import found_commands
from apps.commands.selectors import atlas_entries

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
    left, real = [3], stems.searchable

    def mortal(text):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(text)

    monkeypatch.setattr(stems, "searchable", mortal)
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


@pytest.mark.django_db(transaction=True)
def test_what_was_found_before_is_found_by_phrases_and_tags_too(ayse, graph, do_work):
    text = {"conversation": "here", "text": "Her şehre bir kitap"}
    group = create_group_conversation(actor=ayse, name="Çay", member_ids=[])
    submit_command(actor=ayse, alt=graph(("say", "chat.post", text, ()), title="Kitaplar"), conversation=group)
    do_work()
    AtlasEntry.objects.update(search_text="kitap sehir")
    Command.objects.update(search_text="kitap")
    assert not atlas_entries(ayse, '"her şehre bir"').exists()
    import_module("apps.commands.migrations.0015_searchable").fill(apps, Editor)
    assert atlas_entries(ayse, '"her şehre bir"', "chat.post").count() == 1
    assert found_commands(ayse, "kitaplar").count() == 1
