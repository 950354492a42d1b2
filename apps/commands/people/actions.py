"""What people do with the tasks they are given."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.reach import unreachable
from apps.chat.models import Conversation, Message
from apps.chat.permissions import can_send_message
from apps.chat.problems import CannotWrite
from apps.commands.models import Decision, PersonTask, Seat, TaskComment, TaskRun
from apps.commands.people.events import TaskCommented, TaskCreated, TaskEvent, TaskUpdated, topics_of
from apps.commands.people.permissions import (
    can_change_task,
    can_comment_task,
    can_complete_task,
    can_decide_task,
    can_take_task,
    can_withdraw_task,
    is_right,
)
from apps.commands.people.problems import (
    AlreadyDecided,
    CannotBeAsked,
    CannotDecide,
    NobodyDecides,
    RightUnknown,
    TaskClosed,
    TaskForbidden,
)
from apps.commands.recurrence import checked_rule
from apps.commands.runner.engine import unpark_task
from apps.core.permissions import require
from apps.core.problems import Invalid
from apps.events.bus import publish_all

APPROVAL_LASTS = timedelta(days=7)
Kind, State = PersonTask.Kind, PersonTask.State


@transaction.atomic
def create_task(
    *,
    actor: User,
    title: str = "",
    text: str = "",
    kind: str = Kind.TODO,
    conversation: Conversation | None = None,
    message: Message | None = None,
    assignees: Sequence[UUID] = (),
    needed: int = 1,
    right: str = "",
    due_at: datetime | None = None,
    remind_at: datetime | None = None,
    expires_at: datetime | None = None,
    rrule: str = "",
    task_run: TaskRun | None = None,
    author_decides: bool = False,
) -> PersonTask:
    """Ask people to approve something, to get it done or to think of it; in a conversation all there see it.

    A task run asks once: the same one again gets what it asked before.
    """
    conversation = message.conversation if message else conversation
    if conversation is not None:
        conversation = conversation.locked()
        require(can_send_message(actor, conversation), CannotWrite)
    if task_run is not None and (asked := PersonTask.objects.filter(task_run=task_run).first()):
        return asked
    require(not right or is_right(right), RightUnknown)
    approval = kind == Kind.APPROVAL
    people = _askable(actor, conversation, assignees)
    if approval and not author_decides:
        others = [person for person in people if person.pk != actor.pk]
        require(len(others) >= needed if people else conversation is not None, NobodyDecides)
    task = PersonTask.objects.create(
        kind=kind,
        title=(title or _first_line(message) or text or "…")[:200],
        text=text,
        author=actor,
        conversation=conversation,
        message=message,
        task_run=task_run,
        command_id=task_run.run.command_id if task_run else None,
        needed=needed if approval else 1,
        right=right if approval else "",
        author_decides=author_decides and approval,
        due_at=due_at,
        remind_at=remind_at or (None if approval else due_at),
        expires_at=(expires_at or timezone.now() + APPROVAL_LASTS) if approval else None,
        rrule=_rule(rrule) if kind == Kind.REMINDER else "",
    )
    Seat.objects.bulk_create(Seat(task=task, user=person) for person in people)
    return _tell(task, TaskCreated)


@transaction.atomic
def change_task(*, actor: User, task: PersonTask, assignees: Sequence[UUID] | None = None, **values: Any) -> PersonTask:
    """Change what is asked, of whom, or until when. Whoever may write there may take what was given to nobody."""
    task = task.locked()
    taking = not values and assignees is not None and list(assignees) == [actor.pk] and can_take_task(actor, task)
    require(taking or can_change_task(actor, task), TaskForbidden)
    require(task.is_open, TaskClosed)
    before: set[UUID] = set()
    if assignees is not None:
        before = set(task.seats.values_list("user_id", flat=True))
        people = _askable(actor, task.conversation, assignees)
        task.seats.exclude(user__in=people).delete()
        Seat.objects.bulk_create(Seat(task=task, user=person) for person in people if person.pk not in before)
    if values.get("due_at") and "remind_at" not in values and task.remind_at == task.due_at:
        values["remind_at"] = values["due_at"]
    if "remind_at" in values:
        values["reminded_at"] = None
    for name in ("title", "text", "due_at", "remind_at", "reminded_at"):
        if name in values:
            setattr(task, name, values[name])
    return _tell(task, TaskUpdated, before)


@transaction.atomic
def complete_task(*, actor: User, task: PersonTask) -> PersonTask:
    """Say that a to-do is done; twice is once."""
    task = task.locked()
    require(can_complete_task(actor, task), TaskForbidden)
    if task.state == State.DONE:
        return task
    require(task.is_open, TaskClosed)
    return _close(task, State.DONE, actor)


@transaction.atomic
def reopen_task(*, actor: User, task: PersonTask) -> PersonTask:
    """Say that a to-do is not done after all."""
    task = task.locked()
    require(can_complete_task(actor, task), TaskForbidden)
    if task.is_open:
        return task
    require(task.state in (State.DONE, State.CANCELLED) and task.task_run_id is None, TaskClosed)
    task.state, task.completed_at, task.completed_by = State.OPEN, None, None
    return _tell(task, TaskUpdated)


@transaction.atomic
def withdraw_task(*, actor: User, task: PersonTask) -> PersonTask:
    """Ask no longer."""
    task = task.locked()
    require(can_withdraw_task(actor, task), TaskForbidden)
    if task.state == State.CANCELLED:
        return task
    require(task.is_open, TaskClosed)
    return _close(task, State.CANCELLED, actor)


@transaction.atomic
def decide_task(*, actor: User, task: PersonTask, approves: bool, comment: str = "") -> PersonTask:
    """Say yes or no to an approval. One no ends it; as many yes as are needed let it pass."""
    task = task.locked()
    require(can_decide_task(actor, task), CannotDecide)
    require(task.is_open and not (task.expires_at and task.expires_at <= timezone.now()), TaskClosed)
    mine = task.decisions.filter(user=actor).first()
    if mine is not None:
        require(mine.approves == approves, AlreadyDecided)
        return task
    Decision.objects.create(task=task, user=actor, approves=approves, comment=comment)
    if not approves:
        return _close(task, State.REJECTED, actor)
    if task.decisions.filter(approves=True).count() >= task.needed:
        return _close(task, State.APPROVED, actor)
    return _tell(task, TaskUpdated)


@transaction.atomic
def comment_task(*, actor: User, task: PersonTask, text: str) -> TaskComment:
    """Say something about a task."""
    task = task.locked()
    require(can_comment_task(actor, task), TaskForbidden)
    comment = TaskComment.objects.create(task=task, author=actor, text=text)
    task.comment_count += 1
    task = _tell(task, TaskUpdated)
    publish_all([TaskCommented(task, topic, comment) for topic in topics_of(task)])
    return comment


@transaction.atomic
def expire_task(task: PersonTask) -> PersonTask:
    """Close an approval whose time is over; whoever waits for it goes on at once. Called by the sweep."""
    task = task.locked()
    return _close(task, State.EXPIRED, None) if task.is_open else task


@transaction.atomic
def drop_task(task: PersonTask) -> PersonTask:
    """Close what a command asked that has ended meanwhile: nobody waits for it any more."""
    task = task.locked()
    return _close(task, State.CANCELLED, None) if task.is_open else task


def _close(task: PersonTask, state: str, who: User | None) -> PersonTask:
    task.state, task.completed_at, task.completed_by = state, timezone.now(), who
    told = _tell(task, TaskUpdated)
    if task.task_run_id is not None:
        unpark_task(task.task_run_id)
    return told


def _tell(task: PersonTask, event: type[TaskEvent], besides: Iterable[UUID] = ()) -> PersonTask:
    if event is not TaskCreated:
        task.version += 1
        task.save()
    fresh = PersonTask.objects.with_people().select_related("conversation").get(pk=task.pk)
    publish_all([event(fresh, topic) for topic in topics_of(fresh, list(besides))])
    return fresh


def _askable(actor: User, conversation: Conversation | None, ids: Sequence[UUID]) -> list[User]:
    """Return the people behind these ids, where the actor may ask each: in the conversation, or whom they reach."""
    wanted = list(dict.fromkeys(ids))
    people = User.objects.filter(pk__in=wanted, is_active=True)
    if conversation is not None:
        people = people.filter(participations__conversation=conversation)
    found = {person.pk: person for person in people}
    require(len(found) == len(wanted) and not unreachable(actor, set(wanted) - {actor.pk}), CannotBeAsked)
    return [found[key] for key in wanted]


def _first_line(message: Message | None) -> str:
    lines = message.text.strip().splitlines() if message is not None else []
    return lines[0] if lines else ""


def _rule(rule: str) -> str:
    try:
        return checked_rule(rule) if rule else ""
    except ValueError:
        raise Invalid(errors=[{"pointer": "/rrule", "code": "invalid", "detail": "This rule is not understood."}]) \
            from None  # fmt: skip
