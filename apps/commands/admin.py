from django.contrib import admin

from apps.commands.models import (
    Artifact,
    AtlasEntry,
    Command,
    PersonTask,
    Run,
    SavedCommand,
    Schedule,
    Secret,
    Signal,
    TaskRun,
)
from apps.core.admin import ReadOnlyAdmin


@admin.register(Command)
class CommandAdmin(ReadOnlyAdmin):
    list_display = ["id", "state", "owner", "mode", "created_at", "finished_at"]
    list_filter = ["state", "mode"]
    list_select_related = ["owner"]
    search_fields = ["=id", "owner__username"]
    exclude = ["text", "alt", "result", "message"]  # private content: not for browsing
    show_full_result_count = False


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ["id", "command_id", "started_at", "finished_at"]
    exclude = ["last"]
    show_full_result_count = False


@admin.register(TaskRun)
class TaskRunAdmin(ReadOnlyAdmin):
    list_display = ["id", "segment", "task_type", "state", "attempt", "lease_until", "due_at"]
    list_filter = ["state", "task_type"]
    exclude = ["parameters", "output", "log"]
    show_full_result_count = False


@admin.register(Artifact)
class ArtifactAdmin(ReadOnlyAdmin):
    list_display = ["name", "media_type", "size", "created_at"]
    show_full_result_count = False


@admin.register(AtlasEntry)
class AtlasEntryAdmin(ReadOnlyAdmin):
    list_display = ["id", "owner", "created_at"]
    list_select_related = ["owner"]
    exclude = ["document", "search_text", "summary", "title"]
    show_full_result_count = False


@admin.register(PersonTask)
class PersonTaskAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "state", "author", "due_at", "created_at", "completed_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["author"]
    exclude = ["title", "text", "message"]  # private content: not for browsing
    date_hierarchy = "created_at"
    show_full_result_count = False


@admin.register(Secret)
class SecretAdmin(ReadOnlyAdmin):
    """Names, hosts and last use; the value is not shown here either."""

    list_display = ["name", "owner", "hosts", "changed_at", "used_at"]
    list_select_related = ["owner"]
    exclude = ["encrypted"]
    search_fields = ["owner__username", "=name"]
    show_full_result_count = False


@admin.register(SavedCommand)
class SavedCommandAdmin(ReadOnlyAdmin):
    list_display = ["name", "owner", "conversation_id", "server", "author", "created_at"]
    list_select_related = ["owner", "server", "author"]
    search_fields = ["=folded", "author__username"]
    exclude = ["alt", "title", "description"]  # private content: not for browsing
    show_full_result_count = False


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    list_display = ["id", "owner", "next_at", "rrule", "paused_at", "runs", "problem"]
    list_select_related = ["owner"]
    exclude = ["title", "text", "alt"]  # private content: not for browsing
    show_full_result_count = False


@admin.register(Signal)
class SignalAdmin(ReadOnlyAdmin):
    list_display = ["id", "command_id", "sender", "source", "taken_by_id", "created_at"]
    list_select_related = ["sender"]
    exclude = ["event"]  # private content: not for browsing
    show_full_result_count = False
