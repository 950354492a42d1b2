"""After each run: knowledge that its repetition disproves goes stale, and a success rate that falls is told."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.chat.permissions import can_send_message
from apps.commands.insight.events import CommandUnreliable
from apps.commands.models import AtlasEntry, Command, PersonTask, State
from apps.commands.people.actions import create_task
from apps.events.bus import publish

CHAIN = 50  # repetitions of repetitions that are followed back
LOOKED_AT, LEAST, LOW = 10, 3, 0.5  # newest runs of a kind; so many there must be; below this one is told


@transaction.atomic
def learn_from(command_id: str) -> None:
    """Take in how a command ended. What was cancelled says nothing."""
    command = Command.objects.select_related("owner", "conversation").filter(pk=command_id).first()
    if command is None or command.state not in (State.SUCCEEDED, State.FAILED):
        return
    before = _chain(command)
    if before:
        rows = AtlasEntry.objects.filter(command__in=before)
        if command.state == State.SUCCEEDED:
            rows.update(runs=F("runs") + 1, successes=F("successes") + 1, stale_at=None)
        else:
            rows.update(runs=F("runs") + 1, stale_at=timezone.now())
    _tell_of_failures(command, before)


def success_rate(states: list[str]) -> float:
    """Return how many of these ended well, 0 to 1."""
    return states.count(State.SUCCEEDED) / len(states) if states else 1.0


def _tell_of_failures(command: Command, before: list[Any]) -> None:
    """Tell the owner, and where it was asked, once: when the newest runs of a kind begin to fail mostly."""
    if command.state != State.FAILED:
        return
    newest = list(_kin(command, before).order_by("-id").values_list("state", flat=True)[: LOOKED_AT + 1])
    now, earlier = newest[:LOOKED_AT], newest[1:]
    was_low = len(earlier) >= LEAST and success_rate(earlier) < LOW
    if len(now) >= LEAST and success_rate(now) < LOW and not was_low:
        publish(CommandUnreliable(command, len(now), success_rate(now)))
        _alarm(command, now.count(State.FAILED), len(now))


def _alarm(command: Command, failed: int, runs: int) -> None:
    """Make a reminder that is due at once: it reaches the owner's devices, and the people of the conversation."""
    owner, conversation = command.owner, command.conversation
    if not owner.is_active:
        return
    if conversation is not None and not (
        can_send_message(owner, conversation) and conversation.participants.filter(user=owner).exists()
    ):
        conversation = None
    with translation.override(owner.language):
        title = _("“%(title)s” fails often: %(failed)d of its last %(runs)d runs") % {
            "title": command.title[:120], "failed": failed, "runs": runs,
        }  # fmt: skip
    create_task(
        actor=owner,
        kind=PersonTask.Kind.REMINDER,
        title=title,
        conversation=conversation,
        assignees=[owner.pk],
        remind_at=timezone.now(),
    )


def _kin(command: Command, before: list[Any]) -> QuerySet[Command]:
    """Return the ended runs of one schedule, or of one command and its repetitions."""
    rows = Command.objects.filter(owner=command.owner_id, state__in=(State.SUCCEEDED, State.FAILED))
    if command.schedule_id:
        return rows.filter(schedule=command.schedule_id)
    root = before[-1] if before else command.pk
    return rows.filter(Q(pk__in=[command.pk, *before]) | Q(rerun_of=root))


def _chain(command: Command) -> list[Any]:
    """Return what this is a repetition of, the nearest first."""
    found: list[Any] = []
    key = command.rerun_of_id
    while key is not None and key not in found and len(found) < CHAIN:
        found.append(key)
        key = Command.objects.filter(pk=key).values_list("rerun_of", flat=True).first()
    return found
