"""One change of a task, whatever it names: `PATCH /tasks/{id}` and the socket's `task.change`."""

from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.commands.models import PersonTask
from apps.commands.people.actions import (
    change_task,
    comment_task,
    complete_task,
    decide_task,
    reopen_task,
    withdraw_task,
)

STATES = {"done": complete_task, "open": reopen_task, "cancelled": withdraw_task}


@transaction.atomic
def apply_changes(
    *,
    actor: User,
    task: PersonTask,
    state: str | None = None,
    decision: str | None = None,
    comment: str = "",
    **values: Any,
) -> PersonTask:
    """Change, decide and complete, all or nothing; a comment without a decision is one of its own."""
    if values:
        task = change_task(actor=actor, task=task, **values)
    if decision is not None:
        task = decide_task(actor=actor, task=task, approves=decision == "approve", comment=comment)
    elif comment:
        task = comment_task(actor=actor, task=task, text=comment).task
    if state is not None:
        task = STATES[state](actor=actor, task=task)
    return task
