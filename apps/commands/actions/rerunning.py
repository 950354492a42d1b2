"""Running a command again, in a way that is chosen openly."""

from typing import Any
from uuid import UUID

from apps.accounts.models import User
from apps.commands.actions.submitting import submit_command
from apps.commands.models import Command, Source, State
from apps.commands.problems import NotEnded, NothingFailed, variable_unknown
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
    "pinned" is the graph that ran, "newest" what its words mean now.
    `variables` replace those of the graph; `variant` is one of those that Explore found.
    """
    require(command.has_ended, NotEnded)
    require(start == "start" or command.state in (State.FAILED, State.CANCELLED), NothingFailed)
    graph = command.alt
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
    if variant:
        graph = chosen_graph(graph, (), variant)
    if unknown := sorted(set(variables or {}) - set(graph.get("variables", {}))):
        raise variable_unknown(unknown)
    if variables:
        graph = {**graph, "variables": {**graph["variables"], **variables}}
    return submit_command(
        actor=actor,
        text=command.text,
        alt=graph,
        conversation=command.conversation,
        thread=command.message.thread_id if command.message else None,
        persona=command.persona or None,
        confirm=confirm,
        unsure=unsure,
        source=command.source,
        client_id=client_id,
        priority=command.priority,
        rerun_of=command,
        rerun={"from": start, "alt": alt, "variables": sorted(variables or {})},
    )
