"""The rights in a channel. Its participants carry what their roles let them do there; see `actions/settling.py`."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from apps.chat.models import Conversation
from apps.chat.permissions import POLICIES, Policy, rights_in
from apps.groups.bits import BIT

Predicate = Callable[[Any, Conversation], bool]


def has(name: str) -> Predicate:
    """Return the predicate of a right in channels. Who is silenced has none but to read."""
    bit = BIT[name]

    def predicate(user: Any, conversation: Conversation) -> bool:
        rights, silence = rights_in(user, conversation)
        return user.is_active and bool(rights & bit) and (silence is None or silence <= timezone.now())

    return predicate


POLICIES[Conversation.Kind.CHANNEL] = Policy(
    send=has("send_messages"),
    answer=has("send_in_threads"),
    attach=has("attach_files"),
    react=has("add_reactions"),
    pin=has("pin_messages"),
    mention_all=has("mention_everyone"),
    manage_messages=has("manage_messages"),
    manage_participants=has("manage_channels"),
    change=has("manage_channels"),
)
