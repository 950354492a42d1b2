import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from apps.chat.actions import add_participants
from apps.groups.actions.invites import accept_invite, create_invite
from apps.groups.actions.roles import create_role
from apps.groups.actions.roles import give_role as give_server_role
from apps.groups.actions.servers import create_server
from apps.groups.bits import bits_of
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


@pytest.fixture
def server(ayse: Any, bora: Any) -> Any:
    """A server of ayse with bora in it."""
    made = create_server(actor=ayse, name="Mahalle")
    join(made, bora)
    return made


@pytest.fixture
def channel(server: Any) -> Any:
    """Its first channel."""
    return server.channels.select_related("conversation", "server", "category").get()


def join(server: Any, *people: Any) -> None:
    """Let people follow a link to a server."""
    _invite, code = create_invite(actor=server.owner, place=server)
    for person in people:
        accept_invite(actor=person, code=code)


def picture(side: int = 40) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(out, "PNG")
    return out.getvalue()


def role_of(server: Any, name: str, *permissions: str, to: tuple = (), **looks: Any) -> Any:
    """Make a role of a server and give it to people."""
    owner = server.owner
    role = create_role(actor=owner, server=server, name=name, rights=bits_of(permissions), **looks)
    for person in to:
        give_server_role(actor=owner, server=server, user=person, role=role)
    return role
