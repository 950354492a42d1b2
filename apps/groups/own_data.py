"""What this app has of a person, and how it is erased."""

from collections.abc import Iterator

from apps.accounts.models import User
from apps.core.persondata import File, Rows, eraser, exporter
from apps.core.times import stamp
from apps.groups.actions.members import leave_server
from apps.groups.actions.servers import close_server, give_server_to
from apps.groups.models import Ban, CustomEmoji, Invite, Server, ServerMember


@exporter("groups")
def export(user: User) -> Iterator[Rows | File]:
    """In which servers one is, what one is there, and the links one made. Their codes are kept nowhere."""
    places = ServerMember.objects.filter(user=user).select_related("server").prefetch_related("roles")
    yield Rows("servers", ({
        "id": str(one.server_id),
        "name": one.server.name,
        "owner": one.server.owner_id == user.pk,
        "nickname": one.nickname,
        "roles": sorted(role.name for role in one.roles.all()),
        "joined_at": stamp(one.joined_at),
    } for one in places.order_by("joined_at")))  # fmt: skip
    links = Invite.objects.filter(created_by=user).order_by("created_at")
    yield Rows("invites", ({
        "id": str(one.pk),
        "place": str(one.server_id or one.group_id),
        "uses": one.uses,
        "created_at": stamp(one.created_at),
    } for one in links))  # fmt: skip


@eraser("groups")
def erase(user: User) -> None:
    """Leave the servers; one's own pass to who has been there longest, or close where nobody is left."""
    for server in Server.objects.filter(members__user=user).order_by("pk"):
        server = server.locked()
        if server.owner_id == user.pk and server.deletes_at is None:
            rest = server.members.exclude(user=user).filter(user__is_active=True, user__is_bot=False)
            heir = rest.select_related("user").order_by("joined_at", "id").first()
            if heir is None:
                close_server(server)
                continue
            give_server_to(server, heir.user)
        leave_server(server, user)
    Ban.objects.filter(user=user).delete()
    Ban.objects.filter(banned_by=user).update(banned_by=None)
    Invite.objects.filter(created_by=user).delete()
    CustomEmoji.objects.filter(created_by=user).update(created_by=None)
