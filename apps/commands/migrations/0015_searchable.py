"""What is searched of commands and knowledge holds phrases and tags, in small steps: it may be stopped and begun again."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    from apps.commands.stems import searchable

    alias = schema_editor.connection.alias
    commands = apps.get_model("commands", "Command").objects.using(alias).only("id", "title", "text")
    _renew(commands, lambda one: searchable(f"{one.title} {one.text}"))
    entries = apps.get_model("commands", "AtlasEntry").objects.using(alias).select_related("command")
    entries = entries.only("id", "title", "summary", "tags", "command__title", "command__text")

    def known(one: Any) -> str:
        words = [one.command.title, one.command.text, one.title, one.summary, *one.tags]
        return searchable(" ".join(words), one.tags)

    _renew(entries, known)


def _renew(rows: Any, text: Callable[[Any], str]) -> None:
    last = None
    while some := list(rows.filter(**({"pk__gt": last} if last else {})).order_by("pk")[:BATCH]):
        for one in some:
            one.search_text = text(one)
        rows.bulk_update(some, ["search_text"])
        last = some[-1].pk


class Migration(migrations.Migration):
    atomic = False  # each step is its own transaction
    dependencies = [("commands", "0014_schedule_thread")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
