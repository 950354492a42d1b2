"""How long a server keeps what is said in its channels."""

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.retention.events import RetentionUpdated
from apps.chat.retention.rules import kept_in
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish, publish_all
from apps.groups.models import Server
from apps.groups.permissions import can_change_server, standing_in
from apps.groups.problems import CannotManageServer


@transaction.atomic
def keep_server_messages(*, actor: User, server: Server, days: int | None) -> Server:
    """Say how long a server keeps messages, where a channel does not say otherwise; None is for good."""
    return _decide(actor, server, decides=True, days=days)


@transaction.atomic
def follow_installation(*, actor: User, server: Server) -> Server:
    """Let the rule of the installation hold in a server again."""
    return _decide(actor, server, decides=False, days=None)


def _decide(actor: User, server: Server, *, decides: bool, days: int | None) -> Server:
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    require(can_change_server(actor, server), CannotManageServer)
    if (server.retention_decides, server.retention_days) == (decides, days):
        return server
    channels = list(server.channels.filter(deleted_at=None).select_related("conversation").order_by("pk"))
    before = kept_in([channel.pk for channel in channels])
    server.retention_decides, server.retention_days = decides, days
    server.save(update_fields=["retention_decides", "retention_days"])
    after = kept_in([channel.pk for channel in channels])
    publish_all([
        RetentionUpdated(channel.conversation, after[channel.pk])
        for channel in channels if after[channel.pk] != before[channel.pk]
    ])  # fmt: skip
    publish(Noted("retention.changed", "server", server.pk, days=days, decides=decides))
    return server
