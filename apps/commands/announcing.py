"""Telling people how a command stands: the event for its owner, the card for its conversation."""

from datetime import timedelta

from django.utils import timezone

from apps.chat.actions import update_card
from apps.commands.cards import MAX_TASKS_SHOWN, card_of
from apps.commands.events import CommandFinished, CommandUpdated
from apps.commands.models import Command
from apps.core.wake import wake
from apps.events.bus import publish

# A graph of many tasks is told of at most so often: each time costs what its tasks are many, and telling each change
# of each task the square of that.
SMALL, PAUSE, LONGEST_PAUSE = 30, timedelta(milliseconds=300), timedelta(seconds=10)
PAUSED_OVER = 300  # tasks; of more it is told less often still


def announce(command: Command) -> None:
    """Publish the command as it stands now; inside the transaction of what changed."""
    command.version += 1
    command.announced_at = timezone.now()
    Command.objects.filter(pk=command.pk).update(version=command.version, announced_at=command.announced_at)
    fresh = Command.objects.with_people().select_related("message__conversation").get(pk=command.pk)
    publish(CommandFinished(fresh) if fresh.has_ended else CommandUpdated(fresh))
    if fresh.message is not None:
        update_card(message=fresh.message, card=card_of(fresh))


def announce_progress(command: Command, tasks: int, *, more: bool = False) -> None:
    """Publish it unless that was done a moment ago; then later, which is not needed where `more` is about to come."""
    now, pause = timezone.now(), PAUSE * min(max(1, tasks / PAUSED_OVER), LONGEST_PAUSE / PAUSE)
    small = tasks <= min(SMALL, MAX_TASKS_SHOWN)
    if (small and not more) or command.announced_at is None or now - command.announced_at >= pause:
        announce(command)
    elif not more and command.announced_at <= now:  # the first change since: one trailing announcement is enough
        Command.objects.filter(pk=command.pk).update(announced_at=now + pause)
        wake("apps.commands.tasks.announce_later", str(command.pk), countdown=pause.total_seconds())
