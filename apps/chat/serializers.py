"""What goes in, and the one JSON of each thing that comes out: in replies, events and webhooks alike.

The output serializers declare their fields for the API document and build their dict by hand: a message is rendered
once per send and fifty times per page, where DRF's field machinery costs ten times as much.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.serializers import UserSerializer, person
from apps.chat.arranging_serializers import arranged
from apps.chat.details import DETAILS, ChannelPlaceSerializer
from apps.chat.group_serializers import avatar_url
from apps.chat.messages.emoji import only_emoji
from apps.chat.messages.poll_serializers import PollInput, PollSerializer, new_poll
from apps.chat.messages.system_serializers import SystemSerializer, system_json, system_text
from apps.chat.messages.thread_serializers import ThreadPlaceSerializer
from apps.chat.models import MAX_TEXT, Conversation, Message, Participant
from apps.chat.selectors import FILTERS, newest_shown, thread_mention_counts
from apps.core.rest import Input, StrictCharField, is_seen
from apps.core.times import stamp


class LocationInput(Input):
    latitude = serializers.FloatField(min_value=-90, max_value=90)
    longitude = serializers.FloatField(min_value=-180, max_value=180)
    label = StrictCharField(max_length=200, required=False, allow_blank=True)  # type: ignore[assignment]


class SendMessageInput(Input):
    conversation = serializers.UUIDField()
    text = StrictCharField(
        max_length=MAX_TEXT,
        trim_whitespace=False,
        required=False,
        allow_blank=True,
        help_text="may be left out only with a location",
    )
    client_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="your own id; makes the send idempotent"
    )
    reply_to = serializers.UUIDField(required=False, allow_null=True)
    thread = serializers.UUIDField(required=False, allow_null=True, help_text="the message whose thread this is for")
    type = serializers.ChoiceField(
        choices=["text", "emoji", "location", "poll"], required=False, help_text="as a rule it is clear from the rest"
    )
    location = LocationInput(required=False, allow_null=True)
    poll = PollInput(required=False, allow_null=True, help_text="`text` is its question")
    urgent = serializers.BooleanField(required=False, help_text="ask everybody for an acknowledgement")

    def validate_text(self, value: str) -> str:
        if not is_seen(value):
            raise serializers.ValidationError(_("A message is not empty."), code="blank")
        return value

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        location, poll = data.get("location"), data.pop("poll", None)
        if location is None and "text" not in data:
            raise serializers.ValidationError({"text": [_("A message is not empty.")]}, code="required")
        if location and poll:
            raise serializers.ValidationError({"poll": [_("One message is one thing.")]})
        clear = Message.Type.LOCATION if location else Message.Type.POLL if poll else Message.Type.TEXT
        wanted = data.setdefault("type", clear)
        emoji = wanted == Message.Type.EMOJI and clear == Message.Type.TEXT and only_emoji(data["text"])
        if wanted != clear and not emoji:
            raise serializers.ValidationError({"type": [_("The message is not of this type.")]})
        if poll:
            data["poll"] = new_poll(**poll)
        return data


class OpenConversationInput(Input):
    user = serializers.UUIDField(help_text="the other person of the direct conversation")


class EditMessageInput(Input):
    text = StrictCharField(max_length=MAX_TEXT, trim_whitespace=False)
    validate_text = SendMessageInput.validate_text


class DeleteMessageQuery(Input):
    vars()["for"] = serializers.ChoiceField(choices=["me", "everyone"], required=False)


class ReadInput(Input):
    seq = serializers.IntegerField(
        required=False, min_value=0, max_value=2**62, help_text="read up to here; default all"
    )


class TypingInput(Input):
    conversation = serializers.UUIDField()


class ConversationQuery(Input):
    filter = serializers.ChoiceField(choices=FILTERS, required=False)
    q = serializers.CharField(required=False, max_length=100, help_text="part of its name, or of who is in it")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class MessageQuery(Input):
    limit = serializers.CharField(required=False)
    before = serializers.UUIDField(required=False, help_text="id of a message: the page of older ones")
    after = serializers.UUIDField(required=False, help_text="id of a message: the page of newer ones")
    around = serializers.UUIDField(required=False, help_text="id of a message: it in the middle of a page")


class MentionSerializer(serializers.Serializer):
    """Somebody whom a message calls, and by which words."""

    type = serializers.ChoiceField(choices=["user", "role", "all"])
    id = serializers.CharField(allow_null=True, help_text="of the user, or the name of the role")
    text = serializers.CharField(help_text="as it stands in the text: `@ayse`")


class ReactionCountSerializer(serializers.Serializer):
    emoji = serializers.CharField()
    count = serializers.IntegerField()


class LocationSerializer(serializers.Serializer):
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    label = serializers.CharField(required=False)  # type: ignore[assignment]


class FirstSenderSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ForwardedSerializer(serializers.Serializer):
    sender = FirstSenderSerializer(allow_null=True)
    created_at = serializers.DateTimeField()


class QuoteSerializer(serializers.Serializer):
    """The message that was replied to, as the reader may see it now."""

    id = serializers.UUIDField()
    sender = UserSerializer(allow_null=True)
    type = serializers.ChoiceField(choices=Message.Type.choices)
    text = serializers.CharField(help_text="its beginning")


class MineSerializer(serializers.Serializer):
    """What the reader did with a message; nobody else is told."""

    reactions = serializers.ListField(child=serializers.CharField())
    saved = serializers.BooleanField()
    acknowledged = serializers.BooleanField()
    votes = serializers.ListField(child=serializers.IntegerField(), help_text="the options chosen in its poll")
    thread = ThreadPlaceSerializer(allow_null=True, help_text="where you stand in its thread")
    reminder_at = serializers.DateTimeField(allow_null=True)


def message_json(
    message: Message, hidden: Collection[UUID] = (), mine: Mapping[UUID, dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Return what `MessageSerializer` does, without making one: every send asks twice, a page fifty times."""
    if message.deleted_at:
        message = Message.tombstone(message)
    told = system_json(message) if message.system else None
    return {
        "id": str(message.pk),
        "conversation": str(message.conversation_id),
        "seq": message.seq,
        "sender": person(message.sender, hidden) if message.sender else None,
        "type": message.type,
        "text": system_text(message, told) if told else message.text,
        "system": told,
        "client_id": str(message.client_id) if message.client_id else None,
        "reply_to": str(message.reply_to_id) if message.reply_to_id else None,
        "card": message.card,
        "mentions": message.mentions,
        "thread": str(message.thread_id) if message.thread_id else None,
        "thread_count": message.thread_count,
        "thread_last_at": stamp(message.thread_last_at),
        "location": message.location,
        "poll": message.poll,
        "forwarded": message.forwarded,
        "urgent": message.urgent,
        "acknowledged_count": message.acknowledged_count,
        "reactions": message.reactions,
        "pinned_at": stamp(message.pinned_at),
        "pinned_by": str(message.pinned_by_id) if message.pinned_by_id else None,
        "created_at": stamp(message.created_at),
        "edited_at": stamp(message.edited_at),
        "deleted_at": stamp(message.deleted_at),
        "version": message.version,
        **(mine.get(message.pk, {}) if mine else {}),
    }


class MessageSerializer(serializers.Serializer):
    """A message as everybody reads it. With `mine` of the context (by id) also what is only the reader's."""

    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    seq = serializers.IntegerField()
    sender = UserSerializer(allow_null=True)
    type = serializers.ChoiceField(choices=Message.Type.choices)
    text = serializers.CharField(help_text="of a system message: what happened, in English")
    system = SystemSerializer(allow_null=True, help_text="of a system message: what its sender did")
    client_id = serializers.UUIDField(allow_null=True)
    reply_to = serializers.UUIDField(allow_null=True)
    card = serializers.JSONField(allow_null=True)
    mentions = MentionSerializer(many=True)
    thread = serializers.UUIDField(allow_null=True, help_text="the message whose thread this is in")
    thread_count = serializers.IntegerField(help_text="answers in its own thread")
    thread_last_at = serializers.DateTimeField(allow_null=True)
    location = LocationSerializer(allow_null=True)
    poll = PollSerializer(allow_null=True)
    forwarded = ForwardedSerializer(allow_null=True, help_text="who said it first, and when")
    urgent = serializers.BooleanField()
    acknowledged_count = serializers.IntegerField()
    reactions = ReactionCountSerializer(many=True)
    pinned_at = serializers.DateTimeField(allow_null=True)
    pinned_by = serializers.UUIDField(allow_null=True)
    quote = QuoteSerializer(
        allow_null=True,
        required=False,
        help_text="of `reply_to`; not in events, since readers may see different things",
    )
    mine = MineSerializer(required=False, help_text="what you did with it; not in events")
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def to_representation(self, message: Message) -> dict[str, Any]:
        return message_json(message, self.context.get("hidden", ()), self.context.get("mine", {}))


class ParticipantSerializer(serializers.Serializer):
    user = UserSerializer()
    role = serializers.ChoiceField(choices=Participant.Role.choices)
    joined_at = serializers.DateTimeField()
    delivered_seq = serializers.IntegerField(help_text="some device of theirs has everything up to here")
    read_seq = serializers.IntegerField(help_text="how far they have read, as far as they let others know")

    def to_representation(self, participant: Participant) -> dict[str, Any]:
        return {
            "user": person(participant.user, self.context.get("hidden", ())),
            "role": participant.role,
            "joined_at": stamp(participant.joined_at),
            "delivered_seq": participant.delivered_seq,
            "read_seq": participant.shown_seq,
        }


class ConversationSerializer(serializers.Serializer):
    """A conversation as one person sees it (rows come from `selectors.conversations_of`)."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Conversation.Kind.choices)
    name = serializers.CharField(allow_null=True)
    description = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
    slow_mode_seconds = serializers.IntegerField()
    participants = ParticipantSerializer(
        many=True, help_text="the first ones; `participant_count` says how many there are"
    )
    participant_count = serializers.IntegerField(help_text="0 in a channel: its server knows its members")
    last_message = MessageSerializer(allow_null=True)
    unread_count = serializers.IntegerField()
    mention_count = serializers.IntegerField(help_text="how many of the unread messages call you")
    thread_mention_count = serializers.IntegerField(
        help_text="how many answers call you in threads, until you read those"
    )
    read_seq = serializers.IntegerField()
    seq = serializers.IntegerField(help_text="of the newest event of its topic")
    my_role = serializers.ChoiceField(choices=Participant.Role.choices)
    archived = serializers.BooleanField()
    pinned_at = serializers.DateTimeField(allow_null=True)
    muted = serializers.BooleanField()
    muted_until = serializers.DateTimeField(allow_null=True, help_text="empty while `muted`: until you change it")
    notifications = serializers.ChoiceField(choices=Participant.Notifications.choices)
    channel = ChannelPlaceSerializer(allow_null=True, help_text="of a channel: its place in its server")
    created_at = serializers.DateTimeField()
    last_activity_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, conversation: Any) -> dict[str, Any]:
        last, people = newest_shown(conversation), conversation.shown_participants
        called = self.context.get("thread_mentions")
        if called is None:
            called = thread_mention_counts(conversation.reader, [conversation.pk])
        return {
            "id": str(conversation.pk),
            "kind": conversation.kind,
            "name": conversation.name or None,
            "description": conversation.description,
            "avatar_url": avatar_url(conversation),
            "slow_mode_seconds": conversation.slow_mode_seconds,
            "participants": ParticipantSerializer(people, many=True, context=self.context).data,
            "participant_count": 0
            if conversation.kind == Conversation.Kind.CHANNEL
            else conversation.participant_count,
            "last_message": MessageSerializer(last, context=self.context).data if last else None,
            "unread_count": conversation.unread_count,
            "mention_count": conversation.mention_count,
            "thread_mention_count": called.get(conversation.pk, 0),
            "read_seq": conversation.read_seq,
            "seq": conversation.newest_seq,
            "my_role": conversation.my_role,
            **arranged(conversation),
            "channel": DETAILS.channel(conversation),
            "created_at": stamp(conversation.created_at),
            "last_activity_at": stamp(conversation.last_activity_at),
            "version": conversation.version,
        }


class ReadSerializer(serializers.Serializer):
    """How far one person has read, and what is left."""

    conversation = serializers.UUIDField()
    read_seq = serializers.IntegerField()
    unread_count = serializers.IntegerField()
    mention_count = serializers.IntegerField()
    seq = serializers.IntegerField(help_text="the newest event of the conversation that these counts know of")


class CountedSerializer(ReadSerializer):
    """The same, and what waits in threads: that does not change by reading the conversation."""

    thread_mention_count = serializers.IntegerField()


class MembershipSerializer(serializers.Serializer):
    """Somebody came to, or left, a conversation."""

    conversation = serializers.UUIDField()
    user = UserSerializer()
    role = serializers.ChoiceField(choices=Participant.Role.choices)
    participant_count = serializers.IntegerField()


class ConversationIdSerializer(serializers.Serializer):
    conversation = serializers.UUIDField()


class TypingSerializer(serializers.Serializer):
    conversation = serializers.UUIDField()
    user = UserSerializer()
