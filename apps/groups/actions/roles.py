"""Roles of a server: making, changing, ordering, giving and taking those that stand below one's own."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.messages.mentions import ALL
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.core.text import fold
from apps.events.bus import publish, publish_all
from apps.groups.actions.members import locked_member
from apps.groups.actions.settling import settle
from apps.groups.bits import names_of
from apps.groups.events.servers import RoleCreated, RoleDeleted, RoleUpdated, ServerMemberUpdated
from apps.groups.models import Server, ServerMember, ServerRole
from apps.groups.permissions import can_manage_role, can_manage_roles, grantable, standing_in
from apps.groups.problems import (
    AboveYou,
    CannotManageServer,
    EveryonesRole,
    NameTaken,
    NotOfThisServer,
    NotYoursToGive,
    TooManyHere,
    Unordered,
)
from apps.groups.selectors.servers import member_of

MAX_ROLES = 100


def mention_name_of(name: str) -> str:
    """Return how messages call a role: folded, blanks as dashes, nothing that could not stand after an @."""
    return re.sub(r"[^\w.-]+", "-", fold(name)).strip("-._")[:50]


@transaction.atomic
def create_role(*, actor: User, server: Server, name: str, rights: int = 0, **looks: Any) -> ServerRole:
    """Make a role. It stands lowest; move it with `order_roles`."""
    server = _locked(actor, server)
    require(can_manage_roles(actor, server), CannotManageServer)
    require(not rights & ~grantable(actor, server), NotYoursToGive)
    require(server.roles.count() < MAX_ROLES, TooManyHere)
    called = _called(server, name)
    above = server.roles.filter(is_everyone=False)
    moved = list(above.order_by("position"))
    above.update(position=F("position") + 1, version=F("version") + 1)
    role = ServerRole.objects.create(server=server, name=name, mention_name=called, rights=rights, position=1, **looks)
    for one in moved:
        one.refresh_from_db(fields=["position", "version"])
    publish_all([*(RoleUpdated(one) for one in reversed(moved)), RoleCreated(role)])
    publish(Noted("server.role_created", "server", server.pk, role=str(role.pk), permissions=names_of(rights)))
    return role


@transaction.atomic
def change_role(*, actor: User, role: ServerRole, rights: int | None = None, **changes: Any) -> ServerRole:
    """Change a role below one's own highest; only what one has oneself can be added to what it may."""
    server, role = _locked_role(actor, role)
    wanted = role.rights if rights is None else rights
    require(not (wanted & ~role.rights) & ~grantable(actor, server), NotYoursToGive)
    if role.is_everyone:
        require(not set(changes) & {"name", "hoisted", "mentionable"}, EveryonesRole)
    elif changes.get("name", role.name) != role.name:
        changes["mention_name"] = _called(server, changes["name"], role)
    changed = {name: value for name, value in {**changes, "rights": wanted}.items() if getattr(role, name) != value}
    if not changed:
        return role
    added, taken = names_of(wanted & ~role.rights), names_of(role.rights & ~wanted)
    for name, value in changed.items():
        setattr(role, name, value)
    role.version += 1
    role.save(update_fields=[*changed, "version"])
    news = settle(server, users=_who_has(role)).happenings() if "rights" in changed else []
    publish_all([RoleUpdated(role), *news])
    publish(Noted("server.role_changed", "server", server.pk, role=str(role.pk), added=added, taken=taken))
    return role


@transaction.atomic
def delete_role(*, actor: User, role: ServerRole) -> None:
    """Remove a role below one's own highest, from all who have it."""
    server, role = _locked_role(actor, role)
    require(not role.is_everyone, EveryonesRole)
    who = _who_has(role)
    key, place = role.pk, role.position
    role.delete()
    lower = list(server.roles.filter(position__gt=place))
    ServerRole.objects.filter(server=server, position__gt=place).update(
        position=F("position") - 1, version=F("version") + 1
    )
    for one in lower:
        one.refresh_from_db(fields=["position", "version"])
    settled = settle(server, users=None)  # its overrides are gone too
    role.pk = key
    publish_all([*settled.happenings(), RoleDeleted(role), *(RoleUpdated(one) for one in lower)])
    publish(Noted("server.role_deleted", "server", server.pk, role=str(key), members=len(who or ())))


@transaction.atomic
def order_roles(*, actor: User, server: Server, roles: Sequence[UUID]) -> list[ServerRole]:
    """Put all roles but everybody's in this order, the highest first. Who is not the owner moves only what is below."""
    server = _locked(actor, server)
    require(can_manage_roles(actor, server), CannotManageServer)
    known = {role.pk: role for role in server.roles.filter(is_everyone=False)}
    require(len(roles) == len(known) and set(roles) == set(known), Unordered)
    standing = standing_in(actor, server)
    moved = []
    for position, key in zip(range(len(roles), 0, -1), roles, strict=True):
        role = known[key]
        if role.position != position:
            # Neither from nor to a place that is not below: otherwise a role could be lifted over its giver.
            require(standing is not None and standing.is_above(max(role.position, position)), AboveYou)
            role.position = position
            role.version += 1
            moved.append(role)
    ServerRole.objects.bulk_update(moved, ["position", "version"])
    publish_all([RoleUpdated(role) for role in moved])
    if moved:
        publish(Noted("server.roles_ordered", "server", server.pk))
    return [known[key] for key in roles]


@transaction.atomic
def give_role(*, actor: User, server: Server, user: User, role: ServerRole, has: bool = True) -> ServerMember:
    """Give a member a role below one's own highest, or take it; twice is no error."""
    server, member = locked_member(actor, server, user)
    found = server.roles.filter(pk=role.pk).first()
    if found is None:
        raise NotOfThisServer()
    found.server = server
    require(not found.is_everyone, EveryonesRole)
    require(can_manage_roles(actor, server), CannotManageServer)
    require(can_manage_role(actor, found), AboveYou)
    had = any(one.pk == found.pk for one in member.roles.all())
    if had == has:
        return member
    (member.roles.add if has else member.roles.remove)(found)
    member = member_of(server, user.pk) or member
    settled = settle(server, users=[user.pk])
    publish_all([ServerMemberUpdated(server, member), *settled.happenings()])
    action = "server.role_given" if has else "server.role_taken"
    publish(Noted(action, "server", server.pk, role=str(found.pk), user=str(user.pk)))
    return member


def _locked(actor: User, server: Server) -> Server:
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    return server


def _locked_role(actor: User, role: ServerRole) -> tuple[Server, ServerRole]:
    server = _locked(actor, role.server)
    found = server.roles.filter(pk=role.pk).first()
    if found is None:
        raise NotFound()
    found.server = server
    require(can_manage_roles(actor, server), CannotManageServer)
    require(can_manage_role(actor, found), AboveYou)
    return server, found


def _who_has(role: ServerRole) -> list[UUID] | None:
    """Return whom a role concerns; None for everybody."""
    return None if role.is_everyone else list(role.members.values_list("user", flat=True))


def _called(server: Server, name: str, role: ServerRole | None = None) -> str:
    """Return the name by which texts call a role; two that sound alike cannot be."""
    called = mention_name_of(name)
    require(called != ALL, NameTaken)
    others = server.roles.exclude(pk=role.pk) if role else server.roles
    require(fold(name) not in {fold(one) for one in others.values_list("name", flat=True)}, NameTaken)
    require(not called or not others.filter(mention_name=called).exists(), NameTaken)
    return called
