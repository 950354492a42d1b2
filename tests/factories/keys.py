"""API keys for tests, made by the action itself."""

from typing import Any

from rest_framework.test import APIClient

from apps.accounts.api_keys import create_api_key
from apps.accounts.models import ApiKey, LoginSession
from apps.core.scopes import opened_by


def fresh_session(user: Any) -> LoginSession:
    return LoginSession.objects.create(user=user, kind=LoginSession.Kind.API)


def make_key(user: Any, *scopes: str, **fields: Any) -> tuple[ApiKey, str]:
    """Return a key and its text; without scopes it has them all."""
    chosen = list(scopes) or list(opened_by())
    return create_api_key(actor=user, session=fresh_session(user), name="betik", scopes=chosen, **fields)


def with_key(text: str, **extra: Any) -> APIClient:
    client = APIClient(**extra)
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {text}")
    return client
