from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.events.models import Event, Handled, Stream


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["id", "type", "topic", "seq", "created_at", "handled_at"]
    search_fields = ["=topic", "=type"]
    show_full_result_count = False
    exclude = ["data"]  # private content: not for browsing


@admin.register(Stream)
class StreamAdmin(ReadOnlyAdmin):
    list_display = ["topic", "seq", "moved_at"]
    search_fields = ["=topic"]
    show_full_result_count = False


@admin.register(Handled)
class HandledAdmin(ReadOnlyAdmin):
    list_display = ["event_id", "subscriber", "handled_at"]
    show_full_result_count = False
