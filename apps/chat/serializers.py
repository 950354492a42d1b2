"""What goes in, and the one JSON of each thing that comes out: in replies, events and webhooks alike.

The output serializers declare their fields for the API document and build their dict by hand: a message is rendered
once per send and fifty times per page, where DRF's field machinery costs ten times as much.
"""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.chat.models import MAX_TEXT, Conversation, Message, Participant
from apps.chat.selectors import FILTERS
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp
from apps.events.bus import newest_seq


class SendMessageInput(Input):
    conversation = serializers.UUIDField()
    text = StrictCharField(max_length=MAX_TEXT, trim_whitespace=False)
    client_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="your own id; makes the send idempotent"
    )
    reply_to = serializers.UUIDField(required=False, allow_null=True)
    type = serializers.ChoiceField(choices=[("text", "text")], required=False)

    def validate_text(self, value: str) -> str:
        if not value.strip():
            raise serializers.ValidationError("A message is not empty.", code="blank")
        return value


class OpenConversationInput(Input):
    user = serializers.UUIDField(help_text="the other person of the direct conversation")


class ReadInput(Input):
    seq = serializers.IntegerField(
        required=False, min_value=0, max_value=2**62, help_text="read up to here; default all"
    )


class TypingInput(Input):
    conversation = serializers.UUIDField()


class ConversationQuery(Input):
    filter = serializers.ChoiceField(choices=FILTERS, required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class MessageQuery(Input):
    limit = serializers.CharField(required=False)
    before = serializers.UUIDField(required=False, help_text="id of a message: the page of older ones")
    after = serializers.UUIDField(required=False, help_text="id of a message: the page of newer ones")


class MessageSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    seq = serializers.IntegerField()
    sender = UserSerializer(allow_null=True)
    type = serializers.ChoiceField(choices=Message.Type.choices)
    text = serializers.CharField()
    client_id = serializers.UUIDField(allow_null=True)
    reply_to = serializers.UUIDField(allow_null=True)
    card = serializers.JSONField(allow_null=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def to_representation(self, message: Message) -> dict[str, Any]:
        return {
            "id": str(message.pk),
            "conversation": str(message.conversation_id),
            "seq": message.seq,
            "sender": UserSerializer(message.sender, context=self.context).data if message.sender else None,
            "type": message.type,
            "text": message.text,
            "client_id": str(message.client_id) if message.client_id else None,
            "reply_to": str(message.reply_to_id) if message.reply_to_id else None,
            "card": message.card,
            "created_at": stamp(message.created_at),
            "edited_at": stamp(message.edited_at),
            "deleted_at": stamp(message.deleted_at),
            "version": message.version,
        }


class ParticipantSerializer(serializers.Serializer):
    user = UserSerializer()
    role = serializers.ChoiceField(choices=Participant.Role.choices)
    joined_at = serializers.DateTimeField()

    def to_representation(self, participant: Participant) -> dict[str, Any]:
        return {
            "user": UserSerializer(participant.user, context=self.context).data,
            "role": participant.role,
            "joined_at": stamp(participant.joined_at),
        }


class ConversationSerializer(serializers.Serializer):
    """A conversation as one person sees it (rows come from `selectors.conversations_of`)."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Conversation.Kind.choices)
    name = serializers.CharField(allow_null=True)
    participants = ParticipantSerializer(
        many=True, help_text="the first ones; `participant_count` says how many there are"
    )
    participant_count = serializers.IntegerField()
    last_message = MessageSerializer(allow_null=True)
    unread_count = serializers.IntegerField()
    read_seq = serializers.IntegerField()
    seq = serializers.IntegerField(help_text="of the newest event of its topic")
    my_role = serializers.ChoiceField(choices=Participant.Role.choices)
    archived = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    last_activity_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, conversation: Any) -> dict[str, Any]:
        last = conversation.last_message
        people = conversation.shown_participants
        seqs = self.context.get("seqs")
        return {
            "id": str(conversation.pk),
            "kind": conversation.kind,
            "name": conversation.name or None,
            "participants": ParticipantSerializer(people, many=True, context=self.context).data,
            "participant_count": conversation.participant_count,
            "last_message": MessageSerializer(last, context=self.context).data if last else None,
            "unread_count": conversation.unread_count,
            "read_seq": conversation.read_seq,
            "seq": newest_seq(conversation.topic) if seqs is None else seqs.get(conversation.topic, 0),
            "my_role": conversation.my_role,
            "archived": conversation.archived_at is not None,
            "created_at": stamp(conversation.created_at),
            "last_activity_at": stamp(conversation.last_activity_at),
            "version": conversation.version,
        }


class ReadSerializer(serializers.Serializer):
    """How far one person has read, and what is left."""

    conversation = serializers.UUIDField()
    read_seq = serializers.IntegerField()
    unread_count = serializers.IntegerField()


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
