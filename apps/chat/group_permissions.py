"""The rights in a group: its owners, its administrators, and what it leaves to everybody."""

from collections.abc import Callable
from typing import Any

from apps.accounts.grants import has_grant
from apps.chat.models import Conversation, Participant
from apps.chat.permissions import POLICIES, Policy, role_in, takes_part

RANKS = {Participant.Role.OWNER: 2, Participant.Role.ADMINISTRATOR: 1, Participant.Role.MEMBER: 0}
LEAST = {"everyone": 0, "administrators": 1, "owners": 2}
DEFAULTS = {
    "write": "everyone",
    "invite": "administrators",
    "pin": "everyone",
    "mention_all": "administrators",
    "change": "administrators",
}


def who_may(group: Conversation) -> dict[str, str]:
    """Return what a group leaves to whom, defaults written out."""
    return {name: group.who_may.get(name, default) for name, default in DEFAULTS.items()}


def rank_in(user: Any, group: Conversation) -> int:
    """Return how high somebody stands in a group: -1 for who is not there. The right given by name lifts a member."""
    role = role_in(user, group)
    if role is None or not user.is_active:
        return -1
    rank = RANKS[Participant.Role(role)]
    return 1 if rank == 0 and has_grant(user, group, "chat.change_conversation") else rank


def _left_to(name: str) -> Callable[[Any, Conversation], bool]:
    def predicate(user: Any, group: Conversation) -> bool:
        least = LEAST[who_may(group)[name]]
        return takes_part(user, group) if least == 0 else rank_in(user, group) >= least

    return predicate


def _manages(user: Any, group: Conversation) -> bool:
    return rank_in(user, group) >= RANKS[Participant.Role.ADMINISTRATOR]


def can_remove_participant(actor: Any, group: Conversation, role: str) -> bool:
    """May they take out somebody of this role? Owners anybody, administrators who stands below them."""
    rank = rank_in(actor, group)
    return rank == RANKS[Participant.Role.OWNER] or (_manages(actor, group) and rank > RANKS[Participant.Role(role)])


def can_give_role(actor: Any, group: Conversation) -> bool:
    """May they say who is owner, administrator or member? Owners only: nobody gives what is at or above themselves."""
    return rank_in(actor, group) == RANKS[Participant.Role.OWNER]


def can_delete_group(actor: Any, group: Conversation) -> bool:
    """May they delete the group for everybody? Its owners."""
    return rank_in(actor, group) == RANKS[Participant.Role.OWNER]


POLICIES[Conversation.Kind.GROUP] = Policy(
    send=_left_to("write"),
    answer=_left_to("write"),
    attach=_left_to("write"),
    pin=_left_to("pin"),
    mention_all=_left_to("mention_all"),
    manage_messages=_manages,
    invite=_left_to("invite"),
    manage_participants=_manages,
    change=_left_to("change"),
)
