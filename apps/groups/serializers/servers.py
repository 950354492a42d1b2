"""The one JSON of servers, their roles and members."""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.core.times import stamp
from apps.groups.bits import NAMES, names_of
from apps.groups.models import Ban, CustomEmoji, Server, ServerMember, ServerRole


class PermissionsField(serializers.ListField):
    child = serializers.ChoiceField(choices=NAMES)


class ServerRoleSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    server = serializers.UUIDField()
    name = serializers.CharField()
    mention_name = serializers.CharField(help_text="how messages call it, after an @; empty for everybody's role")
    color = serializers.CharField(help_text="#rrggbb, or empty")
    position = serializers.IntegerField(help_text="the higher, the more it stands above others; 0 is everybody's")
    permissions = PermissionsField()
    mentionable = serializers.BooleanField(help_text="may anybody call it?")
    hoisted = serializers.BooleanField(help_text="are those who have it listed apart?")
    is_everyone = serializers.BooleanField()
    version = serializers.IntegerField()

    def to_representation(self, role: ServerRole) -> dict[str, Any]:
        return {
            "id": str(role.pk),
            "server": str(role.server_id),
            "name": role.name,
            "mention_name": role.mention_name,
            "color": role.color,
            "position": role.position,
            "permissions": names_of(role.rights),
            "mentionable": role.mentionable,
            "hoisted": role.hoisted,
            "is_everyone": role.is_everyone,
            "version": role.version,
        }


class CustomEmojiSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    server = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()

    def to_representation(self, emoji: CustomEmoji) -> dict[str, Any]:
        return {"id": str(emoji.pk), "server": str(emoji.server_id), "name": emoji.name, "url": emoji_url(emoji)}


def emoji_url(emoji: CustomEmoji) -> str:
    """Return where a custom emoji is: an address that holds what nobody can guess."""
    return f"/api/v1/emoji/{emoji.pk}?v={emoji.picture}"


def picture_url(server: Server, size: int = 128) -> str | None:
    """Return where a server's picture is."""
    return f"/api/v1/servers/{server.pk}/picture/{size}?v={server.picture}" if server.picture else None


class MyMembershipSerializer(serializers.Serializer):
    """What the reader is in a server."""

    nickname = serializers.CharField()
    roles = serializers.ListField(child=serializers.UUIDField())
    silenced_until = serializers.DateTimeField(allow_null=True)
    joined_at = serializers.DateTimeField()

    def to_representation(self, member: ServerMember) -> dict[str, Any]:
        return {
            "nickname": member.nickname,
            "roles": sorted(str(role.pk) for role in member.roles.all()),
            "silenced_until": stamp(member.silenced_until),
            "joined_at": stamp(member.joined_at),
        }


class ServerInfoSerializer(serializers.Serializer):
    """A server itself, without its roles and emoji."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    picture_url = serializers.CharField(allow_null=True)
    owner = serializers.UUIDField()
    member_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, server: Server) -> dict[str, Any]:
        return {
            "id": str(server.pk),
            "name": server.name,
            "description": server.description,
            "picture_url": picture_url(server),
            "owner": str(server.owner_id),
            "member_count": server.member_count,
            "created_at": stamp(server.created_at),
            "version": server.version,
        }


class ServerSerializer(ServerInfoSerializer):
    """A server as one of its members sees it (rows come from `selectors.servers.servers_of`)."""

    deletes_at = serializers.DateTimeField(allow_null=True, help_text="of one that its owner deleted")
    seq = serializers.IntegerField(help_text="of the newest event of its topic")
    roles = ServerRoleSerializer(many=True, help_text="the highest first")
    emoji = CustomEmojiSerializer(many=True)
    my = MyMembershipSerializer(allow_null=True)

    def to_representation(self, server: Any) -> dict[str, Any]:
        return {
            **super().to_representation(server),
            "deletes_at": stamp(server.deletes_at),
            "seq": server.newest_seq,
            "roles": ServerRoleSerializer(server.roles.all(), many=True).data,
            "emoji": CustomEmojiSerializer(server.emoji.all(), many=True).data,
            "my": MyMembershipSerializer(server.mine[0]).data if server.mine else None,
        }


class ServerMemberSerializer(serializers.Serializer):
    server = serializers.UUIDField()
    user = UserSerializer()
    nickname = serializers.CharField()
    roles = serializers.ListField(child=serializers.UUIDField())
    silenced_until = serializers.DateTimeField(allow_null=True)
    joined_at = serializers.DateTimeField()

    def to_representation(self, member: ServerMember) -> dict[str, Any]:
        return {
            "server": str(member.server_id),
            "user": UserSerializer(member.user, context=self.context).data,
            **MyMembershipSerializer(member).data,
        }


class ServerRoleCountSerializer(ServerRoleSerializer):
    member_count = serializers.IntegerField(help_text="how many have it")

    def to_representation(self, role: Any) -> dict[str, Any]:
        return {**super().to_representation(role), "member_count": role.amount}


class BanSerializer(serializers.Serializer):
    user = UserSerializer()
    reason = serializers.CharField()
    banned_by = UserSerializer(allow_null=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, ban: Ban) -> dict[str, Any]:
        return {
            "user": UserSerializer(ban.user).data,
            "reason": ban.reason,
            "banned_by": UserSerializer(ban.banned_by).data if ban.banned_by else None,
            "created_at": stamp(ban.created_at),
        }


class ServerIdSerializer(serializers.Serializer):
    server = serializers.UUIDField()


class MemberGoneSerializer(serializers.Serializer):
    server = serializers.UUIDField()
    user = serializers.UUIDField()
    member_count = serializers.IntegerField()


class MemberCameSerializer(serializers.Serializer):
    server = serializers.UUIDField()
    member = ServerMemberSerializer()
    member_count = serializers.IntegerField()


class RoleGoneSerializer(serializers.Serializer):
    server = serializers.UUIDField()
    role = serializers.UUIDField()


class EmojiGoneSerializer(serializers.Serializer):
    server = serializers.UUIDField()
    emoji = serializers.UUIDField()
