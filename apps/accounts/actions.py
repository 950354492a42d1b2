"""What people do with their accounts; signing in and out is in `login_sessions.py`."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.events import AddressClaimed, UserRegistered, UserUpdated
from apps.accounts.first_admin import make_first_administrator
from apps.accounts.login_sessions import (
    TokenPair,
    end_login_session,
    end_other_login_sessions,
    open_browser_session,
    open_login_session,
    refresh_login_session,
    sign_out,
)
from apps.accounts.models import User
from apps.accounts.permissions import can_register
from apps.accounts.preferences import follow_profile
from apps.accounts.problems import NameTaken, RegistrationClosed
from apps.accounts.selectors import owner_of_address
from apps.core.permissions import require
from apps.core.problems import Invalid, Stale
from apps.events.bus import publish

__all__ = [
    "TokenPair",
    "end_login_session",
    "end_other_login_sessions",
    "open_browser_session",
    "open_login_session",
    "refresh_login_session",
    "register_user",
    "sign_out",
    "update_profile",
]
PROFILE_FIELDS = ("display_name", "language", "timezone", "theme")


def register_user(
    *,
    username: str,
    email: str,
    password: str,
    display_name: str = "",
    language: str | None = None,
    invited: bool = False,
) -> User:
    """Make an account. A taken username is told; a known address is not: its owner gets a mail.

    What comes back for a known address looks like a new account but was never stored. `invited` says that whoever
    calls has checked a right to register that stands above the setting.
    """
    require(invited or can_register(), RegistrationClosed)
    user = User(username=username, email=email.lower(), display_name=display_name)
    user.language = language or user.language
    check_password_rules(password, user)
    require(not User.objects.by_username(username).exists(), NameTaken)
    user.set_password(password)  # also where nothing is made, so that the time tells nothing
    try:
        _store(user)
    except IntegrityError:  # somebody took the name or the address at the same moment
        require(not User.objects.by_username(username).exists(), NameTaken)
        _store(user)
    return user


@transaction.atomic
def _store(user: User) -> None:
    if owner := owner_of_address(user.email):
        publish(AddressClaimed(owner, user.email))
        return
    user.save(force_insert=True)
    make_first_administrator(user)
    publish(UserRegistered(user))


def check_password_rules(password: str, user: User, pointer: str = "/password") -> None:
    """Raise Invalid with every rule that a new password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults = [{"pointer": pointer, "detail": text, "code": "password"} for text in error.messages]
        raise Invalid(faults[0]["detail"], errors=faults) from None


@transaction.atomic
def update_profile(*, actor: User, seen: User | None = None, **fields: Any) -> User:
    """Change one's own profile and tell one's other devices. `seen` refuses what changed since it was loaded."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    require(seen is None or seen.version == user.version, Stale)
    changed = {name: fields[name] for name in PROFILE_FIELDS if name in fields and getattr(user, name) != fields[name]}
    if not changed:
        return user
    for name, value in changed.items():
        setattr(user, name, value)
    follow_profile(user, changed)
    return announce(user)


def announce(user: User) -> User:
    """Store what changed of a locked person and tell their devices."""
    user.version += 1
    user.save()
    publish(UserUpdated(user))
    return user
