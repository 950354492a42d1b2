"""Where allauth's pages follow the house's rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.accounts.failed_sign_in import noting_failure
from apps.accounts.models import User
from apps.accounts.permissions import can_register
from apps.accounts.problems import TooManyAttempts, WrongCredentials
from apps.accounts.signin import check_credentials
from apps.accounts.views_keep import SESSION_KEY

BACKEND = "apps.accounts.backends.SignInBackend"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in on the page is the same check, and the same count, as sign-in over the API."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return can_register()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        name = credentials.get("email") or credentials.get("username") or ""
        try:
            with noting_failure(name):
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

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever left and comes back is asked whether they want to stay."""
        if user.may_come_back:
            request.session[SESSION_KEY] = str(user.pk)
            return redirect("keep_account")
        return super().pre_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        return request.client_address  # type: ignore[attr-defined]
