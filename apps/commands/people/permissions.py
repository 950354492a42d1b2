"""Who may do what with a task for people."""

from apps.accounts.models import User
from apps.accounts.rights import catalogue, held_by
from apps.chat.permissions import can_manage_participants, can_read_conversation, can_send_message
from apps.commands.models import PersonTask


def can_view_task(user: User, task: PersonTask) -> bool:
    """May this person see it? Whoever is in its conversation, else who asked and who was asked."""
    if task.conversation is not None:
        return can_read_conversation(user, task.conversation)
    return user.is_active and (task.author_id == user.pk or _is_asked(user, task))


def can_comment_task(user: User, task: PersonTask) -> bool:
    """May this person say something about it? Who sees it and, in a conversation, may write there."""
    if task.conversation is not None:
        return can_send_message(user, task.conversation)
    return can_view_task(user, task)


def can_change_task(user: User, task: PersonTask) -> bool:
    """May this person change what is asked, of whom and until when? Who asked, who was asked, who keeps the place.

    What a command asks for is as its graph says: nobody changes whose approval it waits for.
    """
    if not can_comment_task(user, task) or (task.task_run_id is not None and task.kind == PersonTask.Kind.APPROVAL):
        return False
    if task.author_id == user.pk or _is_asked(user, task):
        return True
    return task.conversation is not None and can_manage_participants(user, task.conversation)


def can_take_task(user: User, task: PersonTask) -> bool:
    """May this person take a to-do that was given to nobody? Whoever may write where it stands."""
    return task.kind != PersonTask.Kind.APPROVAL and not task.seats.exists() and can_comment_task(user, task)


def can_complete_task(user: User, task: PersonTask) -> bool:
    """May this person say that it is done?"""
    return task.kind != PersonTask.Kind.APPROVAL and (can_change_task(user, task) or can_take_task(user, task))


def can_withdraw_task(user: User, task: PersonTask) -> bool:
    """May this person withdraw it? Who asked; what a command asked goes with the command."""
    if task.task_run_id is not None and task.kind == PersonTask.Kind.APPROVAL:
        return False
    keeps = task.conversation is not None and can_manage_participants(user, task.conversation)
    return can_view_task(user, task) and (task.author_id == user.pk or keeps)


def can_decide_task(user: User, task: PersonTask) -> bool:
    """May this person say yes or no? Of those who are asked and hold the right, never the one who asks."""
    if task.kind != PersonTask.Kind.APPROVAL or not can_comment_task(user, task):
        return False
    if task.author_decides:
        return task.author_id == user.pk
    if task.author_id == user.pk:
        return False
    if task.seats.exists() and not _is_asked(user, task):
        return False
    return not task.right or holds_right(user, task, task.right)


def holds_right(user: User, task: PersonTask, name: str) -> bool:
    """Does somebody hold a right, of those that roles give or of those in the task's conversation?"""
    if name == OWNS:
        place = task.conversation
        return place is not None and place.participants.filter(user=user, role="owner").exists()
    one = catalogue.get(name)
    if one is None:
        return False
    if one.kind in PLACES and one.can is not None and task.conversation is not None:
        return one.can(user, task.conversation)
    return one.kind is None and held_by(user).has(name)


def is_right(name: str) -> bool:
    """Is there such a right that an approval can ask for?"""
    one = catalogue.get(name)
    return name == OWNS or (one is not None and (one.kind is None or one.kind in PLACES))


OWNS = "owner"  # of the conversation
PLACES = ("conversations", "groups")  # kinds of rights that are about a conversation


def _is_asked(user: User, task: PersonTask) -> bool:
    return any(seat.user_id == user.pk for seat in task.seats.all())
