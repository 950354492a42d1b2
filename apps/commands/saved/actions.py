"""Keeping commands under a name, changing and forgetting them, and running them with the values of a form."""

from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.commands.actions.submitting import submit_command
from apps.commands.formats.alt.variables import starting_variables, wrong_variables
from apps.commands.models import Command, Priority, SavedCommand, Source
from apps.commands.problems import AltInvalidProblem, variable_unknown
from apps.commands.saved.events import SavedCommandRemoved, SavedCommandUpdated
from apps.commands.saved.permissions import Place, can_change_saved_command, can_save_command, place_of
from apps.commands.saved.problems import CannotSave, NameReserved, NameTaken, TooManySaved
from apps.commands.segmenting import checked
from apps.core.permissions import require
from apps.core.text import fold
from apps.events.bus import publish
from apps.groups.models import Server

MOST = 500  # in one place
RESERVED = frozenset(("run",))  # `/run` is a wish in words
MAX_SAID = 500  # characters of the values that are told in the conversation
MAX_STEPS = 100


@transaction.atomic
def save_command(
    *, actor: User, name: str, alt: Any, description: str = "", place: Conversation | Server | None = None
) -> SavedCommand:
    """Keep a document under a name: for oneself, or for all in a conversation or a server."""
    document = checked(alt)
    where = _locked(place or actor)
    require(can_save_command(actor, where), CannotSave)
    there = _kept_in(where)
    require(there.count() < MOST, TooManySaved)
    saved = SavedCommand(
        owner=where if isinstance(where, User) else None,
        conversation=where if isinstance(where, Conversation) else None,
        server=where if isinstance(where, Server) else None,
        author=actor,
        description=description,
    )
    _name(saved, name)
    _hold(saved, document)
    saved.save(force_insert=True)
    publish(SavedCommandUpdated(saved))
    return saved


@transaction.atomic
def change_saved_command(
    *, actor: User, saved: SavedCommand, name: str | None = None, description: str | None = None, alt: Any = None
) -> SavedCommand:
    """Give it another name, description or document; who changes its document is its author from now on."""
    document = checked(alt) if alt is not None else None
    _locked(place_of(saved))
    saved = saved.locked()
    require(can_change_saved_command(actor, saved), CannotSave)
    if document is not None:
        saved.author = actor
        _hold(saved, document)
    if description is not None:
        saved.description = description
    if name is not None:
        _name(saved, name)
    saved.version += 1
    saved.save()
    publish(SavedCommandUpdated(saved))
    return saved


@transaction.atomic
def forget_saved_command(*, actor: User, saved: SavedCommand) -> None:
    """Forget it; what was run with it stays."""
    saved = saved.locked()
    require(can_change_saved_command(actor, saved), CannotSave)
    publish(SavedCommandRemoved(saved))
    saved.delete()


def run_saved_command(
    *,
    actor: User,
    saved: SavedCommand,
    variables: dict[str, Any] | None = None,
    conversation: Conversation | None = None,
    thread: UUID | None = None,
    confirm: bool = False,
    client_id: UUID | None = None,
    priority: int = Priority.NORMAL,
    timing: dict[str, Any] | None = None,
) -> Command:
    """Run it with the values of its form and the rights of who asks now.

    What somebody else wrote is shown before it runs with one's rights: the first time, and whenever it was changed.
    """
    given = variables or {}
    graph = filled_in(saved.alt, given)
    unsure = "shared" if is_shown_first(actor, saved) else ""
    return submit_command(
        actor=actor,
        text=_said(saved, given),
        alt=checked(graph) if unsure else graph,
        conversation=conversation,
        thread=thread,
        confirm=confirm,
        client_id=client_id,
        priority=priority,
        timing=timing,
        unsure=unsure,
        source=Source.DOCUMENT,
        saved=saved,
    )


def filled_in(alt: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return a document with these values; raise AltInvalidProblem with every one that is missing, wrong or unknown."""
    known = {**(alt.get("inputs") or {}), **(alt.get("variables") or {})}
    if unknown := sorted(given.keys() - known.keys()):
        raise variable_unknown(unknown)
    values = starting_variables(alt, given)
    if wrong := wrong_variables(alt, values):
        raise AltInvalidProblem(
            [{"pointer": f"/variables/{name}", "code": code, "detail": detail} for name, code, detail in wrong]
        )
    return {**alt, "variables": values} if values else alt


def is_shown_first(user: User, saved: SavedCommand) -> bool:
    """Did somebody else write it, and has this person not yet let this version run?"""
    if saved.author_id == user.pk:
        return False
    mine = Command.objects.filter(owner=user, saved=saved, saved_version=saved.version, started_at__isnull=False)
    return not mine.exists()


def form_of(user: User, saved: SavedCommand) -> dict[str, Any]:
    """Return what is asked before it runs, and what it will do."""
    alt = saved.alt
    return {
        "inputs": alt.get("inputs") or {},
        "variables": alt.get("variables") or {},
        "steps": [
            {"title": one.get("title") or one.get("content") or one["id"], "task_type": one["task_type"]}
            for one in alt["segments"][:MAX_STEPS]
        ],
        "mode": alt.get("mode", "normal"),
        "shown_first": is_shown_first(user, saved),
        "may_change": can_change_saved_command(user, saved),
    }


def _locked(place: Place) -> Any:
    """Load whose it is again under a lock: names there are given one at a time, and counted."""
    if isinstance(place, User):
        return User.objects.select_for_update(of=("self",)).get(pk=place.pk)
    return place.locked()


def _kept_in(place: Place) -> Any:
    field = {User: "owner", Conversation: "conversation", Server: "server"}[type(place)]
    return SavedCommand.objects.filter(**{field: place})


def _name(saved: SavedCommand, name: str) -> None:
    folded = fold(name)
    require(folded not in RESERVED, NameReserved)
    require(not _kept_in(place_of(saved)).filter(folded=folded).exclude(pk=saved.pk).exists(), NameTaken)
    saved.name, saved.folded = name, folded


def _hold(saved: SavedCommand, alt: dict[str, Any]) -> None:
    saved.alt, saved.title, saved.input_count = alt, (alt.get("title") or "")[:200], len(alt.get("inputs") or {})


def _said(saved: SavedCommand, given: dict[str, Any]) -> str:
    """Return what the conversation reads: the name, and what was filled in."""
    told = " ".join(f"{name}={value}" for name, value in given.items() if not isinstance(value, list | dict))
    return f"/{saved.name} {told[:MAX_SAID]}".strip()
