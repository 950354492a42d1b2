"""How a task speaks with people: a question whose reply is its output, and a poll."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.chat.actions import send_message
from apps.chat.messages.editing import edit_message
from apps.chat.messages.poll_serializers import PollSerializer, new_poll
from apps.chat.models import Conversation, Message
from apps.chat.serializers import MessageSerializer
from apps.commands.models import Question, TaskRun, TaskState
from apps.commands.runner.engine import unpark_task
from apps.commands.runner.types import TaskError
from apps.core.permissions import get_visible
from apps.core.problems import Problem

BATCH = 200


def ask_in_chat(
    task: TaskRun,
    actor: Any,
    place: Conversation,
    *,
    text: str,
    people: list[Any],
    until: datetime,
    options: list[str] | None = None,
    multiple: bool = False,
) -> dict[str, Any]:
    """Ask once, as the owner; asked again, return how it stands: `answer`, or `poll`."""
    question = Question.objects.filter(task_run=task).select_related("message", "answer__sender").first()
    if question is None:
        if until <= timezone.now():
            raise TaskError("wait.over", _("This moment is over: nobody could answer until then."))
        poll = new_poll(options, multiple=multiple, closes_at=until) if options else None
        content: dict[str, Any] = {"poll": poll} if poll else {}
        try:
            with transaction.atomic():
                message = send_message(
                    actor=actor, conversation=place, text=text, client_id=uuid5(task.pk, "question"), **content
                )
                if poll:
                    Message.objects.filter(pk=message.pk).update(poll_closes_at=until)
                question = Question.objects.create(
                    task_run=task, conversation=place, message=message, poll=bool(poll), until=until,
                    people=[str(person.pk) for person in people],
                )  # fmt: skip
        except Problem as problem:
            raise TaskError(problem.code, str(problem)) from None
    message = question.message
    return {
        "message": str(message.pk),
        "deleted": message.deleted_at is not None,
        "answer": MessageSerializer(question.answer).data if question.answer else None,
        "poll": PollSerializer(message.poll).data if message.poll else None,
        "until": question.until.isoformat(),
    }


def look_for_answers() -> int:
    """Wake the runs whose question was answered; return how many. One query finds the open questions."""
    open_ones = Question.objects.filter(answer=None, poll=False, task_run__state=TaskState.WAITING)
    found = 0
    for question in open_ones.select_related("message", "conversation")[:BATCH]:
        if reply := _reply_to(question):
            found += 1
            Question.objects.filter(pk=question.pk).update(answer=reply)
            unpark_task(question.task_run_id)
    return found


def wake_of_poll(message_id: UUID | str) -> None:
    """Let the run look at its poll again."""
    for task in Question.objects.filter(message=message_id, poll=True).values_list("task_run_id", flat=True):
        unpark_task(task)


def change_message(actor: Any, message_id: str, text: str) -> dict[str, Any]:
    """Edit a message of the owner's."""
    try:
        message = get_visible(Message, actor, message_id)
        return MessageSerializer(edit_message(actor=actor, message=message, text=text)).data
    except Problem as problem:
        raise TaskError(problem.code, str(problem)) from None


def _reply_to(question: Question) -> Message | None:
    """Return the first reply of somebody else; between two people any message after the question is one."""
    rows = Message.objects.filter(conversation=question.conversation_id, deleted_at=None, seq__gt=question.message.seq)
    rows = rows.exclude(sender=question.message.sender_id).filter(type=Message.Type.TEXT)
    if question.people:
        rows = rows.filter(sender__in=question.people)
    if question.conversation.kind != Conversation.Kind.DIRECT:
        rows = rows.filter(Q(reply_to=question.message_id))
    return rows.order_by("seq").first()
