"""Actions on passwords. Each ends what the old one opened, voids mailed links and tells the owner."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from apps.accounts.actions import announce, check_password_rules
from apps.accounts.address_events import PasswordChanged, ResetAsked
from apps.accounts.attempts import AttemptLimit, count_attempts
from apps.accounts.login_sessions import end_other_login_sessions
from apps.accounts.models import LoginSession, User
from apps.accounts.one_time_tokens import Purpose, find_token, forget_tokens, use_token
from apps.accounts.problems import LinkInvalid, WrongPassword
from apps.accounts.signin import attempt_succeeded, count_attempt, forget_failures_of
from apps.accounts.validators import MAX_PASSWORD
from apps.core.address import limit_key
from apps.core.permissions import require
from apps.events.bus import publish

RESETS = AttemptLimit("reset", 3, 3600)  # to one address, security.md section 8
RESETS_FROM = AttemptLimit("reset-from", 30, 3600)  # by one client: whoever has a list of addresses


def change_password(
    *, actor: User, old_password: str, new_password: str, session: LoginSession | None, address: str
) -> User:
    """Change one's own password by showing the old one. The session it is done in stays, every other ends."""
    count_attempt(actor.username, address)
    require(len(old_password) <= MAX_PASSWORD and check_password(old_password, actor.password), WrongPassword)
    attempt_succeeded(actor.username, address)
    check_password_rules(new_password, actor, "/new_password")
    return _change(actor, make_password(new_password), session)  # hashing is slow: it holds no lock


@transaction.atomic
def _change(actor: User, encoded: str, session: LoginSession | None) -> User:
    user = User.objects.select_for_update().get(pk=actor.pk)
    require(user.is_active and user.password == actor.password, WrongPassword)  # changed since it was checked
    if session is not None:
        LoginSession.objects.filter(pk=session.pk).update(fresh_at=timezone.now())
    return _store(user, encoded, "changed", keep=session)


def ask_for_reset(*, email: str, address: str) -> None:
    """Have a link to a new password mailed. Nothing tells whether somebody has this address."""
    count_attempts((RESETS, email.lower()), (RESETS_FROM, limit_key(address)))
    _ask(email)


@transaction.atomic
def _ask(email: str) -> None:
    publish(ResetAsked(User.objects.by_email(email).first()))


def reset_password(*, token_hash: str, new_password: str) -> User:
    """Choose a new password with a mailed link. Nobody is signed in by it: a second factor may be due."""
    token = find_token(Purpose.RESET, token_hash)
    if token is None or token.user is None:
        raise LinkInvalid()
    check_password_rules(new_password, token.user, "/new_password")  # before the link is used up
    user = _reset(token_hash, make_password(new_password))
    forget_failures_of(user)
    return user


@transaction.atomic
def _reset(token_hash: str, encoded: str) -> User:
    token, user = use_token(Purpose.RESET, token_hash=token_hash)
    if token.address.lower() == user.email.lower() and user.email_verified_at is None:
        user.email_verified_at = timezone.now()  # they have read what was sent there
        announce(user)
    return _store(user, encoded, "reset", keep=None)


@transaction.atomic
def set_password_from_command_line(*, user: User, new_password: str) -> User:
    """Give anybody a new password: whoever has a shell here may."""
    check_password_rules(new_password, user, "/password")
    return _store(User.objects.select_for_update().get(pk=user.pk), make_password(new_password), "command_line", None)


def _store(user: User, encoded: str, how: str, keep: LoginSession | None) -> User:
    user.password = encoded
    user.save(update_fields=["password"])
    follow_new_password(user, how, keep)
    return user


def follow_new_password(user: User, how: str, keep: LoginSession | None = None) -> None:
    """End what the old password opened, void the links that whoever knew it had sent, tell the owner."""
    forget_tokens(user, Purpose.RESET, Purpose.CHANGE)
    end_other_login_sessions(actor=user, keep=keep, reason="password_changed")
    publish(PasswordChanged(user, how))
