"""Making, changing, deleting and handing over servers."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.models import Conversation
from apps.core.permissions import require
from apps.core.problems import NotFound, Stale
from apps.events.bus import Happening, publish, publish_all
from apps.groups.actions.settling import settle
from apps.groups.bits import DEFAULT
from apps.groups.events.channels import ChannelAccessChanged
from apps.groups.events.servers import ServerAdded, ServerDeleted, ServerUpdated
from apps.groups.models import Category, Channel, Server, ServerMember, ServerRole
from apps.groups.models.servers import EVERYONE
from apps.groups.permissions import can_change_server, can_own
from apps.groups.problems import CannotManageServer, NotAMember, TooManyServers

MAX_SERVERS, MAX_OWNED = 100, 20  # of one person
FIRST_NAMES = {"tr": ("Metin kanalları", "genel"), "en": ("Text channels", "general")}


@transaction.atomic
def create_server(*, actor: User, name: str, description: str = "") -> Server:
    """Make a server with one channel; whoever makes it owns it."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)  # one at a time: their servers are counted
    require(actor.servers_owned.filter(deletes_at=None).count() < MAX_OWNED, TooManyServers)
    require(actor.server_memberships.count() < MAX_SERVERS, TooManyServers)
    server = Server.objects.create(name=name, description=description, owner=actor, member_count=1).locked()
    ServerRole.objects.create(server=server, name=EVERYONE, position=0, rights=DEFAULT, is_everyone=True)
    ServerMember.objects.create(server=server, user=actor)
    heading, first = FIRST_NAMES["tr" if actor.language == "tr" else "en"]
    conversation = Conversation.objects.create(kind=Conversation.Kind.CHANNEL, name=first, created_by=actor)
    category = Category.objects.create(server=server, name=heading)
    Channel.objects.create(conversation=conversation, server=server, category=category)
    settled = settle(server)
    publish_all([
        ServerAdded(server, actor), *settled.happenings(), Noted("server.created", "server", server.pk, name=name),
    ])  # fmt: skip
    return server


@transaction.atomic
def change_server(*, actor: User, server: Server, seen: int | None = None, **changes: Any) -> Server:
    """Change a server's name or description. `seen` is the version that the one who changes it looked at."""
    server = server.locked()
    require(can_change_server(actor, server), CannotManageServer)
    require(seen is None or seen == server.version, Stale)
    changed = {name: value for name, value in changes.items() if getattr(server, name) != value}
    if not changed:
        return server
    for name, value in changed.items():
        setattr(server, name, value)
    server.version += 1
    server.save(update_fields=[*changed, "version"])
    publish(ServerUpdated(server))
    publish(Noted("server.changed", "server", server.pk, fields=sorted(changed)))
    return server


@transaction.atomic
def delete_server(*, actor: User, server: Server) -> None:
    """Delete a server: gone at once for all; for some days its owner can bring it back, then it is erased."""
    server = server.locked()
    require(can_own(actor, server), CannotManageServer)
    require(server.deletes_at is None, NotFound)
    close_server(server)
    publish(Noted("server.deleted", "server", server.pk, name=server.name))


def close_server(server: Server) -> None:
    """Take a locked server away from all its members."""
    server.deletes_at = timezone.now() + timedelta(days=settings.SERVER_KEPT_DAYS)
    server.version += 1
    server.save(update_fields=["deletes_at", "version"])
    members = list(server.members.order_by("user").values_list("user", flat=True))
    settled = settle(server)
    news: list[Happening] = [ChannelAccessChanged(channel, people) for channel, people in settled.lost.items()]
    publish_all([*news, ServerDeleted(server, members)])


@transaction.atomic
def restore_server(*, actor: User, server: Server) -> Server:
    """Bring a deleted server back, with all that was said in it. What people had read there is not known any more."""
    server = server.locked()
    require(can_own(actor, server), NotFound)
    require(server.deletes_at is not None, NotFound)
    server.deletes_at = None
    server.version += 1
    server.save(update_fields=["deletes_at", "version"])
    settled = settle(server)
    people = User.objects.filter(server_memberships__server=server).order_by("pk")
    publish_all([*(ServerAdded(server, person) for person in people), *settled.happenings()])
    publish(Noted("server.restored", "server", server.pk, name=server.name))
    return server


@transaction.atomic
def hand_server_over(*, actor: User, server: Server, user: User) -> Server:
    """Give a server to another member; the one who owned it stays with the roles they have."""
    server = server.locked()
    require(can_own(actor, server) and server.deletes_at is None, CannotManageServer)
    require(server.members.filter(user=user, user__is_active=True, user__is_bot=False).exists(), NotAMember)
    if user.pk == server.owner_id:
        return server
    give_server_to(server, user)
    publish(Noted("server.handed_over", "server", server.pk, user=str(user.pk)))
    return server


def give_server_to(server: Server, user: User) -> None:
    """Let another member own a locked server."""
    before = server.owner_id
    server.owner = user
    server.version += 1
    server.save(update_fields=["owner", "version"])
    settled = settle(server, users={before, user.pk})
    publish_all([ServerUpdated(server), *settled.happenings()])
