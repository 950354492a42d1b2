"""Where allauth's pages follow the house's rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from apps.accounts.failed_sign_in import noting_failure
from apps.accounts.models import User
from apps.accounts.permissions import can_register, is_fresh
from apps.accounts.problems import TooManyAttempts, WrongCredentials
from apps.accounts.signin import check_credentials

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
        return None if user.may_come_back else super().pre_login(request, user, **kwargs)

    def get_login_stages(self) -> list[str]:
        """The second factor comes before anything else; whoever left is asked before they would be signed in."""
        ours = "apps.accounts.sign_in_stages"
        return [f"{ours}.SecondFactorStage", f"{ours}.KeepAccountStage", *super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth's pages ask whether the login session is fresh, as everything else does."""
        return not is_fresh(getattr(self.request, "login_session", None))

    def get_client_ip(self, request: HttpRequest) -> str:
        return request.client_address  # type: ignore[attr-defined]
