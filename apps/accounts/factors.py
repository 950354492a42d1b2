"""Actions on second factors: setting up, renaming, removing, resetting.

Each wants a session that is fresh, and ends the person's other sessions: what was opened without the new factor, or
with one that was lost, is gone.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.crypto import decrypt, encrypt
from apps.accounts.factor_events import FactorAdded, FactorRemoved, FactorsReset, RecoveryCodesRenewed
from apps.accounts.factor_selectors import factors_of, has_second_factor
from apps.accounts.hierarchy import Actor, can_act_on, may
from apps.accounts.login_sessions import end_other_login_sessions
from apps.accounts.models import LoginSession, Method, Totp, User
from apps.accounts.permissions import is_fresh
from apps.accounts.problems import FactorMissing, FactorNeeded, FactorWrong, FreshFactorRequired, TotpNotBegun
from apps.accounts.recovery import new_codes
from apps.accounts.required_factor import must_have_second_factor
from apps.accounts.second_factor import mark_session
from apps.accounts.signin import count_second_factor, forget_second_factors
from apps.accounts.totp import matching_step, new_secret
from apps.core.permissions import require
from apps.core.problems import Forbidden
from apps.events.bus import publish

SETUP_LASTS = timedelta(minutes=15)


@transaction.atomic
def begin_totp(*, actor: User, session: object) -> str:
    """Make the seed for a new app, and return it; it counts when its first code is shown. The app before still does."""
    user = owner_of_factors(actor, session)
    secret = new_secret()
    waiting = {"pending_secret": encrypt(secret), "pending_at": timezone.now()}
    Totp.objects.update_or_create(user=user, defaults=waiting)
    return secret


def confirm_totp(*, actor: User, session: object, code: str) -> list[str] | None:
    """Show the new app's first code: it counts from now. Returns recovery codes where there were none."""
    require(is_fresh(session), FreshFactorRequired)
    count_second_factor(actor)
    codes = _confirm_totp(actor, session, "".join(code.split()))
    forget_second_factors(actor)
    return codes


@transaction.atomic
def _confirm_totp(actor: User, session: object, code: str) -> list[str] | None:
    user = owner_of_factors(actor, session)
    totp = Totp.objects.filter(user=user).exclude(pending_secret="").first()
    now = timezone.now()
    if totp is None or totp.pending_at is None or totp.pending_at < now - SETUP_LASTS:
        raise TotpNotBegun()
    step = matching_step(decrypt(totp.pending_secret), code, after=0)
    if step is None:
        raise FactorWrong()
    totp.secret, totp.pending_secret, totp.pending_at = totp.pending_secret, "", None
    totp.last_step, totp.created_at, totp.last_used_at = step, now, now
    totp.save()
    return factor_is_added(user, session, Method.TOTP)


@transaction.atomic
def remove_totp(*, actor: User, session: object) -> None:
    """Take the app away. The last factor stays where one is required."""
    user = owner_of_factors(actor, session)
    totp = Totp.objects.filter(user=user).exclude(secret="").first()
    require(totp is not None, FactorMissing)
    Totp.objects.filter(user=user).delete()
    factor_is_removed(user, session, Method.TOTP)


@transaction.atomic
def renew_recovery_codes(*, actor: User, session: object) -> list[str]:
    """Make new recovery codes, and return them; the ones before are dead."""
    user = owner_of_factors(actor, session)
    require(has_second_factor(user), FactorMissing)
    codes = new_codes(user)
    publish(RecoveryCodesRenewed(user, Method.RECOVERY_CODE))
    return codes


@transaction.atomic
def reset_factors(*, actor: Actor, session: object, user: User) -> None:
    """Take away all second factors of somebody who lost them, and sign them out everywhere."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(can_reset_factors(actor, user))
    require(is_fresh(session), FreshFactorRequired)
    require(factors_of(user).any, FactorMissing)
    forget_factors(user)
    publish(FactorsReset(user, "all"))
    end_other_login_sessions(actor=user, keep=None, reason="factors_reset")


def can_reset_factors(actor: Actor, user: User) -> bool:
    """Those below oneself, by right; one's own factors one removes by showing them."""
    return (
        actor != user
        and user.erased_at is None
        and may(actor, "accounts.reset_factors")
        and can_act_on(actor, user)
    )  # fmt: skip


def forget_factors(user: User) -> None:
    """Remove everything that somebody could show beside their password."""
    Totp.objects.filter(user=user).delete()
    user.passkeys.all().delete()
    user.recovery_codes.all().delete()


def owner_of_factors(actor: User, session: object) -> User:
    """Return the person, locked, so that two changes at once follow one another; they have just shown who they are."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    require(user.is_active and not user.is_bot, Forbidden)
    require(is_fresh(session), FreshFactorRequired)
    return user


def factor_is_added(user: User, session: object, method: str, name: str = "") -> list[str] | None:
    """Announce a new factor: this session has shown it, others end. The first one brings recovery codes."""
    assert isinstance(session, LoginSession)
    mark_session(session, method)
    publish(FactorAdded(user, method, name))
    end_other_login_sessions(actor=user, keep=session, reason="factor_added")
    return None if user.recovery_codes.exists() else new_codes(user)


def factor_is_removed(user: User, session: object, method: str, name: str = "") -> None:
    """Announce that a factor is gone; where it was the last, nothing is left that a session could have shown."""
    assert isinstance(session, LoginSession)
    if not has_second_factor(user):
        require(not must_have_second_factor(user), FactorNeeded)
        user.recovery_codes.all().delete()
        session.factor, session.factor_shown_at = "", None
        session.save(update_fields=["factor", "factor_shown_at"])
    publish(FactorRemoved(user, method, name))
    end_other_login_sessions(actor=user, keep=session, reason="factor_removed")
