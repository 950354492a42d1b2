"""Who may do what with accounts."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from apps.accounts.hierarchy import can_act_on
from apps.accounts.models import ApiKey, LoginSession, User


def can_register() -> bool:
    """May a stranger make an account? Always where there is none yet: somebody has to be the first."""
    return settings.REGISTRATION == "open" or not User.objects.filter(is_bot=False).exists()


def can_sign_in(user: User) -> bool:
    """May this account sign in with a password? Whoever left by themselves may, to come back."""
    return (user.is_active or user.may_come_back) and not user.is_bot


def is_fresh(session: object) -> bool:
    """Has the person shown a password or a factor a moment ago? An API key never has: `session` is then that key."""
    return isinstance(session, LoginSession) and session.is_fresh


def can_end_login_session(actor: User | AnonymousUser, session: LoginSession) -> bool:
    """One's own; an administrator's right reaches those of people below them."""
    return session.user_id == actor.pk or (
        actor.has_perm("accounts.change_loginsession") and can_act_on(actor, session.user)
    )


def can_manage_api_key(actor: User, key: ApiKey) -> bool:
    """Only its owner changes or rotates a key."""
    return key.owner_id == actor.pk


def can_revoke_api_key(actor: User | AnonymousUser, key: ApiKey) -> bool:
    """One's own; an administrator's right reaches those of people below them."""
    if key.owner_id == actor.pk:
        return True
    return actor.has_perm("accounts.change_apikey") and can_act_on(actor, key.owner)
