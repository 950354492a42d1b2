"""Coming to a server, leaving it, and what others do with those who are there."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish, publish_all
from apps.groups.actions.counting import note_joined, note_left
from apps.groups.actions.servers import MAX_SERVERS
from apps.groups.actions.settling import MAX_PLACES, settle
from apps.groups.events.servers import (
    ServerAdded,
    ServerMemberAdded,
    ServerMemberRemoved,
    ServerMemberUpdated,
    ServerRemoved,
)
from apps.groups.models import Override, Server, ServerMember, Silence
from apps.groups.permissions import can_kick, can_name, can_silence, standing_in
from apps.groups.problems import AboveYou, CannotManageServer, OwnerStays, TooManyHere, TooManyServers
from apps.groups.selectors.servers import member_of

MAX_MEMBERS = 10_000
MAX_SILENCE = timedelta(days=28)


def enter_server(server: Server, person: User) -> ServerMember:
    """Let somebody into a locked server. Whether they may was asked before."""
    require(server.member_count < MAX_MEMBERS, TooManyHere)
    channels = server.channels.filter(deleted_at=None).count()
    require((server.member_count + 1) * channels <= MAX_PLACES, TooManyHere)
    require(person.server_memberships.count() < MAX_SERVERS, TooManyServers)
    member = ServerMember.objects.create(server=server, user=person, silenced_until=_still_silenced(server, person))
    count_members(server, +1)
    note_joined(server)
    settled = settle(server, users=[person.pk])
    publish(ServerMemberAdded(server, member))
    publish_all([ServerAdded(server, person), *settled.happenings()])
    return member


def leave_server(server: Server, person: User) -> None:
    """Take somebody out of a locked server."""
    _remember_silence(server, person)
    server.members.filter(user=person).delete()
    here = Q(channel__server=server) | Q(category__server=server)
    Override.objects.filter(here, user=person).delete()  # what they alone may is not for when they come back
    count_members(server, -1)
    note_left(server)
    settled = settle(server, users=[person.pk])
    publish_all([
        *settled.happenings(leaving=True), ServerMemberRemoved(server, person), ServerRemoved(server, person),
    ])  # fmt: skip


def _remember_silence(server: Server, person: User) -> None:
    until = server.members.filter(user=person, silenced_until__gt=timezone.now()).values_list(
        "silenced_until", flat=True
    )
    if moment := until.first():
        Silence.objects.update_or_create(server=server, user=person, defaults={"until": moment})


def _still_silenced(server: Server, person: User) -> datetime | None:
    known = Silence.objects.filter(server=server, user=person)
    until = known.values_list("until", flat=True).first()
    known.delete()
    return until if until is not None and until > timezone.now() else None


def count_members(server: Server, change: int) -> None:
    server.member_count += change
    server.save(update_fields=["member_count"])


@transaction.atomic
def remove_member(*, actor: User, server: Server, user: User, reason: str = "") -> None:
    """Take somebody out of a server, or leave it oneself. They may come back by a link."""
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    require(server.members.filter(user=user).exists(), NotFound)
    require(user.pk != server.owner_id, OwnerStays if actor == user else AboveYou)
    require(actor == user or can_kick(actor, server, user), CannotManageServer)
    leave_server(server, user)
    if actor != user:
        publish(Noted("server.member_kicked", "server", server.pk, user=str(user.pk), reason=reason))


@transaction.atomic
def name_member(*, actor: User, server: Server, user: User, nickname: str) -> ServerMember:
    """Say what a member is called here; empty for their own name."""
    server, member = locked_member(actor, server, user)
    require(can_name(actor, server, user), CannotManageServer)
    if member.nickname != nickname:
        member.nickname = nickname
        member.save(update_fields=["nickname"])
        publish(ServerMemberUpdated(server, member))
        if actor != user:
            publish(Noted("server.member_named", "server", server.pk, user=str(user.pk)))
    return member


@transaction.atomic
def silence_member(
    *, actor: User, server: Server, user: User, until: datetime | None, reason: str = ""
) -> ServerMember:
    """Let a member only read until then; None lets them speak again."""
    server, member = locked_member(actor, server, user)
    require(can_silence(actor, server, user), CannotManageServer)
    if until is None and not member.is_silenced():
        return member
    member.silenced_until = until
    member.save(update_fields=["silenced_until"])
    settled = settle(server, users=[user.pk])
    publish_all([ServerMemberUpdated(server, member), *settled.happenings()])
    action = "server.member_silenced" if until else "server.member_unsilenced"
    details = {"until": until.isoformat(), "reason": reason} if until else {}
    publish(Noted(action, "server", server.pk, user=str(user.pk), **details))
    return member


def longest_silence() -> datetime:
    return timezone.now() + MAX_SILENCE


def locked_member(actor: User, server: Server, user: User) -> tuple[Server, ServerMember]:
    """Load a server under its lock and one of its members with their roles, for another member."""
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    member = member_of(server, user.pk)
    if member is None:
        raise NotFound()
    return server, member
