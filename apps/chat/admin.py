from django.contrib import admin

from apps.chat.models import Conversation, Message, Participant
from apps.core.admin import ReadOnlyAdmin


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "name", "participant_count", "last_activity_at"]
    list_filter = ["kind"]
    search_fields = ["=id", "name"]
    exclude = ["last_message", "direct_key"]
    show_full_result_count = False


@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    list_display = ["user", "conversation", "role", "joined_at"]
    list_select_related = ["user", "conversation"]
    search_fields = ["=conversation__id", "user__username"]
    show_full_result_count = False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Who wrote where and when; what was written is not for browsing."""

    list_display = ["id", "type", "sender", "conversation_id", "seq", "created_at", "deleted_at"]
    list_select_related = ["sender"]
    exclude = ["text", "card", "reply_to"]
    search_fields = ["=id", "=conversation__id"]
    show_full_result_count = False
