"""Where allauth's pages follow the house's rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.permissions import can_register
from apps.accounts.problems import TooManyAttempts, WrongCredentials
from apps.accounts.signin import check_credentials

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in on the page is the same check, and the same count, as sign-in over the API."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return can_register()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        name = credentials.get("email") or credentials.get("username") or ""
        try:
            user = check_credentials(
                username=name,
                password=credentials.get("password") or "",
                address=request.client_address,  # type: ignore[attr-defined]
            )
        except TooManyAttempts:
            raise self.validation_error("too_many_login_attempts") from None
        except WrongCredentials:
            self.authentication_failed(request, **credentials)
            return None
        user.backend = BACKEND  # type: ignore[attr-defined]
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        return request.client_address  # type: ignore[attr-defined]
