"""The fixed cast and the doors through which every test goes."""

import os

os.environ.setdefault("ALTLAS_ENV", "test")

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from rest_framework.test import APIClient

from apps.accounts import attempts, keys, rights
from apps.accounts import tasks as account_tasks  # noqa: F401 - the worker of `do_work` looks tasks up by name
from apps.accounts.models import OWNER, Role
from apps.accounts.rights import factor_roles
from apps.commands import tasks as command_tasks  # noqa: F401
from apps.core import ids, throttling, wake
from apps.core.gate import Rules, gate
from apps.events import tasks as event_tasks  # noqa: F401
from apps.realtime.pool import let_go
from tests.emptying import empty_tables
from tests.factories.accounts import UserFactory


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep every file the tests make out of the checkout."""
    folder = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "files"},
        },
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let the tests empty the audit log; those of its triggers make them anew."""
    from django.db import connection

    from apps.audit.protection import unprotect

    TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        unprotect(connection)


@pytest.fixture(scope="session", autouse=True)
def _connections_go_back(django_db_setup: None) -> Iterator[None]:
    """A database cannot be dropped while the thread of batches keeps a connection to it."""
    yield
    let_go()


@pytest.fixture(autouse=True)
def clean_counters() -> None:
    """Start every test with empty limits, cache, a broker that is believed to be there, and ids of this hour."""
    ids._last = 0  # a test that travelled into the future left it there
    cache.clear()
    throttling._limiter().storage.reset()
    factor_roles.wanted, factor_roles.changes, factor_roles.read_at = False, rights._changes, float("inf")
    gate.rules, gate._mark, gate.watched = Rules(), (0, 0), True  # rules are looked at when a test says so
    throttling._alone().storage.reset()
    throttling._silent_until = throttling._told_at = float("-inf")
    wake._silent_until = 0.0
    keys.forget_keys()  # they live in the database of one test; a kept key that expires in the next is nobody's
    attempts._silent_until = float("-inf")
    translation.deactivate()  # a request of another test may have chosen a language


@pytest.fixture
def ayse(db: None) -> Any:
    return UserFactory(username="ayse", display_name="Ayşe Işık", language="tr")


@pytest.fixture
def bora(db: None) -> Any:
    return UserFactory(username="bora", display_name="Bora Kaya")


@pytest.fixture
def cem(db: None) -> Any:
    """A stranger."""
    return UserFactory(username="cem", display_name="Cem Uzak")


@pytest.fixture
def deniz(db: None) -> Any:
    """The owner of the installation."""
    user = UserFactory(username="deniz", is_staff=True, is_superuser=True)
    user.role_members.create(role=Role.objects.builtin(OWNER))
    return user


@pytest.fixture
def robot(db: None) -> Any:
    return UserFactory(username="robot", is_bot=True)


@pytest.fixture
def api() -> Callable[[Any], APIClient]:
    """Return a client of the REST API that is signed in as somebody, or as nobody."""

    def client_of(user: Any = None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_authenticate(user)
        return client

    return client_of


@pytest.fixture
def direct(ayse: Any, bora: Any) -> Any:
    """The direct conversation of ayse and bora."""
    from apps.chat.actions import open_direct_conversation

    return open_direct_conversation(actor=ayse, user_id=bora.pk)[0]


@pytest.fixture
def group(ayse: Any, bora: Any) -> Any:
    """A group that ayse owns and bora is in. The line that it was made is gone: what is said is counted from 1."""
    from apps.chat.actions import create_group_conversation
    from apps.events.models import Event, Stream

    made = create_group_conversation(actor=ayse, name="Çay molası", member_ids=[bora.pk])
    made.messages.all().delete()
    for rows in (Event, Stream):
        rows.objects.filter(topic=made.topic).delete()
    made.refresh_from_db()
    return made


@pytest.fixture
def new_id() -> Callable[[], str]:
    return lambda: str(uuid.uuid4())


@pytest.fixture
def do_work(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Be the worker: do what was woken, in this thread, until nothing is left to do."""
    waiting: list[tuple[str, tuple]] = []

    def note(task: str, *args: Any, countdown: float | None = None) -> bool:
        if not countdown:
            waiting.append((task, args))
        return True

    monkeypatch.setattr(wake, "wake_now", note)
    monkeypatch.setattr(wake, "wake", lambda task, *args, countdown=None: note(task, *args, countdown=countdown))
    for module in (
        "apps.accounts.exports",
        "apps.accounts.outbox",
        "apps.accounts.preferences",
        "apps.events.bus",
        "apps.commands.runner.engine",
        "apps.commands.announcing",
    ):
        monkeypatch.setattr(f"{module}.wake", wake.wake)
    monkeypatch.setattr("apps.commands.tasks.wake_now", note)

    def work() -> None:
        while waiting:
            task, args = waiting.pop(0)
            current_app.tasks[task](*args)

    return work
