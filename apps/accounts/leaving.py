"""Actions on the end of an account: disabled, left, deleted, kept after all, erased.

Deleting disables at once, and from then on others see “Deleted account”; after the grace everything personal is
erased. The row stays, empty, so that what the person said keeps a sender. Whoever left by themselves may come back by
signing in until then.
"""

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from apps.accounts.avatars import forget_pictures
from apps.accounts.events import UserUpdated
from apps.accounts.hierarchy import Actor, can_change_user, can_delete_user
from apps.accounts.login_sessions import end_other_login_sessions
from apps.accounts.models import User
from apps.accounts.one_time_tokens import Purpose, forget_tokens
from apps.accounts.problems import LastOwner, WrongPassword
from apps.accounts.roles import is_last_owner, lay_down_roles, lock_owners
from apps.accounts.signin import attempt_succeeded, count_attempt
from apps.accounts.trail_events import Noted
from apps.accounts.validators import MAX_PASSWORD
from apps.core.permissions import require
from apps.core.persondata import erasers
from apps.core.problems import NotFound
from apps.events.bus import close_sockets, publish

Ending = Callable[[User], None]
_endings: list[Ending] = []


def when_disabled(function: Ending) -> Ending:
    """Register what else ends when an account is disabled (keys, subscriptions …); enabling it revives nothing."""
    _endings.append(function)
    return function


@transaction.atomic
def deactivate_user(*, actor: Actor, user: User) -> User:
    """Disable an account: its sessions, tokens and sockets end. Twice is no error."""
    user = _locked(user)
    require(actor != user and can_change_user(actor, user))
    if user.is_active:
        _disable(user, "disabled")
    elif user.left_at is not None:
        user.left_at = None  # whoever left by themselves cannot come back by themselves any more
        _store(user)
    return user


@transaction.atomic
def activate_user(*, actor: Actor, user: User) -> User:
    """Enable an account again, also one that is to be deleted. What was signed in is not signed in again."""
    user = _locked(user)
    require(can_change_user(actor, user))
    if not user.is_active:
        _return(user)
    return user


@transaction.atomic
def delete_user(*, actor: Actor, user: User) -> User:
    """Delete somebody's account: disabled now, erased after the grace."""
    user = _locked(user)
    require(can_delete_user(actor, user))
    user.left_at = None
    _schedule(user)
    return user


def leave(*, actor: User, password: str, address: str, erase: bool) -> User:
    """Disable one's own account and, where `erase`, have it deleted after the grace."""
    count_attempt(actor.username, address)
    require(len(password) <= MAX_PASSWORD and check_password(password, actor.password), WrongPassword)
    attempt_succeeded(actor.username, address)
    return _leave(actor, erase)  # the slow check of the password holds no lock


@transaction.atomic
def _leave(actor: User, erase: bool) -> User:
    user = _locked(actor)
    user.left_at = timezone.now()
    if erase:
        _schedule(user)
    else:
        _disable(user, "left")
    return user


@transaction.atomic
def keep_account(*, actor: User) -> User:
    """Come back: what one asked for when one left is undone."""
    user = _locked(actor)
    require(user.is_active or user.may_come_back, NotFound)
    if not user.is_active:
        _return(user)
    return user


@transaction.atomic
def erase_user(*, user: User) -> bool:
    """Erase a person whose grace is over; False where they came back, or somebody else is at it."""
    row = User.objects.select_for_update().filter(pk=user.pk, erased_at=None, deletes_at__lte=timezone.now()).first()
    if row is None:
        return False
    for erase in reversed(list(erasers.values())):
        erase(row)
    row.refresh_from_db()
    forget_pictures(row.avatar)
    hexadecimal = row.pk.hex[-24:]
    row.username, row.email = f"~{hexadecimal}", f"{hexadecimal}@deleted.invalid"
    row.display_name = row.avatar = ""
    row.email_verified_at = row.last_login = row.left_at = None
    row.timezone, row.language, row.theme = "UTC", "en", User.Theme.SYSTEM
    row.set_unusable_password()
    row.erased_at = timezone.now()
    row.version += 1
    row.save()
    EmailAddress.objects.filter(user=row).delete()
    row.login_sessions.all().delete()
    publish(Noted("user.erased", "user", row.pk))
    return True


def people_to_erase(now: datetime) -> list[User]:
    """Return whose grace is over."""
    return list(User.objects.filter(deletes_at__lte=now, erased_at=None).order_by("deletes_at")[:100])


def _locked(user: User) -> User:
    """Lock a person; the owners first, so that two of them who end each other do not both succeed."""
    lock_owners()
    found = User.objects.select_for_update().filter(pk=user.pk).first()
    require(found is not None, NotFound)
    return found  # type: ignore[return-value]


def _schedule(user: User) -> None:
    if user.deletes_at is None:
        user.deletes_at = timezone.now() + settings.DELETION_GRACE
    _disable(user, "deleted")
    lay_down_roles(user)
    user.refresh_from_db()


def _disable(user: User, reason: str) -> None:
    require(not is_last_owner(user), LastOwner)
    user.is_active = False
    end_other_login_sessions(actor=user, keep=None, reason=reason)
    for end in _endings:
        end(user)
    forget_tokens(user, Purpose.RESET, Purpose.VERIFY, Purpose.CHANGE)  # an UNDO stays: a thief may have left
    _store(user)
    publish(Noted(f"user.{reason}", "user", user.pk))
    key = str(user.pk)
    transaction.on_commit(lambda: close_sockets(key), robust=True)


def _return(user: User) -> None:
    user.is_active = True
    user.left_at = user.deletes_at = None
    _store(user)
    publish(Noted("user.enabled", "user", user.pk))


def _store(user: User) -> None:
    user.version += 1
    user.save()
    publish(UserUpdated(user))
