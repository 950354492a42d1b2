"""Running a command again, in a way that is chosen openly."""

from typing import Any
from uuid import UUID

from apps.accounts.models import User
from apps.commands.actions.submitting import submit_command
from apps.commands.models import Command, SavedCommand, Source, State
from apps.commands.problems import NotEnded, NothingFailed
from apps.commands.saved.actions import filled_in
from apps.commands.segmenting import chosen_graph, propose
from apps.core.permissions import require


def rerun_command(
    *,
    actor: User,
    command: Command,
    start: str = "start",
    alt: str = "pinned",
    variables: dict[str, Any] | None = None,
    variant: str = "",
    confirm: bool = False,
    client_id: UUID | None = None,
) -> Command:
    """Run a command again as a new one in the same place, with the rights of who asks now.

    `start`: "start", or "failed" to take over the results of what succeeded and is still the same work. `alt`:
    "pinned" is the graph that ran, "newest" what its words mean now, or what the saved command says now.
    `variables` replace those of the graph; `variant` is one of those that Explore found.
    """
    require(command.has_ended, NotEnded)
    require(start == "start" or command.state in (State.FAILED, State.CANCELLED), NothingFailed)
    graph, saved = command.alt, None
    unsure = ""
    if alt == "newest" and command.source == Source.WORDS:
        proposal = propose(
            command.text,
            user=actor,
            mode=command.mode,
            persona=command.persona or None,
            chaos_level=command.alt.get("chaos_level"),
        )
        graph, unsure = proposal.alt, proposal.unsure
    elif alt == "newest" and (saved := _saved(actor, command)):
        known = saved.alt.get("inputs", {}).keys() | saved.alt.get("variables", {}).keys()
        graph = filled_in(saved.alt, {name: value for name, value in graph["variables"].items() if name in known})
    if variant:
        graph = chosen_graph(graph, (), variant)
    if variables:
        graph = filled_in(graph, variables)
    if not unsure and command.owner_id != actor.pk:
        unsure = "shared"  # what somebody else asked for is shown before it runs with one's rights
    return submit_command(
        actor=actor,
        text=command.text,
        alt=graph,
        conversation=command.conversation,
        thread=command.message.thread_id if command.message else None,
        persona=command.persona or None,
        confirm=confirm,
        unsure=unsure,
        saved=saved,
        source=command.source,
        client_id=client_id,
        priority=command.priority,
        rerun_of=command,
        rerun={"from": start, "alt": alt, "variables": sorted(variables or {})},
    )


def _saved(actor: User, command: Command) -> SavedCommand | None:
    return SavedCommand.objects.visible_to(actor).filter(pk=command.saved_id).first() if command.saved_id else None
