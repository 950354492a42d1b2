"""Who may do what in a conversation. Each kind has a policy; higher apps register theirs for the kinds they own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apps.chat.models import Conversation, Participant

Predicate = Callable[[Any, Conversation], bool]


def _takes_part(user: Any, conversation: Conversation) -> bool:
    return user.is_active and conversation.has_participant(user)


def _owns(user: Any, conversation: Conversation) -> bool:
    return conversation.participants.filter(user=user, role=Participant.Role.OWNER).exists()


def _nobody(user: Any, conversation: Conversation) -> bool:
    return False


@dataclass(frozen=True)
class Policy:
    """The rights in one kind of conversation."""

    send: Predicate = _takes_part
    manage_participants: Predicate = _nobody


POLICIES: dict[str, Policy] = {
    Conversation.Kind.DIRECT: Policy(),
    Conversation.Kind.GROUP: Policy(manage_participants=_owns),
}


def can_read_conversation(user: Any, conversation: Conversation) -> bool:
    """May this person read here?"""
    return _takes_part(user, conversation)


def can_send_message(user: Any, conversation: Conversation) -> bool:
    """May this person write here?"""
    policy = POLICIES.get(conversation.kind)
    return policy is not None and policy.send(user, conversation)


def can_manage_participants(user: Any, conversation: Conversation) -> bool:
    """May this person add and remove people here?"""
    policy = POLICIES.get(conversation.kind)
    return policy is not None and policy.manage_participants(user, conversation)
