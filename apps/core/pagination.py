"""Cursor pages on a unique, ordered column: no offsets, so a page costs the same at the end as at the start."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.response import Response

from apps.core.problems import Invalid
from apps.core.requests import Request

DEFAULT_LIMIT, MAX_LIMIT = 50, 100  # api.md
M = TypeVar("M", bound=Model)


def page_limit(request: Request) -> int:
    """Return `?limit=`, 1 to 100."""
    raw = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not re.fullmatch(r"[0-9]{1,6}", raw) or not 1 <= int(raw) <= MAX_LIMIT:
        raise Invalid(errors=[{"pointer": "/limit", "code": "invalid", "detail": _("A limit is 1 to 100.")}])
    return int(raw)


class CursorPage(Generic[M]):
    """One page of `rows`, newest first by `columns` (the last of which is unique), or the other way round."""

    def __init__(self, request: Request, rows: QuerySet[M], columns: tuple[str, ...], *, ascending: bool = False):
        self.request = request
        self.limit = page_limit(request)
        self.columns = columns
        self.model = rows.model
        token = request.query_params.get("cursor")
        backwards, position = self._read(token) if token else (False, None)
        upwards = backwards != ascending
        order = [name if upwards else f"-{name}" for name in columns]
        rows = rows.order_by(*order)
        if position is not None:
            rows = rows.filter(self._beyond(position, "gt" if upwards else "lt"))
        found = list(rows[: self.limit + 1])
        more = len(found) > self.limit
        found = found[: self.limit]
        if backwards:
            found.reverse()
        self.rows = found
        has_next = bool(found) and (more or backwards)
        has_previous = bool(found) and ((more and backwards) or (position is not None and not backwards))
        self.next = self._link(found[-1], False) if has_next else None
        self.previous = self._link(found[0], True) if has_previous else None

    def response(self, render: Callable[[list[M]], Any]) -> Response:
        """Answer the page, each row rendered."""
        body = {"results": render(self.rows), "next": self.next, "previous": self.previous}
        links = [f'<{url}>; rel="{name}"' for name in ("next", "previous") if (url := body[name])]
        return Response(body, headers={"Link": ", ".join(links)} if links else None)

    def _beyond(self, position: list[str], side: str) -> Q:
        """Rows after `position` in the order of several columns: a > x, or a = x and b > y …"""
        wanted, equal = Q(), Q()
        for name, value in zip(self.columns, position, strict=True):
            wanted |= equal & Q(**{f"{name}__{side}": value})
            equal &= Q(**{name: value})
        return wanted

    def _link(self, row: M, backwards: bool) -> str:
        values = [getattr(row, name) for name in self.columns]
        texts = [value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values]
        token = urlsafe_b64encode(("<" if backwards else ">").encode() + "|".join(texts).encode()).decode().rstrip("=")
        query = {name: value for name, value in self.request.query_params.items() if name != "cursor"}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode({**query, 'cursor': token})}")

    def _read(self, token: str) -> tuple[bool, list[str]]:
        try:
            text = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
            values = text[1:].split("|")
            if text[0] not in "<>" or len(values) != len(self.columns):
                raise ValueError(text)
            self._check_types(values)
        except (ValueError, IndexError):
            raise Invalid(
                errors=[{"pointer": "/cursor", "code": "invalid", "detail": _("This cursor is not one of ours.")}]
            ) from None
        return text[0] == "<", values

    def _check_types(self, values: list[str]) -> None:
        for name, value in zip(self.columns, values, strict=True):
            try:
                found = self.model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
                if isinstance(found, datetime):
                    found.astimezone(UTC)  # a moment at the edge of the calendar has none in UTC
            except (ValidationError, OverflowError) as error:
                raise ValueError(value) from error
