"""Telling people how a command stands: the event for its owner, the card for its conversation."""

from datetime import timedelta

from django.utils import timezone

from apps.chat.actions import update_card
from apps.commands.cards import MAX_TASKS_SHOWN, card_of
from apps.commands.events import CommandFinished, CommandUpdated
from apps.commands.models import Command
from apps.core.wake import wake
from apps.events.bus import publish

# A graph of many tasks is announced at most this often: a state change of each task would cost the square of them.
SMALL, PAUSE = 30, timedelta(milliseconds=300)


def announce(command: Command, *, at_once: bool = True) -> None:
    """Publish the command as it stands now; inside the transaction of what changed."""
    now = timezone.now()
    if not (at_once or command.announced_at is None or now - command.announced_at >= PAUSE):
        if command.announced_at <= now:  # the first change since: one trailing announcement is enough
            Command.objects.filter(pk=command.pk).update(announced_at=now + PAUSE)
            wake("apps.commands.tasks.announce_later", str(command.pk), countdown=PAUSE.total_seconds())
        return
    command.version += 1
    Command.objects.filter(pk=command.pk).update(version=command.version, announced_at=now)
    fresh = Command.objects.with_people().select_related("message__conversation").get(pk=command.pk)
    publish(CommandFinished(fresh) if fresh.has_ended else CommandUpdated(fresh))
    if fresh.message is not None:
        update_card(message=fresh.message, card=card_of(fresh))


def is_small(task_count: int) -> bool:
    """Are there so few tasks that every change may be told?"""
    return task_count <= min(SMALL, MAX_TASKS_SHOWN)
