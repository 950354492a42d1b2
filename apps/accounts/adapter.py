"""Where allauth's pages follow the house's rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.accounts.problems import TooManyAttempts
from apps.accounts.signin import count_attempt


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in on the page counts as sign-in over the API does."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        who = credentials.get("username") or credentials.get("email") or ""
        try:
            count_attempt(who, request.client_address)  # type: ignore[attr-defined]
        except TooManyAttempts:
            raise self.validation_error("too_many_login_attempts") from None

    def get_client_ip(self, request: HttpRequest) -> str:
        return request.client_address  # type: ignore[attr-defined]
