"""The number of a topic's newest event, read by the same statement as the rows it goes with.

Read before them it would be too low, which costs a repetition; read after them it may be too high: then an event that
came in between is in neither, and whoever took the snapshot never hears of it.
"""

from typing import Any

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.expressions import Func
from django.db.models.functions import Coalesce

from apps.events.models import Stream

_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))  # of the digits of a UUID


class Topic(Func):
    """The topic of a row: its kind, a colon and the row's id as Python writes it."""

    output_field = CharField()

    def __init__(self, kind: str, key: Any):
        super().__init__(key, kind=kind)

    def as_sql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        key, given = compiler.compile(self.source_expressions[0])
        prefix = f"'{self.extra['kind']}:' || "  # type: ignore[attr-defined]
        return f"({prefix}{key}::text)", list(given)

    def as_sqlite(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        key, given = compiler.compile(self.source_expressions[0])  # a UUID stands there without its dashes
        parts = " || '-' || ".join(f"substr({key}, {start}, {length})" for start, length in _GROUPS)
        return f"('{self.extra['kind']}:' || {parts})", [*given] * len(_GROUPS)  # type: ignore[attr-defined]


def newest_seq_of(kind: str) -> Coalesce:
    """Return the expression of the newest `seq` of each row's topic; 0 where nothing has happened yet."""
    stream = Stream.objects.filter(pk=Topic(kind, OuterRef("pk")))
    return Coalesce(Subquery(stream.values("seq")[:1]), Value(0))
