"""What a server says about how long its channels keep messages."""

from collections.abc import Collection
from uuid import UUID

from apps.chat.models import Conversation
from apps.chat.retention.rules import retention_source
from apps.groups.models import Channel


@retention_source("server", Conversation.Kind.CHANNEL)
def of_servers(conversations: Collection[UUID]) -> dict[UUID, int | None]:
    """Return the days that servers keep messages, of those channels whose server says so; None is for good."""
    rows = Channel.objects.filter(pk__in=conversations, server__retention_decides=True)
    return dict(rows.values_list("pk", "server__retention_days"))
