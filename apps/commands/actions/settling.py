"""Settling what a wish means, once the model has answered or has not."""

from django.db import transaction

from apps.commands.actions.submitting import begin
from apps.commands.announcing import announce
from apps.commands.modelled import Answer, ask
from apps.commands.models import Command, Run, State
from apps.commands.segmenting import doubts


def interpret_command(command: Command) -> Command:
    """Ask the model about a command that waits for it, then settle it. On a worker, outside of transactions."""
    if not _waits(command):
        return command
    return settle_command(command=command, answer=ask(command.text, command.alt))


@transaction.atomic
def settle_command(*, command: Command, answer: Answer | None) -> Command:
    """Let a command that waits for the model run, or be asked about; without an answer the offline graph stands.

    `why` may be set already: somebody asked to see the graph first.
    """
    command = command.locked()
    if not _waits(command):
        return command
    if answer is not None:
        command.alt = answer.alt
        command.title = (answer.alt.get("title") or command.title)[:200]
    command.why = doubts(command.alt) or ("model_differs" if answer is not None and answer.differs else command.why)
    command.state = State.PROPOSED if command.why else State.QUEUED
    command.save(update_fields=["alt", "title", "why", "state"])
    if command.why:
        announce(command)
    else:
        begin(command)
    return command


def _waits(command: Command) -> bool:
    if command.schedule_id is not None:  # it waits for its moment
        return False
    return command.state == State.QUEUED and not Run.objects.filter(command=command).exists()
