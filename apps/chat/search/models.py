"""The rows of the index. Its other half are the database's own: see `postgresql` and `sqlite`."""

from typing import Any
from uuid import UUID

from django.db import models


class VectorField(models.Field):
    """Stems with their places, as PostgreSQL keeps them; elsewhere an empty column."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class IndexEntry(models.Model):
    """One message as the search knows it. On SQLite triggers carry it into two tables of FTS5."""

    message = models.OneToOneField("chat.Message", on_delete=models.CASCADE, related_name="index_entry")
    folded = models.TextField(help_text="the text in one case and without accents, for parts of words")
    vector = VectorField(null=True, editable=False)

    class Meta:
        app_label = "chat"

    def __str__(self) -> str:
        return str(self.message_id)


class IndexPlace(models.Model):
    """How far the index has come: one row. What was there before it is taken in by `filled_to`, upwards."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen = models.TextField(default="", help_text="PostgreSQL: the snapshot whose events are all taken in")
    target = models.TextField(default="", help_text="PostgreSQL: the one that the round under way leads to")
    last_xid = models.BigIntegerField(default=0, help_text="of the last event that this round took in")
    last_event = models.BigIntegerField(default=0)
    filled_to = models.UUIDField(default=UUID(int=0), help_text="every message up to this id is in")
    filled = models.BooleanField(default=False)

    class Meta:
        app_label = "chat"

    def __str__(self) -> str:
        return f"{self.last_event}"
