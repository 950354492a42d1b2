"""What this app has of a person, and how it is erased."""

from collections.abc import Iterator

from django.db.models import F

from apps.accounts.models import User
from apps.chat.events import ConversationRemoved, MemberRemoved
from apps.chat.messages.system import tell_what_happened
from apps.chat.models import Conversation, Happened, Message, Participant
from apps.chat.moderation.models import Report
from apps.chat.moderation.serializers import OwnReportSerializer
from apps.chat.serializers import MessageSerializer
from apps.core.persondata import File, Rows, eraser, exporter
from apps.core.times import stamp
from apps.events.bus import publish


@exporter("chat")
def export(user: User) -> Iterator[Rows | File]:
    """Where one takes part, and what one wrote where one still reads. What others wrote is theirs."""
    places = Participant.objects.filter(user=user).select_related("conversation").order_by("joined_at")
    yield Rows("conversations", ({
        "id": str(one.conversation_id),
        "kind": one.conversation.kind,
        "name": one.conversation.name or None,
        "role": one.role,
        "joined_at": stamp(one.joined_at),
    } for one in places.iterator()))  # fmt: skip
    reports = user.reports_made.order_by("created_at")
    yield Rows("reports", (OwnReportSerializer(one).data for one in reports.iterator()))
    written = (
        Message.objects.visible_to(user)
        .filter(sender=user, deleted_at=None)
        .exclude(type=Message.Type.SYSTEM)
        .select_related("sender")
    )
    yield Rows("messages", (MessageSerializer(one).data for one in written.order_by("id").iterator()))


@eraser("chat")
def erase(user: User) -> None:
    """Leave the groups; a direct conversation keeps its other side. What was said stays, from “Deleted account”."""
    user.reports_made.update(reporter=None, text="")
    Report.objects.filter(sender=user).update(sender=None, said="")
    for place in Participant.objects.filter(user=user, conversation__kind=Conversation.Kind.GROUP):
        conversation = Conversation(pk=place.conversation_id).locked()
        place.delete()
        conversation.participant_count = F("participant_count") - 1
        conversation.version = F("version") + 1
        conversation.save(update_fields=["participant_count", "version"])
        conversation.refresh_from_db()
        _pass_on(conversation)
        publish(MemberRemoved(conversation, user, place.role))
        publish(ConversationRemoved(conversation, user))
        tell_what_happened(actor=user, conversation=conversation, what=Happened.MEMBER_LEFT)


def _pass_on(conversation: Conversation) -> None:
    """A group that lost its last owner belongs to whoever has been there longest."""
    left = conversation.participants.order_by("joined_at", "id")
    if not left.filter(role=Participant.Role.OWNER).exists() and (eldest := left.first()):
        eldest.role = Participant.Role.OWNER
        eldest.save(update_fields=["role"])
