from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.audit.noting import note
from apps.audit.protection import protect, unprotect
from apps.events import tasks  # noqa: F401 - the worker of `do_work` looks tasks up by name
from apps.events.models import Event
from apps.events.tasks import dispatch
from tests.groups.conftest import channel, server  # noqa: F401


@pytest.fixture
def work() -> Callable[[], list[Entry]]:
    """Be the worker; return all entries."""

    def run() -> list[Entry]:
        for event in Event.objects.filter(handled_at=None).order_by("id"):
            dispatch(event.pk)
        return list(Entry.objects.order_by("seq"))

    return run


@pytest.fixture
def noted(db: None, work: Any) -> Callable[[int], list[Entry]]:
    """Return a function that fills the log."""

    def fill(many: int) -> list[Entry]:
        for number in range(many):
            note("test.noted", ("thing", str(number)), number=number)
        return work()

    return fill


@pytest.fixture
def triggers(db: None) -> Iterator[None]:
    protect(connection)
    yield
    unprotect(connection)
