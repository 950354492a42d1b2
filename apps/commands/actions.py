"""What people do with commands."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.actions import send_message
from apps.chat.models import Conversation, Message
from apps.chat.problems import CannotWrite
from apps.commands.announcing import announce
from apps.commands.cards import card_of
from apps.commands.events import CommandCreated
from apps.commands.models import Command, Run, State
from apps.commands.permissions import can_steer_command, can_submit_command
from apps.commands.problems import CommandReused, HasEnded, NotEnded, NothingToRun, NotProposed, NotYours
from apps.commands.runner.engine import cancel_run, start_run
from apps.commands.segmenting import Proposal, checked, propose, without_prefix
from apps.core.permissions import require
from apps.events.bus import publish


def submit_command(
    *,
    actor: User,
    text: str = "",
    alt: Any = None,
    conversation: Conversation | None = None,
    mode: str = "normal",
    persona: str | None = None,
    chaos_level: int | None = None,
    confirm: bool = False,
    client_id: UUID | None = None,
    rerun_of: Command | None = None,
) -> Command:
    """Take in a wish or a document: it runs at once, or waits where it was asked to or where we are unsure."""
    text = without_prefix(text)
    if sent := Command.objects.submitted_as(actor, client_id):
        require(
            (sent.text, sent.conversation_id) == (text or sent.text, getattr(conversation, "pk", None)), CommandReused
        )
        return sent
    # Segmentation takes milliseconds of CPU: before the transaction, not inside it.
    if alt is not None:
        proposal = Proposal(checked(alt))
    else:
        proposal = propose(text, user=actor, mode=mode, persona=persona, chaos_level=chaos_level)
    why = proposal.unsure or ("asked" if confirm else "")
    return _store(actor, text, proposal.alt, conversation, why, persona, client_id, rerun_of)


@transaction.atomic
def _store(
    actor: User,
    text: str,
    alt: dict[str, Any],
    conversation: Conversation | None,
    why: str,
    persona: str | None,
    client_id: UUID | None,
    rerun_of: Command | None,
) -> Command:
    if conversation is not None:
        conversation = conversation.locked()
    require(can_submit_command(actor, conversation), CannotWrite)
    if sent := Command.objects.submitted_as(actor, client_id):  # its twin was quicker
        return sent
    wish = text or alt.get("metadata", {}).get("text", "")
    command = Command.objects.create(
        owner=actor,
        conversation=conversation,
        client_id=client_id,
        rerun_of=rerun_of,
        text=wish,
        title=(alt.get("title") or wish or "…")[:200],
        language=alt.get("language") or actor.language,
        mode=alt.get("mode", "normal"),
        persona=persona or alt.get("persona") or "",
        alt=alt,
        state=State.PROPOSED if why else State.QUEUED,
        why=why,
    )
    if conversation is not None:
        command.message = send_message(
            actor=actor,
            conversation=conversation,
            text=wish or command.title,
            client_id=client_id,
            type=Message.Type.COMMAND,
            card=card_of(command),
        )
        command.save(update_fields=["message"])
    publish(CommandCreated(command))
    if not why:
        start_run(command)
    return command


@transaction.atomic
def confirm_command(*, actor: User, command: Command, alt: Any = None) -> Command:
    """Let a proposed command run, with its graph as it is or as it was edited."""
    command = command.locked()
    require(can_steer_command(actor, command), NotYours)
    require(command.state == State.PROPOSED, NotProposed)
    command.alt = checked(alt if alt is not None else command.alt)
    require(bool(command.alt["segments"]), NothingToRun)
    command.title = (command.alt.get("title") or command.title)[:200]
    command.state, command.why = State.QUEUED, ""
    command.save(update_fields=["alt", "title", "state", "why"])
    start_run(command)
    return command


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


def rerun_command(*, actor: User, command: Command) -> Command:
    """Run the same graph again, as a new command in the same conversation, with the rights of who asks now."""
    require(command.has_ended, NotEnded)
    return submit_command(
        actor=actor,
        text=command.text,
        alt=command.alt,
        conversation=command.conversation,
        persona=command.persona or None,
        rerun_of=command,
    )
