"""Taking in what people ask for."""

from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.chat.actions import send_message
from apps.chat.models import Conversation, Message
from apps.chat.problems import CannotWrite, NoSuchThread
from apps.commands.announcing import announce
from apps.commands.cards import card_of
from apps.commands.events import CommandCreated
from apps.commands.modelled import is_wanted
from apps.commands.models import Command, Priority, SavedCommand, Schedule, Source, State
from apps.commands.permissions import allows_chaos, can_submit_command
from apps.commands.problems import ChaosNotAllowed, CommandReused
from apps.commands.runner.engine import start_run
from apps.commands.schedules.keeping import checked_timing, keep_schedule
from apps.commands.segmenting import Proposal, checked, propose, without_prefix
from apps.commands.stems import searchable
from apps.core.permissions import require
from apps.core.wake import wake
from apps.events.bus import publish

INTERPRET = "apps.commands.tasks.interpret"


def submit_command(
    *,
    actor: User,
    text: str = "",
    alt: Any = None,
    conversation: Conversation | None = None,
    thread: UUID | None = None,
    mode: str = "normal",
    persona: str | None = None,
    chaos_level: int | None = None,
    confirm: bool = False,
    client_id: UUID | None = None,
    priority: int = Priority.NORMAL,
    rerun_of: Command | None = None,
    rerun: dict[str, Any] | None = None,
    source: str | None = None,
    unsure: str = "",
    timing: dict[str, Any] | None = None,
    schedule: Schedule | None = None,
    saved: SavedCommand | None = None,
) -> Command:
    """Take in a wish or a document: it runs at once, or waits where it was asked to or where we are unsure.

    Its card stands in the conversation, in one of its threads where that is named.
    """
    require(thread is None or conversation is not None, NoSuchThread)
    text = without_prefix(text)
    if sent := Command.objects.submitted_as(actor, client_id):
        require(
            (sent.text, sent.conversation_id) == (text or sent.text, getattr(conversation, "pk", None)), CommandReused
        )
        return sent
    asks_model = False
    # Segmentation takes milliseconds of CPU: before the transaction, not inside it.
    if alt is not None:
        proposal = Proposal(alt, unsure) if unsure else Proposal(checked(alt))
    else:
        proposal = propose(text, user=actor, mode=mode, persona=persona, chaos_level=chaos_level)
        asks_model = mode == "normal" and is_wanted(proposal.unsure)
    timing = checked_timing(timing or proposal.timing, actor)
    command = Command(
        owner=actor,
        timing=timing,
        schedule=schedule,
        saved=saved,
        saved_version=saved.version if saved else None,
        conversation=conversation,
        client_id=client_id,
        rerun_of=rerun_of,
        rerun=rerun,
        source=source or (Source.WORDS if alt is None else Source.DOCUMENT),
        priority=priority,
        persona=persona or "",
        text=text,
        alt=proposal.alt,
        why=("" if asks_model else proposal.unsure)
        or ("asked" if confirm else "")
        or (_dry(proposal.alt) if rerun_of is None else ""),
    )
    return _store(actor, command, thread, asks_model)


def _dry(alt: dict[str, Any]) -> str:
    """Dream and Explore only show: a person chooses before anything runs."""
    return alt["mode"] if alt.get("mode") in ("dream", "explore") else ""


@transaction.atomic
def _store(actor: User, command: Command, thread: UUID | None, asks_model: bool) -> Command:
    conversation, alt = command.conversation, command.alt
    if conversation is not None:
        conversation = conversation.locked()
    require(can_submit_command(actor, conversation), CannotWrite)
    if sent := Command.objects.submitted_as(actor, command.client_id):  # its twin was quicker
        return sent
    require(alt.get("mode") != "chaos" or allows_chaos(conversation), ChaosNotAllowed)
    wish = command.text or alt.get("metadata", {}).get("text", "")
    command.conversation, command.text = conversation, wish
    command.title = (alt.get("title") or wish or "…")[:200]
    command.language = alt.get("language") or actor.language
    command.mode = alt.get("mode", "normal")
    command.persona = command.persona or alt.get("persona") or ""
    command.state = State.PROPOSED if command.why and not asks_model else State.QUEUED
    command.search_text = searchable(f"{command.title} {wish}")
    command.save(force_insert=True)
    if conversation is not None:
        command.message = send_message(
            actor=actor,
            conversation=conversation,
            text=wish or command.title,
            client_id=command.client_id,
            type=Message.Type.COMMAND,
            card=card_of(command),
            thread=thread,
        )
        command.save(update_fields=["message"])
    publish(CommandCreated(command))
    if asks_model:
        wake(INTERPRET, str(command.pk))
    elif not command.why:
        begin(command)
    return command


def begin(command: Command) -> None:
    """Let a command run: now, or at the moment it asks for. Inside the action's transaction."""
    if command.timing is None:
        start_run(command)
        return
    command.schedule = keep_schedule(command)
    command.starts_at = command.schedule.next_at
    command.save(update_fields=["schedule", "starts_at"])
    announce(command)
