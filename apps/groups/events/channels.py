"""What happens to channels: told in their own stream, so that who does not see one hears nothing of it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from apps.chat.models import topic_of
from apps.events.bus import Happening, Unlisten
from apps.groups.bits import names_of
from apps.groups.models import Channel
from apps.groups.serializers.channels import ChannelIdSerializer, ChannelSerializer, MyPermissionsSerializer
from apps.groups.serializers.servers import ServerIdSerializer


class ChannelEvent(Happening):
    schema: ClassVar[Any] = ChannelSerializer

    def __init__(self, channel: Channel):
        self.channel = channel

    def topic(self) -> str:
        return topic_of(self.channel.pk)

    def payload(self) -> dict[str, Any]:
        return ChannelSerializer(self.channel).data

    def subject_id(self) -> str:
        return str(self.channel.pk)


class ChannelUpdated(ChannelEvent):
    """A channel's name, place or settings are others."""

    type = "channel.updated"


class ChannelDeleted(ChannelEvent):
    """A channel is gone; nothing after this event is told of it."""

    type = "channel.deleted"
    schema = ChannelIdSerializer

    def __init__(self, channel: Channel, lost: Sequence[UUID]):
        super().__init__(channel)
        self.lost = lost

    def payload(self) -> dict[str, Any]:
        return {"conversation": str(self.channel.pk)}

    def changes(self) -> Sequence[Unlisten]:
        return [Unlisten(str(user), self.topic()) for user in self.lost]


class ChannelAccessChanged(Happening):
    """Some people no longer see a channel: nothing after this event of its stream reaches them."""

    type = "channel.access_changed"
    schema = ChannelIdSerializer

    def __init__(self, conversation_id: UUID, lost: Sequence[UUID]):
        self.conversation_id, self.lost = conversation_id, lost

    def topic(self) -> str:
        return topic_of(self.conversation_id)

    def payload(self) -> dict[str, Any]:
        return {"conversation": str(self.conversation_id)}

    def subject_id(self) -> str:
        return str(self.conversation_id)

    def changes(self) -> Sequence[Unlisten]:
        return [Unlisten(str(user), self.topic()) for user in self.lost]


class ChannelRightsChanged(Happening):
    """Somebody may more, or less, in channels that they see."""

    type = "channel.rights_changed"
    schema = MyPermissionsSerializer

    def __init__(self, user_id: UUID, rights: Mapping[UUID, int]):
        self.user_id, self.rights = user_id, rights

    def topic(self) -> str:
        return f"user:{self.user_id}"

    def payload(self) -> dict[str, Any]:
        return {
            "channels": [
                {"conversation": str(conversation), "my_permissions": names_of(rights)}
                for conversation, rights in self.rights.items()
            ]
        }


class CategoriesChanged(Happening):
    """The categories of a server are others, or stand otherwise: told to who arranges channels, since they see all."""

    type = "categories.changed"
    schema = ServerIdSerializer

    def __init__(self, server_id: UUID, user_id: UUID):
        self.server_id, self.user_id = server_id, user_id

    def topic(self) -> str:
        return f"user:{self.user_id}"

    def payload(self) -> dict[str, Any]:
        return {"server": str(self.server_id)}

    def subject_id(self) -> str:
        return str(self.server_id)
