"""One row by its key, read over and over: the query is put together once and only sent afterwards.

Putting a query with `select_related` together costs Django more than SQLite or PostgreSQL need to answer it. Only for
what every single request reads.
"""

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections, models

Row = TypeVar("Row", bound=models.Model)


class Prepared(Generic[Row]):
    """A look-up of one row, and of the row that one foreign key of it names, by primary key."""

    def __init__(self, rows: Callable[[], models.QuerySet[Row]], follow: str):
        self._rows, self._follow = rows, follow
        self._of_thread = threading.local()

    def get(self, key: Any) -> Row | None:
        """Return the row of a key with `follow` read too; None where there is none."""
        queryset = self._rows()
        compiler, sql, converters = self._compiled(queryset)
        with compiler.connection.cursor() as cursor:
            cursor.execute(sql, [queryset.model._meta.pk.get_db_prep_value(key, compiler.connection)])
            found = cursor.fetchone()
        if found is None:
            return None
        (values,) = compiler.apply_converters([found], converters)
        info = compiler.klass_info
        row = self._built(queryset.db, info, compiler.select, values)
        (related,) = info["related_klass_infos"]
        setattr(row, self._follow, self._built(queryset.db, related, compiler.select, values))
        return row

    def _compiled(self, queryset: models.QuerySet[Row]) -> tuple[Any, str, Any]:
        connection = connections[queryset.db]
        known = getattr(self._of_thread, "known", None)
        if known is None or known[0].connection is not connection:
            query = queryset.select_related(self._follow).filter(pk=UUID(int=0)).query
            compiler = query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            assert len(parameters) == 1, "the key is the one parameter"
            converters = compiler.get_converters([column[0] for column in compiler.select])
            known = self._of_thread.known = (compiler, sql, converters)
        return known

    @staticmethod
    def _built(database: str, info: Any, select: Any, values: Any) -> Any:
        places = info["select_fields"]
        names = [select[place][0].target.attname for place in places]
        return info["model"].from_db(database, names, [values[place] for place in places])
