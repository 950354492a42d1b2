"""What happens to servers, their roles, emoji and members. All members hear it, whatever channels they see."""

from collections.abc import Sequence
from typing import Any, ClassVar

from apps.accounts.models import User
from apps.events.bus import Happening, Listen, Unlisten, newest_seq
from apps.groups.models import CustomEmoji, Server, ServerMember, ServerRole
from apps.groups.models.servers import server_topic
from apps.groups.selectors.servers import server_for
from apps.groups.serializers.servers import (
    CustomEmojiSerializer,
    EmojiGoneSerializer,
    MemberCameSerializer,
    MemberGoneSerializer,
    RoleGoneSerializer,
    ServerIdSerializer,
    ServerInfoSerializer,
    ServerMemberSerializer,
    ServerRoleSerializer,
    ServerSerializer,
)


class ServerEvent(Happening):
    schema: ClassVar[Any] = ServerInfoSerializer

    def __init__(self, server: Server):
        self.server = server

    def topic(self) -> str:
        return self.server.topic

    def payload(self) -> dict[str, Any]:
        return ServerInfoSerializer(self.server).data

    def subject_id(self) -> str:
        return str(self.server.pk)


class ServerUpdated(ServerEvent):
    """A server's name, description, picture or owner is another."""

    type = "server.updated"


class ServerDeleted(ServerEvent):
    """A server is gone; nothing after this event is told of it."""

    type = "server.deleted"
    schema = ServerIdSerializer

    def __init__(self, server: Server, members: Sequence[Any]):
        super().__init__(server)
        self.members = members  # their ids

    def payload(self) -> dict[str, Any]:
        return {"server": str(self.server.pk)}

    def changes(self) -> Sequence[Unlisten]:
        return [Unlisten(str(user), self.server.topic) for user in self.members]


class ServerAdded(ServerEvent):
    """Somebody has come to a server, and from now on hears it."""

    type = "server.added"
    schema = ServerSerializer

    def __init__(self, server: Server, user: User):
        super().__init__(server)
        self.user = user

    def topic(self) -> str:
        return f"user:{self.user.pk}"

    def payload(self) -> dict[str, Any]:
        return ServerSerializer(server_for(self.user, self.server.pk)).data

    def changes(self) -> Sequence[Listen]:
        return (Listen(str(self.user.pk), self.server.topic, newest_seq(self.server.topic)),)


class ServerRemoved(ServerEvent):
    """Somebody is no longer in a server, and sees none of its channels."""

    type = "server.removed"
    schema = ServerIdSerializer

    def __init__(self, server: Server, user: User):
        super().__init__(server)
        self.user = user

    def topic(self) -> str:
        return f"user:{self.user.pk}"

    def payload(self) -> dict[str, Any]:
        return {"server": str(self.server.pk)}

    def changes(self) -> Sequence[Unlisten]:
        return (Unlisten(str(self.user.pk), self.server.topic),)


class ServerMemberAdded(ServerEvent):
    type = "server_member.added"
    schema = MemberCameSerializer

    def __init__(self, server: Server, member: ServerMember):
        super().__init__(server)
        self.member = member

    def payload(self) -> dict[str, Any]:
        return {
            "server": str(self.server.pk),
            "member": ServerMemberSerializer(self.member).data,
            "member_count": self.server.member_count,
        }


class ServerMemberUpdated(ServerEvent):
    """Somebody's nickname or roles are others, or they were silenced, or no longer are."""

    type = "server_member.updated"
    schema = ServerMemberSerializer

    def __init__(self, server: Server, member: ServerMember):
        super().__init__(server)
        self.member = member

    def payload(self) -> dict[str, Any]:
        return ServerMemberSerializer(self.member).data


class ServerMemberRemoved(ServerEvent):
    """Nothing after this event of the server's stream reaches the one who is no longer there."""

    type = "server_member.removed"
    schema = MemberGoneSerializer

    def __init__(self, server: Server, user: User):
        super().__init__(server)
        self.user = user

    def payload(self) -> dict[str, Any]:
        return {
            "server": str(self.server.pk), "user": str(self.user.pk), "member_count": self.server.member_count,
        }  # fmt: skip

    def changes(self) -> Sequence[Unlisten]:
        return (Unlisten(str(self.user.pk), self.server.topic),)


class RoleEvent(Happening):
    schema: ClassVar[Any] = ServerRoleSerializer

    def __init__(self, role: ServerRole):
        self.role = role

    def topic(self) -> str:
        return server_topic(self.role.server_id)

    def payload(self) -> dict[str, Any]:
        return ServerRoleSerializer(self.role).data

    def subject_id(self) -> str:
        return str(self.role.pk)


class RoleCreated(RoleEvent):
    type = "role.created"


class RoleUpdated(RoleEvent):
    type = "role.updated"


class RoleDeleted(RoleEvent):
    type = "role.deleted"
    schema = RoleGoneSerializer

    def payload(self) -> dict[str, Any]:
        return {"server": str(self.role.server_id), "role": str(self.role.pk)}


class EmojiEvent(Happening):
    schema: ClassVar[Any] = CustomEmojiSerializer

    def __init__(self, emoji: CustomEmoji):
        self.emoji = emoji

    def topic(self) -> str:
        return server_topic(self.emoji.server_id)

    def payload(self) -> dict[str, Any]:
        return CustomEmojiSerializer(self.emoji).data

    def subject_id(self) -> str:
        return str(self.emoji.pk)


class EmojiAdded(EmojiEvent):
    type = "emoji.added"


class EmojiRemoved(EmojiEvent):
    type = "emoji.removed"
    schema = EmojiGoneSerializer

    def payload(self) -> dict[str, Any]:
        return {"server": str(self.emoji.server_id), "emoji": str(self.emoji.pk)}
