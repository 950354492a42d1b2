"""The JSON of system messages: what somebody did in a group, for a reader to word in their own language."""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import person
from apps.chat.models import Happened, Message
from apps.chat.selectors import load_named

# For who reads the text alone: in English, with the names of now.
_WORDS = {
    Happened.GROUP_CREATED: "{who} made the group “{value}”",
    Happened.RENAMED: "{who} renamed the group to “{value}”",
    Happened.DESCRIPTION_CHANGED: "{who} changed the description",
    Happened.PICTURE_CHANGED: "{who} changed the picture",
    Happened.PICTURE_REMOVED: "{who} removed the picture",
    Happened.MEMBERS_ADDED: "{who} added {whom}",
    Happened.MEMBER_JOINED: "{who} joined by an invite link",
    Happened.MEMBER_LEFT: "{who} left",
    Happened.MEMBER_REMOVED: "{who} removed {whom}",
    Happened.ROLE_CHANGED: "{who} gave {whom} the role {value}",
    Happened.OWNER_CHANGED: "{who} handed the group over to {whom}",
    Happened.MESSAGE_PINNED: "{who} pinned a message",
    Happened.SLOW_MODE_CHANGED: "{who} set slow mode to {value} s",
    Happened.HISTORY_CHANGED: "{who} changed what newcomers see of the past: {value}",
    Happened.RETENTION_CHANGED: "{who} changed how long messages are kept: {value}",
}
_VALUES: dict[str, dict[Any, str]] = {
    Happened.HISTORY_CHANGED: {"all": "all of it", "joined": "nothing"},
    Happened.RETENTION_CHANGED: {None: "for good"},
}


class NamedSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField(help_text="what they are called now")


class SystemSerializer(serializers.Serializer):
    """What a message of type `system` tells: its sender did this."""

    what = serializers.ChoiceField(choices=Happened.choices, help_text="there may be more in future: show `text` then")
    people = NamedSerializer(many=True, help_text="to whom, where they are few")
    count = serializers.IntegerField(help_text="to how many people")
    value = serializers.JSONField(
        allow_null=True,
        help_text="the new name, role, history, seconds of slow mode or days of retention; the id of what was pinned",
    )


def system_json(message: Message) -> dict[str, Any]:
    """Return what a system message tells, with the names of now."""
    load_named([message])
    told: dict[str, Any] = message.system or {}
    people = [{"id": str(one.pk), "name": person(one)["display_name"]} for one in message.named]  # type: ignore[attr-defined]
    return {"what": told["what"], "people": people, "count": told["count"], "value": told["value"]}


def system_text(message: Message, told: dict[str, Any]) -> str:
    """Return the same in plain words."""
    who = person(message.sender)["display_name"] if message.sender else "Somebody"
    names = [one["name"] for one in told["people"]]
    *most, last = names or [""]
    named = f"{', '.join(most)} and {last}" if most else last
    whom = named if len(names) == told["count"] else "somebody" if told["count"] == 1 else f"{told['count']} people"
    value = told["value"]
    if told["what"] == Happened.RETENTION_CHANGED and value is not None:
        value = f"{value} days"
    words = _VALUES.get(told["what"], {}).get(value, value)
    return _WORDS[told["what"]].format(who=who, whom=whom, value=words)
