"""The index in SQLite: FTS5 over words and their stems in both languages, and over trigrams for parts of words.

`chat_index_words` has the same word in three readings, each in its column, so that phrases hold within one. Triggers
on `chat_indexentry` keep the trigrams and drop what is dropped: a migration that rebuilds that table makes them anew.
"""

from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Q, Value
from django.db.models.expressions import Func

from apps.chat.search.asking import Term
from apps.chat.search.kin import kin_of_term
from apps.chat.search.models import IndexEntry
from apps.chat.search.words import english_stem, turkish_stem, words_of
from apps.core.text import fold

PART = 3
TABLES = (
    "CREATE VIRTUAL TABLE chat_index_words USING fts5(plain, turkish, english, tokenize = 'unicode61')",
    "CREATE VIRTUAL TABLE chat_index_parts USING fts5("
    "folded, content = 'chat_indexentry', content_rowid = 'id', tokenize = 'trigram')",
    "CREATE TRIGGER chat_indexentry_added AFTER INSERT ON chat_indexentry BEGIN"
    " INSERT INTO chat_index_parts (rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER chat_indexentry_dropped AFTER DELETE ON chat_indexentry BEGIN"
    " INSERT INTO chat_index_parts (chat_index_parts, rowid, folded) VALUES ('delete', old.id, old.folded);"
    " DELETE FROM chat_index_words WHERE rowid = old.id; END",
)


def prepare(editor: Any) -> None:
    """Make the tables and triggers (for the migration)."""
    for statement in TABLES:
        with editor.connection.cursor() as cursor:  # not by the editor: it would split at the semicolons
            cursor.execute(statement)


def write(cursor: Any, rows: list[tuple[UUID, str]]) -> None:
    """Put messages (id, text) into the index, anew where they are there."""
    IndexEntry.objects.filter(message_id__in=[message for message, _text in rows]).delete()
    entries = IndexEntry.objects.bulk_create(
        IndexEntry(message_id=message, folded=fold(text)) for message, text in rows
    )
    cursor.executemany(
        "INSERT INTO chat_index_words (rowid, plain, turkish, english) VALUES (%s, %s, %s, %s)",
        [(entry.pk, *_readings(words_of(text))) for entry, (_m, text) in zip(entries, rows, strict=True)],
    )


def condition(term: Term) -> Q:
    """Return what messages must fulfil to answer one word or phrase. By a join: the planner misjudges an IN."""
    wanted = fold(term.text)
    found = Q()
    if term.words:
        columns = zip(("plain", "turkish", "english"), _readings(list(term.words)), strict=True)
        kin = [("turkish", turkish_stem(form)) for form in kin_of_term(term.words)]
        asked = " OR ".join(f'{name} : "{reading}"' for name, reading in [*columns, *kin] if reading.strip())
        found |= Q(_Among(F("index_entry__id"), Value(asked), "chat_index_words"))
    if len(wanted) >= PART:
        quoted = wanted.replace('"', '""')
        found |= Q(_Among(F("index_entry__id"), Value(f'"{quoted}"'), "chat_index_parts"))
    elif not term.words:
        found |= Q(index_entry__folded__contains=wanted)
    return found


class _Among(Func):
    """Is the entry among those that an FTS5 table finds?"""

    output_field = BooleanField()
    conditional = True

    def __init__(self, entry: Any, asked: Any, table: str = ""):
        super().__init__(entry, asked, table=table)

    def as_sql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        entry, given = compiler.compile(self.source_expressions[0])
        table, asked = self.extra["table"], self.source_expressions[1].value  # type: ignore[attr-defined]
        found = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - one of our two tables
        return f"{entry} IN ({found})", [*given, asked]


def _readings(words: list[str]) -> tuple[str, str, str]:
    return (
        " ".join(fold(word) for word in words),
        " ".join(turkish_stem(word) for word in words),
        " ".join(english_stem(word) for word in words),
    )
