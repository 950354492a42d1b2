"""How every app asks "may they?": predicates named `can_…`, and loading only what a person may see."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from apps.core.problems import Forbidden, NotFound, Problem

M = TypeVar("M", bound=Model)


def require(allowed: bool, problem: type[Problem] = Forbidden, detail: Any = "") -> None:
    """Go on only where a predicate holds."""
    if not allowed:
        raise problem(detail)


def get_visible(rows: type[M] | QuerySet[M], user: Any, key: UUID | str, **filters: Any) -> M:
    """Load one row through what the person may see; everything else is not found."""
    visible = rows.objects.visible_to(user) if isinstance(rows, type) else rows  # type: ignore[attr-defined]
    try:
        found = visible.filter(pk=UUID(str(key)), **filters).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound()
    return found
