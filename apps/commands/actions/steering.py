"""What people do with a command that is there: confirm, cancel, pause, go on."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.commands.actions.submitting import begin
from apps.commands.announcing import announce
from apps.commands.models import Command, Run, Source, State, TaskRun
from apps.commands.permissions import allows_chaos, can_steer_command
from apps.commands.problems import (
    ChaosNotAllowed,
    HasEnded,
    NothingToRun,
    NotPaused,
    NotProposed,
    NotRunning,
    NotSetUp,
    NotYours,
)
from apps.commands.runner.engine import cancel_run, pause_run, resume_run
from apps.commands.segmenting import checked, chosen_graph, lacking, require_answers
from apps.core.permissions import require
from apps.core.problems import NotFound, Problem


@transaction.atomic
def confirm_command(
    *,
    actor: User,
    command: Command,
    alt: Any = None,
    proposals: Sequence[str] = (),
    variant: str = "",
    answers: Sequence[dict[str, Any]] = (),
) -> Command:
    """Let a proposed command run: as it is, as it was edited, with proposals taken in, as one of its variants, or with
    what was asked answered."""
    command = command.locked()
    require(can_steer_command(actor, command), NotYours)
    require(command.state == State.PROPOSED, NotProposed)
    proposed = command.alt
    command.alt = _edited(alt) if alt is not None else _completed(proposed, proposals, variant, answers)
    command.mode = command.alt.get("mode", "normal")
    require(command.mode != "chaos" or allows_chaos(command.conversation), ChaosNotAllowed)
    require(bool(command.alt["segments"]), NothingToRun)
    if command.alt != proposed:
        command.source = Source.DOCUMENT
    command.title = (command.alt.get("title") or command.title)[:200]
    command.state, command.why = State.QUEUED, ""
    command.save(update_fields=["alt", "title", "source", "state", "why", "mode"])
    begin(command)
    return command


def _edited(source: Any) -> dict[str, Any]:
    """Return the graph as somebody changed it: what was asked about the one before is not asked again."""
    alt = checked(source)
    alt.get("metadata", {}).pop("questions", None)
    return alt


def _completed(
    proposed: dict[str, Any], proposals: Sequence[str], variant: str, answers: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return a proposed graph with what was chosen and answered; refuse one that could not do its work."""
    alt = chosen_graph(proposed, proposals, variant, answers)
    require_answers(alt)
    if settings := lacking(alt):
        raise NotSetUp(settings)
    return checked(alt)


@transaction.atomic
def cancel_command(*, actor: User, command: Command) -> Command:
    """Stop a command: what is at work hears of it within two seconds, nothing new begins."""
    command = command.locked()
    require(can_steer_command(actor, command), NotYours)
    require(not command.has_ended, HasEnded)
    command.cancel_requested_at = command.cancel_requested_at or timezone.now()
    command.save(update_fields=["cancel_requested_at"])
    if Run.objects.filter(command=command).exists():
        cancel_run(command)
    else:
        command.state, command.why, command.finished_at = State.CANCELLED, "", timezone.now()
        command.save(update_fields=["state", "why", "finished_at"])
        announce(command)
    return command


@transaction.atomic
def pause_command(*, actor: User, command: Command) -> Command:
    """Let nothing new begin until it is resumed; what is at work ends by itself. Twice is once."""
    command = command.locked()
    require(can_steer_command(actor, command), NotYours)
    require(not command.has_ended, HasEnded)
    if command.paused_at is not None:
        return command
    require(command.started_at is not None and command.cancel_requested_at is None, NotRunning)
    command.paused_at = timezone.now()
    command.save(update_fields=["paused_at"])
    pause_run(command)
    return command


@transaction.atomic
def resume_command(*, actor: User, command: Command) -> Command:
    """Go on with a paused command."""
    command = command.locked()
    require(can_steer_command(actor, command), NotYours)
    require(not command.has_ended, HasEnded)
    require(command.paused_at is not None, NotPaused)
    command.paused_at = None
    command.save(update_fields=["paused_at"])
    resume_run(command)
    return command


@transaction.atomic
def change_priority(*, actor: User, command: Command, priority: int) -> Command:
    """Let what has not begun of a command go before others, or after them."""
    command = command.locked()
    require(can_steer_command(actor, command), NotYours)
    require(not command.has_ended, HasEnded)
    if command.priority == priority:
        return command
    command.priority = priority
    command.save(update_fields=["priority"])
    TaskRun.objects.still_open().filter(run__command=command).update(priority=priority)
    announce(command)
    return command


def steer_in_bulk(*, actor: User, action: str, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Cancel, pause or resume many commands, each by itself: what is refused for one does not stop the others."""
    acts = {"cancel": cancel_command, "pause": pause_command, "resume": resume_command}
    seen = Command.objects.visible_to(actor).filter(pk__in=set(ids)).in_bulk()
    return [_one(acts[action], actor, seen.get(key), key) for key in dict.fromkeys(ids)]


def _one(act: Callable[..., Any], actor: User, command: Command | None, key: UUID) -> dict[str, Any]:
    try:
        require(command is not None, NotFound)
        act(actor=actor, command=command)
    except Problem as problem:
        return {"id": str(key), "status": problem.status, "code": problem.code}
    return {"id": str(key), "status": 200}
