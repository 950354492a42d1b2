import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from apps.chat.actions import add_participants
from tests.factories.accounts import UserFactory
from tests.realtime.conftest import socket  # noqa: F401


@pytest.fixture
def elif_(group: Any, ayse: Any) -> Any:
    """An administrator of the group."""
    from apps.chat.actions import give_role

    person = UserFactory(username="elif")
    add_participants(actor=ayse, conversation=group, user_ids=[person.pk])
    give_role(actor=ayse, conversation=group, user=person, role="administrator")
    return person


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Return a function that does several things at the same moment, and returns what came of each."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        gate, found = threading.Barrier(len(calls)), []

        def do(call: Callable[[], Any]) -> None:
            gate.wait(5)
            try:
                found.append(call())
            except Exception as error:
                found.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=do, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        return found

    return run
