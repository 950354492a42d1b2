"""Commands that were made before they had search words get them, in small steps: it may be stopped and begun again."""

from typing import Any

from django.db import migrations

BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    from apps.commands.stems import searchable

    rows = apps.get_model("commands", "Command").objects.using(schema_editor.connection.alias)
    last = None
    while True:
        left = rows.filter(search_text="", **({"pk__gt": last} if last else {})).order_by("pk")
        some = list(left.only("id", "title", "text")[:BATCH])
        if not some:
            return
        for one in some:
            one.search_text = searchable(f"{one.title} {one.text}")
        rows.bulk_update(some, ["search_text"])
        last = some[-1].pk


class Migration(migrations.Migration):
    atomic = False  # each step is its own transaction
    dependencies = [("commands", "0011_listening")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
