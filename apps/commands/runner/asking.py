"""How a task asks people: the side of its context that makes approvals, to-dos and reminders."""

from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.commands.models import PersonTask, TaskRun
from apps.commands.people.actions import create_task
from apps.commands.people.serializers import PersonTaskSerializer
from apps.commands.runner.naming import conversation_named, person_named
from apps.commands.runner.types import TaskError
from apps.core.permissions import get_visible
from apps.core.problems import Problem


def ask_people(
    task: TaskRun, actor: User, here: str | None, *, people: list[str], place: str | None, **what: Any
) -> dict[str, Any]:
    """Ask once, as the owner and with their rights now; asked again, return how it stands."""
    asked = PersonTask.objects.with_people().filter(task_run=task).first()
    if asked is None:
        conversation = _place(actor, here, place)
        found = [person_named(actor, name, conversation) for name in people]
        approval = what.get("kind") == PersonTask.Kind.APPROVAL
        alone = approval and bool(found) and all(person.pk == actor.pk for person in found)
        elsewhere = conversation is not None and place is None and not approval and _between(actor, conversation, found)
        try:
            made = create_task(
                actor=actor,
                conversation=None if elsewhere else conversation,
                assignees=[person.pk for person in found],
                author_decides=alone,
                task_run=task,
                **what,
            )
        except Problem as problem:
            raise TaskError(problem.code, str(problem)) from None
        asked = PersonTask.objects.with_people().get(pk=made.pk)
    return PersonTaskSerializer(asked).data


def _place(actor: User, here: str | None, place: str | None) -> Conversation | None:
    if place:
        return conversation_named(actor, place)
    try:
        return get_visible(Conversation, actor, here) if here else None
    except Problem:
        raise TaskError("conversation.missing", _("This command was not asked in a conversation.")) from None


def _between(actor: User, conversation: Conversation, people: list[User]) -> bool:
    """Does it concern the owner alone, or somebody who is not in the conversation? Then it does not stand there."""
    keys = {person.pk for person in people}
    return keys <= {actor.pk} or conversation.participants.filter(user__in=keys).count() < len(keys)
