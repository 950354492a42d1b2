"""Queries that are put together once and only sent afterwards, with other values each time.

Putting a query together costs Django more than SQLite or PostgreSQL need to answer it. Only for what every single
request or batch reads.
"""

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState

from apps.core.statements import Row as Values
from apps.core.statements import Statement, together
from apps.core.strictjson import dumps

Row = TypeVar("Row", bound=models.Model)


class Given(models.Expression):
    """A value that a prepared query is given when it runs; `many`: any number of them, to stand after `__in`."""

    def __init__(self, name: str, field: models.Field, *, many: bool = False):
        super().__init__(output_field=field)
        self.name, self.many = name, many

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self.placeholder(connection), [self]

    def placeholder(self, connection: Any) -> str:
        """Return what stands for it in a statement."""
        kind = self.output_field.db_type(connection)
        if connection.vendor != "postgresql":
            return "(SELECT value FROM json_each(%s))" if self.many else "%s"
        if not self.many:
            return f"%s::{kind}"
        return f"(SELECT value::{kind} FROM json_array_elements_text(%s::json))"  # noqa: S608 - a column's type

    def prepared(self, value: Any) -> Any:
        """Return a value as the database is sent it."""
        connection = connections[DEFAULT_DB_ALIAS]
        if not self.many:
            return self.output_field.get_db_prep_value(value, connection)
        return dumps([self.output_field.get_db_prep_value(one, connection) for one in value]).decode()


class Prepared(Generic[Row]):
    """A query made once per thread. `rows` returns it with `Given` in it; one foreign key deep may be followed."""

    def __init__(self, rows: Callable[[], models.QuerySet[Row, Any]]):
        self._rows = rows
        self._of_thread = threading.local()

    def all(self, **given: Any) -> list[Row]:
        """Return the rows for these values. Fields that the query leaves out are read when they are asked for."""
        rows: list[Row] = together(self.of(**given))[0]
        return rows

    def get(self, **given: Any) -> Row | None:
        """Return the one row for these values, None where there is none."""
        return next(iter(self.all(**given)), None)

    def tuples(self, **given: Any) -> list[Values]:
        """Return what the query selects, as it stands in the database's rows."""
        rows: list[Values] = together(self._statement(given, self._converted))[0]
        return rows

    def of(self, **given: Any) -> Statement:
        """Return the query with these values, to be sent with others; it gives what `all` does."""
        return self._statement(given, self._instances)

    def _statement(self, given: dict[str, Any], read: Callable[[list[Values]], list[Any]]) -> Statement:
        compiler = self._compiled()
        values = [part.prepared(given[part.name]) if isinstance(part, Given) else part for part in compiler.parameters]
        return Statement(compiler.text, values, read)

    def _converted(self, found: list[Values]) -> list[Values]:
        compiler = self._compiled()
        return compiler.apply_converters(found, compiler.converters) if compiler.converters else found

    def _instances(self, found: list[Values]) -> list[Row]:
        compiler = self._compiled()
        if compiler.plan is None:
            compiler.plan = _Plan(compiler.klass_info, compiler.select)
        return [compiler.plan.row(values) for values in self._converted(found)]

    def _compiled(self) -> Any:
        known, connection = getattr(self._of_thread, "known", None), connections[DEFAULT_DB_ALIAS]
        if known is None or known.connection is not connection:
            known = self._rows().query.get_compiler(connection=connection)
            known.text, known.parameters = known.as_sql()
            known.converters = known.get_converters([column[0] for column in known.select])
            known.plan = None
            self._of_thread.known = known
        return known


class _Plan:
    """How a row of a model, and what is loaded with it, is made of a row of the database."""

    def __init__(self, info: Any, select: Any):
        self.model = info["model"]
        self.columns = [(select[place][0].target.attname, place) for place in info["select_fields"]]
        self.key = next(place for name, place in self.columns if name == self.model._meta.pk.attname)
        self.related = [
            (related["field"].name, _Plan(related, select)) for related in info.get("related_klass_infos", ())
        ]

    def row(self, values: Values) -> Any:
        row = instance(self.model, {name: values[place] for name, place in self.columns})
        for name, plan in self.related:
            row._state.fields_cache[name] = None if values[plan.key] is None else plan.row(values)
        return row


def instance(model: type[Row], values: dict[str, Any]) -> Row:
    """Return a row that stands in the database, by the names of its columns, without what a new one is checked for."""
    row = model.__new__(model)
    row.__dict__.update(values)
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row
