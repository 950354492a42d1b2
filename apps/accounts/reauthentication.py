"""Showing again who one is, before something important changes."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from apps.accounts.challenges import REAUTHENTICATE
from apps.accounts.factor_events import FactorFailed
from apps.accounts.factor_selectors import has_second_factor
from apps.accounts.models import LoginSession, User
from apps.accounts.problems import FactorWanted, FactorWrong, WrongPassword
from apps.accounts.second_factor import show_second_factor
from apps.accounts.signin import attempt_succeeded, count_attempt
from apps.accounts.validators import MAX_PASSWORD
from apps.core.permissions import require
from apps.core.problems import Forbidden
from apps.events.bus import publish


def reauthenticate(
    *,
    actor: User,
    session: object,
    address: str,
    password: str | None = None,
    otp: str | None = None,
    passkey: dict[str, Any] | None = None,
) -> None:
    """Make a login session fresh. Whoever has a second factor shows that: a password alone may have been seen."""
    require(isinstance(session, LoginSession), Forbidden)
    try:
        method = _shown(actor, address, password, otp, passkey)
    except (WrongPassword, FactorWrong) as problem:
        _note(actor, problem.code)
        raise
    _freshen(session, method)  # type: ignore[arg-type]


def _shown(user: User, address: str, password: str | None, otp: str | None, passkey: dict[str, Any] | None) -> str:
    if password is not None:
        require(not has_second_factor(user), FactorWanted)
        count_attempt(user.username, address)
        require(len(password) <= MAX_PASSWORD and check_password(password, user.password), WrongPassword)
        attempt_succeeded(user.username, address)
        return ""
    return show_second_factor(user=user, purpose=REAUTHENTICATE, otp=otp, passkey=passkey, wrong=FactorWrong)


def _freshen(session: LoginSession, method: str) -> None:
    now = timezone.now()
    session.fresh_at = now
    if method:
        session.factor, session.factor_shown_at = method, now
    session.save(update_fields=["fresh_at", "factor", "factor_shown_at"])


@transaction.atomic
def _note(user: User, code: str) -> None:
    publish(FactorFailed(user, code))
