"""Actions on roles. Who may what is in `hierarchy.py`; every change is known everywhere within a second."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.models import F, Q

from apps.accounts.events import RoleGranted, RoleRevoked
from apps.accounts.hierarchy import (
    Actor,
    can_change_role,
    can_delete_role,
    can_grant_role,
    can_make_role,
    can_revoke_role,
    may,
)
from apps.accounts.models import ADMINISTRATOR, BUILTIN, EVERYTHING, OWNER, Role, RoleMember, User
from apps.accounts.problems import LastOwner, RoleIsFixed, RoleNameTaken
from apps.accounts.rights import assignable, rights_changed
from apps.accounts.role_serializers import role_stub
from apps.accounts.trail_events import Noted
from apps.core.permissions import require
from apps.core.problems import NotFound, Stale
from apps.events.bus import broadcast, publish

OPEN_ADMIN = "accounts.open_admin"  # lets somebody into the administration site: `is_staff` follows it


@transaction.atomic
def create_role(
    *,
    actor: Actor,
    name: str,
    level: int,
    description: str = "",
    permissions: Sequence[str] = (),
    second_factor_required: bool = False,
) -> Role:
    """Make a role below one's own level, with permissions one holds."""
    require(may(actor, "accounts.add_role") and can_make_role(actor, level=level, permissions=permissions))
    role = Role(
        name=name,
        level=level,
        description=description,
        permissions=sorted(set(permissions)),
        second_factor_required=second_factor_required,
    )
    _store(role, force_insert=True)
    publish(Noted("role.created", "role", role.pk, level=role.level, permissions=role.permissions))
    return role


@transaction.atomic
def change_role(*, actor: Actor, role: Role, seen: Role | None = None, **fields: Any) -> Role:
    """Change a role below one's own level. Of what is built in, name and level stay, and all stays all."""
    role = role.locked()
    require(can_change_role(actor, role))
    require(seen is None or seen.version == role.version, Stale)
    changed = {name: value for name, value in fields.items() if value != getattr(role, name)}
    if "permissions" in changed:
        changed["permissions"] = _permissions(role, changed["permissions"])
        if changed["permissions"] == role.permissions:
            del changed["permissions"]
    require(not role.is_builtin or not {"name", "level"} & changed.keys(), RoleIsFixed)
    require("permissions" not in changed or EVERYTHING not in role.permissions, RoleIsFixed)
    added = set(changed.get("permissions", ())) - set(role.permissions)
    require(can_make_role(actor, level=changed.get("level", role.level), permissions=added))
    if not changed:
        return role
    for name, value in changed.items():
        setattr(role, name, value)
    role.version += 1
    _store(role)
    _after_change(role)
    publish(Noted("role.changed", "role", role.pk, fields=sorted(changed), permissions_added=sorted(added)))
    return role


@transaction.atomic
def delete_role(*, actor: Actor, role: Role) -> None:
    """Delete a role that is not built in; whoever had it has it no longer."""
    role = role.locked()
    require(not role.is_builtin, RoleIsFixed)
    require(can_delete_role(actor, role))
    members = list(role.members.values_list("user", flat=True))
    group = role.group
    publish(Noted("role.deleted", "role", role.pk, level=role.level))
    role.delete()
    if group is not None:
        group.delete()  # with the rights on single objects that the role was given
    _follow(members)
    _tell_later(members)


@transaction.atomic
def grant_role(*, actor: Actor, role: Role, user: User) -> bool:
    """Give somebody a role; False where they had it."""
    user, role = _locked(actor, user), role.locked()
    require(can_grant_role(actor, role, user))
    return _grant(role, user, actor)


@transaction.atomic
def revoke_role(*, actor: Actor, role: Role, user: User) -> None:
    """Take a role from somebody, or lay down one's own. The last owner stays."""
    user, role = _locked(actor, user), role.locked()
    require(can_revoke_role(actor, role, user))
    require(not role.is_owner or not is_last_owner(user), LastOwner)
    _revoke(role, user)


@transaction.atomic
def make_owner(user: User) -> None:
    """Make somebody the owner: the first administrator, and what the command line names."""
    _grant(Role.objects.select_for_update().builtin(OWNER), user, None)
    user.refresh_from_db()


def lay_down_roles(user: User) -> None:
    """Take every role from a person whose account ends."""
    for membership in user.role_members.select_related("role"):
        _revoke(membership.role, user)


def lock_owners() -> None:
    """Order those who would end owners: of two who end each other only one succeeds."""
    Role.objects.select_for_update().builtin(OWNER)


def is_last_owner(user: User) -> bool:
    """Is there no other active owner? Asked under `lock_owners`."""
    owners = User.objects.filter(is_superuser=True, is_active=True)
    return user.is_superuser and not owners.exclude(pk=user.pk).exists()


def ensure_builtin_roles(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Make the roles that are always there: after every migration, and after a flush.

    The first time, whoever runs the place already becomes owner or administrator.
    """
    if Role._meta.db_table not in connections[using].introspection.table_names():  # migrated back to before roles
        return
    for values in BUILTIN:
        role, made = Role.objects.get_or_create(name=values["name"], defaults={**values, "is_builtin": True})
        had = {OWNER: Q(is_superuser=True), ADMINISTRATOR: Q(is_staff=True, is_superuser=False)}.get(role.name)
        if made and had is not None:
            for user in User.objects.filter(had):
                RoleMember.objects.get_or_create(role=role, user=user)
                user.groups.add(group_of(role))


def _locked(actor: Actor, user: User) -> User:
    """Lock whoever acts and whoever it concerns, always in the same order, and forget what was known of both.

    So somebody who is just losing their own role cannot give one at the same moment.
    """
    rows = {row.pk: row for row in User.objects.select_for_update().filter(pk__in={actor.pk, user.pk}).order_by("pk")}
    require(user.pk in rows, NotFound)
    rights_changed()
    return rows[user.pk]


def _grant(role: Role, user: User, actor: Actor | None) -> bool:
    giver = actor if isinstance(actor, User) else None
    _row, made = RoleMember.objects.get_or_create(role=role, user=user, defaults={"granted_by": giver})
    if not made:
        return False
    user.groups.add(group_of(role))
    _follow([user.pk])
    publish(RoleGranted(role, user))
    return True


def _revoke(role: Role, user: User) -> None:
    deleted, _per_model = RoleMember.objects.filter(role=role, user=user).delete()
    require(bool(deleted) or (role.is_owner and user.is_superuser), NotFound)
    if role.group is not None:
        user.groups.remove(role.group)
    _follow([user.pk])
    publish(RoleRevoked(role, user))


def group_of(role: Role) -> Group:
    """Return the group that stands for a role where rights on single objects are kept."""
    if role.group is None:
        role.group = Group.objects.create(name=f"role {role.pk}")
        Role.objects.filter(pk=role.pk).update(group=role.group)
    return role.group


def _permissions(role: Role, wanted: Collection[str]) -> list[str]:
    """Return permissions as they are kept. What is answered for all of them may be sent back as it came."""
    if EVERYTHING in role.permissions and set(wanted) == {one.name for one in assignable()}:
        return role.permissions
    return sorted(set(wanted))


def _store(role: Role, **how: Any) -> None:
    try:
        with transaction.atomic():
            role.save(**how)
    except IntegrityError:
        raise RoleNameTaken() from None


def _follow(users: Collection[UUID]) -> None:
    """Let the two flags of Django's own doors follow the roles of these people."""
    owner = Q(role__name=OWNER, role__is_builtin=True)
    rows = RoleMember.objects.filter(user__in=users).select_related("role")
    staff = {row.user_id for row in rows if {OPEN_ADMIN, EVERYTHING} & set(row.role.permissions)}
    owners = set(RoleMember.objects.filter(owner, user__in=users).values_list("user", flat=True))
    for flag, having in (("is_staff", staff), ("is_superuser", owners)):
        User.objects.filter(pk__in=having, **{flag: False}).update(**{flag: True}, version=F("version") + 1)
        others = set(users) - having
        User.objects.filter(pk__in=others, **{flag: True}).update(**{flag: False}, version=F("version") + 1)
    rights_changed()
    transaction.on_commit(rights_changed)


def _after_change(role: Role) -> None:
    if role.is_everybodys:
        rights_changed()
        transaction.on_commit(rights_changed)
        return
    members = list(role.members.values_list("user", flat=True))
    _follow(members)
    _tell_later(members, role)


def _tell_later(users: Collection[UUID], role: Role | None = None) -> None:
    """Hint to people that what they may has changed. A role may have thousands: nothing is stored for each."""
    body = {"role": role_stub(role) if role else None}

    def tell() -> None:
        for pk in users:
            broadcast(f"user:{pk}", "permissions.changed", body)

    transaction.on_commit(tell, robust=True)
