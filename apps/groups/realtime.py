"""The WebSocket door of servers: their members hear them. Their channels are heard as conversations are."""

from apps.accounts.models import User
from apps.groups.models import Server
from apps.groups.models.servers import server_topic
from apps.realtime.registry import topics


@topics("server", "servers:read")
def server_topics(user: User) -> list[str]:
    return [server_topic(key) for key in Server.objects.visible_to(user).values_list("pk", flat=True)]
