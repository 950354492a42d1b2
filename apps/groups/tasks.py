"""Jobs about groups and servers."""

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from apps.chat.models import Conversation, Message
from apps.chat.retention.models import RetentionRule
from apps.groups.actions.bans import clear_after_ban as clear
from apps.groups.actions.counting import count_days
from apps.groups.models import Ban, Channel, Server

log = structlog.get_logger(__name__)
BATCH = 500


@shared_task
def clear_after_ban(ban_id: str) -> int:
    """Delete what a banned person said lately, where the ban asks for it."""
    ban = Ban.objects.filter(pk=ban_id).first()
    return clear(ban) if ban else 0


@shared_task
def look_after_servers() -> dict[str, int]:
    """Take up what was left: bans that still clear, groups, channels and servers to erase, days to count."""
    now = timezone.now()
    done = {"cleared": 0, "groups": 0, "channels": 0, "servers": 0}
    for ban in Ban.objects.filter(clears_since__isnull=False):
        done["cleared"] += clear(ban)
    held = RetentionRule.objects.filter(held=True, conversation__isnull=False).values("conversation")
    deleted = Conversation.objects.filter(deleted_at__lt=now - settings.PURGE_AFTER).exclude(pk__in=held)
    for key in list(deleted.values_list("pk", flat=True)):
        erase_conversation(key)
        done["groups"] += 1
    gone = Channel.objects.filter(deleted_at__lt=now - settings.PURGE_AFTER)
    for key in gone.values_list("pk", flat=True):
        erase_conversation(key)
        done["channels"] += 1
    for server in Server.objects.filter(deletes_at__lt=now):
        for key in list(server.channels.values_list("pk", flat=True)):
            erase_conversation(key)
        server.delete()
        done["servers"] += 1
    return {**done, "days": count_days(now)}


def erase_conversation(key: object) -> None:
    """Erase a conversation with its messages, some at a time."""
    while some := list(Message.objects.filter(conversation=key).values_list("pk", flat=True)[:BATCH]):
        Message.objects.filter(pk__in=some).delete()
    Conversation.objects.filter(pk=key).delete()
