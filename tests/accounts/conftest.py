from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from rest_framework.test import APIClient

from apps.accounts import keys
from apps.accounts.actions import open_login_session
from apps.events import tasks  # noqa: F401 - the worker of `do_work` looks tasks up by name
from tests.factories.accounts import PASSWORD


def path_in(letter: Any) -> str:
    """Return the path of the link in a mail."""
    return next(urlsplit(line).path for line in letter.body.splitlines() if line.startswith("http"))


def token_in(letter: Any) -> str:
    """Return the token of the link in a mail."""
    return path_in(letter).split("/")[-2]


@pytest.fixture(autouse=True)
def own_keys():
    """Keys live in the database of one test."""
    keys.forget_keys()
    yield
    keys.forget_keys()


@pytest.fixture
def bearer() -> Callable[[str], APIClient]:
    """Return a client that carries an access token."""

    def client_of(token: str) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return client_of


@pytest.fixture
def pair_of() -> Callable[[Any], Any]:
    return lambda user: open_login_session(user=user)


@pytest.fixture
def page(client: Any) -> Callable[..., Any]:
    """Sign a browser in on the page; returns the answer."""

    def sign_in(user: Any, password: str = PASSWORD) -> Any:
        return client.post("/accounts/login/", {"login": user.username, "password": password})

    return sign_in
