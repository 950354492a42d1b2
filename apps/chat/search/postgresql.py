"""The index in PostgreSQL: one vector of Turkish, English and plain words, and trigrams for parts of words.

Turkish stems are made before accents are taken away, since the stemmer needs them; the vector is folded afterwards.
"""

from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import BooleanField, F, Q, TextField, Value
from django.db.models.expressions import Expression, Func
from django.db.models.lookups import Contains

from apps.chat.search.asking import Term
from apps.chat.search.kin import kin_of_term
from apps.chat.search.words import lower_turkish
from apps.core.text import fold

EXTENSIONS = ("unaccent", "pg_trgm")
PART = 3
_FROM, _TO = "ıİğĞşŞçÇöÖüÜâîûÂÎÛ", "iIgGsScCoOuUaiuAIU"
_VECTOR = (
    f"translate(to_tsvector('turkish', turkish)::text, '{_FROM}', '{_TO}')::tsvector"
    " || to_tsvector('english', unaccent(plain)) || to_tsvector('simple', unaccent(plain))"
)
_QUERY = (
    f"(translate(phraseto_tsquery('turkish', %s)::text, '{_FROM}', '{_TO}')::tsquery"
    " || phraseto_tsquery('english', unaccent(%s)) || phraseto_tsquery('simple', unaccent(%s)))"
)


class ExtensionsMissing(Exception):
    """Tells an operator what to do, instead of the database's own words."""


def prepare(editor: Any) -> None:
    """Make the extensions and indexes (for the migration)."""
    for name in EXTENSIONS:
        try:
            with transaction.atomic(using=editor.connection.alias):
                editor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except DatabaseError as error:
            raise ExtensionsMissing(
                f"Search needs the PostgreSQL extension {name}, and this role may not create it. Ask an administrator "
                f"of the database to run, in this database: CREATE EXTENSION {name}; then migrate again."
            ) from error
    # Only the worker writes, so it may take its time; a search never has to read a list of what is not filed yet.
    editor.execute("CREATE INDEX index_entry_vector ON chat_indexentry USING gin (vector) WITH (fastupdate = off)")
    editor.execute(
        "CREATE INDEX index_entry_folded ON chat_indexentry USING gin (folded gin_trgm_ops) WITH (fastupdate = off)"
    )


def write(cursor: Any, rows: list[tuple[UUID, str]]) -> None:
    """Put messages (id, text) into the index, anew where they are there."""
    texts = [text for _message, text in rows]
    cursor.execute(
        "INSERT INTO chat_indexentry (message_id, folded, vector)"  # noqa: S608 - a fixed text
        f" SELECT message, folded, {_VECTOR} FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[])"
        " AS given (message, folded, turkish, plain)"
        " ON CONFLICT (message_id) DO UPDATE SET folded = excluded.folded, vector = excluded.vector",
        [
            [message for message, _text in rows],
            [fold(text) for text in texts],
            [lower_turkish(text) for text in texts],
            texts,
        ],
    )


class _Answers(Func):
    """Does the vector answer a word or phrase, by any of the three readings?"""

    output_field = BooleanField()
    conditional = True

    def __init__(self, vector: Any, turkish: Any, plain: Any):
        super().__init__(vector, turkish, plain)

    def as_sql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        vector, given = compiler.compile(self.source_expressions[0])
        # In a query of its own the words are read once, and not again for each row.
        turkish, plain = (one.value for one in self.source_expressions[1:])  # type: ignore[attr-defined]
        return f"{vector} @@ (SELECT {_QUERY})", [*given, turkish, plain, plain]


def condition(term: Term) -> Q:
    """Return what messages must fulfil to answer one word or phrase. By a join: the planner misjudges an IN."""
    wanted = fold(term.text)
    found = Q()
    readings = [" ".join(term.words), *kin_of_term(term.words)] if term.words else []
    for words in readings:
        found |= Q(_Answers(F("index_entry__vector"), _text(lower_turkish(words)), _text(words)))
    if len(wanted) >= PART or not term.words:
        found |= Q(Contains(F("index_entry__folded"), _text(wanted)))
    return found


def _text(text: str) -> Expression:
    return Value(text, output_field=TextField())
