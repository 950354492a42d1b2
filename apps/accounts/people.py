"""Actions of those who administer people."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.accounts.actions import check_password_rules
from apps.accounts.address_events import VerificationAsked
from apps.accounts.addresses import set_address
from apps.accounts.events import UserCreated, UserUpdated
from apps.accounts.hierarchy import Actor, can_change_user, may
from apps.accounts.leaving import activate_user, deactivate_user, delete_user
from apps.accounts.models import Role, User
from apps.accounts.problems import AddressTaken, NameTaken
from apps.accounts.roles import grant_role, revoke_role
from apps.accounts.selectors import owner_of_address
from apps.accounts.trail_events import Noted
from apps.core.permissions import require
from apps.core.problems import NotFound, Problem, Stale
from apps.events.bus import publish

FIELDS = ("username", "email", "display_name")


def create_user(
    *,
    actor: Actor,
    username: str,
    email: str,
    password: str | None = None,
    display_name: str = "",
    language: str | None = None,
    roles: Sequence[UUID] = (),
) -> User:
    """Make an account for somebody. Without a password they get a mail that lets them set one."""
    require(may(actor, "accounts.add_user"))
    user = User(username=username, email=email.lower(), display_name=display_name)
    user.language = language or user.language
    if password is None:
        user.set_unusable_password()
    else:
        check_password_rules(password, user)
        user.set_password(password)
    return _make(actor, user, roles)


@transaction.atomic
def _make(actor: Actor, user: User, roles: Sequence[UUID]) -> User:
    _save(user, force_insert=True)
    publish(UserCreated(user))
    for role in _roles(roles):
        grant_role(actor=actor, role=role, user=user)
    user.refresh_from_db()
    return user


@transaction.atomic
def change_user(*, actor: Actor, user: User, seen: User | None = None, **fields: Any) -> User:
    """Change an account of somebody below oneself; a new address is not verified yet."""
    user = _locked(user)
    require(can_change_user(actor, user))
    require(seen is None or seen.version == user.version, Stale)
    active = fields.pop("is_active", user.is_active)
    changed = {name: fields[name] for name in FIELDS if name in fields and fields[name] != getattr(user, name)}
    if changed:
        fields_changed = sorted(changed)
        if address := changed.pop("email", None):
            set_address(user, address, how="administrator", verified=False)
            publish(VerificationAsked(user))
        if changed:
            for name, value in changed.items():
                setattr(user, name, value)
            user.version += 1
            _save(user)
            publish(UserUpdated(user))
        publish(Noted("user.changed", "user", user.pk, fields=fields_changed))
    if active != user.is_active:
        user = (activate_user if active else deactivate_user)(actor=actor, user=user)
    return user


def in_bulk(*, actor: Actor, action: str, ids: Sequence[UUID], role: UUID | None = None) -> list[dict[str, Any]]:
    """Do one thing to many people, each by itself: what is refused for one does not stop the others."""
    wanted = Role.objects.filter(pk=role).first() if role else None
    require(role is None or wanted is not None, NotFound)
    acts: dict[str, Callable[..., Any]] = {
        "deactivate": deactivate_user,
        "activate": activate_user,
        "delete": delete_user,
        "add_role": grant_role,
        "remove_role": revoke_role,
    }
    extra = {"role": wanted} if wanted else {}
    people = User.objects.in_bulk(ids)
    return [_one(acts[action], actor, people.get(key), key, extra) for key in dict.fromkeys(ids)]


def _one(act: Callable[..., Any], actor: Actor, user: User | None, key: UUID, extra: dict[str, Any]) -> dict[str, Any]:
    try:
        require(user is not None, NotFound)
        act(actor=actor, user=user, **extra)
    except Problem as problem:
        return {"id": str(key), "status": problem.status, "code": problem.code}
    return {"id": str(key), "status": 200}


def _roles(ids: Sequence[UUID]) -> list[Role]:
    found = list(Role.objects.filter(pk__in=set(ids)))
    require(len(found) == len(set(ids)), NotFound)
    return found


def _locked(user: User) -> User:
    found = User.objects.select_for_update().filter(pk=user.pk).first()
    require(found is not None, NotFound)
    return found  # type: ignore[return-value]


def _save(user: User, **how: Any) -> None:
    """Store an account. Whoever administers people sees them all, so a known address may be told."""
    require(not User.objects.by_username(user.username).exclude(pk=user.pk).exists(), NameTaken)
    require(owner_of_address(user.email, but=user) is None, AddressTaken)
    try:
        with transaction.atomic():
            user.save(**how)
    except IntegrityError:  # somebody took the name or the address at the same moment
        require(not User.objects.by_username(user.username).exclude(pk=user.pk).exists(), NameTaken)
        raise AddressTaken() from None
