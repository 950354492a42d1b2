"""The one JSON of what was done in a server, and what may be asked for."""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.audit.models import Entry
from apps.audit.of_servers import Names
from apps.core.rest import Input
from apps.core.times import stamp

NAMED = ("user", "role", "channel", "reason")  # have fields of their own


class ServerEntryQuery(Input):
    action = serializers.CharField(required=False, max_length=64, help_text="such as `server.member_banned`")
    actor = serializers.UUIDField(required=False, help_text="who did it")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class ConcernedSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField(allow_null=True, help_text="as now; null where it is gone")


class ServerEntrySerializer(serializers.Serializer):
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    actor = UserSerializer(allow_null=True, help_text="null where nobody did it, or their account is gone")
    actor_name = serializers.CharField(help_text="as the name was then")
    user = UserSerializer(allow_null=True, help_text="to whom it was done")
    role = ConcernedSerializer(allow_null=True)
    channel = ConcernedSerializer(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    details = serializers.DictField(help_text="ids and codes")

    def to_representation(self, entry: Entry) -> dict[str, Any]:
        names: Names = self.context["names"]
        details = entry.details
        channel = entry.target_id if entry.target_type == "conversation" else details.get("channel")
        return {
            "seq": entry.seq,
            "at": stamp(entry.at),
            "action": entry.action,
            "actor": names.people.get(entry.actor_id),
            "actor_name": entry.actor_name,
            "user": names.people.get(details.get("user", "")),
            "role": _named(details.get("role"), names.roles),
            "channel": _named(channel, names.channels),
            "reason": details.get("reason", ""),
            "details": {name: value for name, value in details.items() if name not in NAMED},
        }


def _named(key: str | None, names: dict[str, str]) -> dict[str, Any] | None:
    return {"id": key, "name": names.get(key)} if key else None
