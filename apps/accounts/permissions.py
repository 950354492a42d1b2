"""Who may do what with accounts."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import LoginSession, User


def can_register() -> bool:
    """May a stranger make an account? Always where there is none yet: somebody has to be the first."""
    return getattr(settings, "REGISTRATION_OPEN", True) or not User.objects.filter(is_bot=False).exists()


def can_sign_in(user: User) -> bool:
    """May this account sign in with a password?"""
    return user.is_active and not user.is_bot


def can_end_login_session(actor: User | AnonymousUser, session: LoginSession) -> bool:
    """One's own; an administrator's right reaches those of others."""
    return session.user_id == actor.pk or actor.has_perm("accounts.change_loginsession")


def can_administer(actor: User | AnonymousUser, user: User | None) -> bool:
    """Nobody changes an account above their own level."""
    return actor.is_superuser or user is None or not user.is_superuser
