"""`Authorization: Api-Key …`: a program that acts for a person."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication

from apps.accounts.key_access import key_of_text
from apps.accounts.models import ApiKey, User
from apps.accounts.problems import KeyInvalid
from apps.core.requests import Request


class ApiKeyAuthentication(BaseAuthentication):
    """An API key, looked up on every request: what ends it, ends it at once."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        kind, _space, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "api-key":
            return None
        try:
            key, _until = key_of_text(text.strip(), request._request.client_address)
        except KeyInvalid as problem:
            problem.headers["WWW-Authenticate"] = "Api-Key"
            raise
        return key.owner, key

    def authenticate_header(self, request: Request) -> str:
        return "Api-Key"


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Api-Key alt_…`"}
