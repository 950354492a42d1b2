"""Reactions: one row per person and emoji; the message itself carries the counts."""

from collections.abc import Callable

from django.db import transaction

from apps.accounts.models import User
from apps.chat.messages.emoji import emoji_of
from apps.chat.messages.events import ReactionAdded, ReactionRemoved
from apps.chat.messages.loading import locked_message
from apps.chat.messages.models import MAX_REACTION_KINDS, Reaction
from apps.chat.models import Conversation, Message
from apps.chat.permissions import can_react
from apps.chat.problems import CannotReact, NotAnEmoji, NotSaid, TooManyReactions
from apps.core.permissions import require
from apps.events.bus import publish

# For a kind of conversation: what `:name:` is there, None for nothing.
OWN_EMOJI: dict[str, Callable[[Conversation, str], str | None]] = {}


@transaction.atomic
def add_reaction(*, actor: User, message: Message, emoji: str) -> Message:
    """React to a message; the same emoji twice is one."""
    message = locked_message(actor, message)
    emoji = emoji_of(emoji) or _of_place(message.conversation, emoji)
    require(can_react(actor, message.conversation), CannotReact)
    require(not message.is_system, NotSaid)
    _row, new = Reaction.objects.get_or_create(message=message, user=actor, emoji=emoji)
    if not new:
        return message
    counts = {one["emoji"]: one["count"] for one in message.reactions}
    require(emoji in counts or len(counts) < MAX_REACTION_KINDS, TooManyReactions)
    _keep(message, {**counts, emoji: counts.get(emoji, 0) + 1})
    publish(ReactionAdded(message, actor, emoji))
    return message


@transaction.atomic
def remove_reaction(*, actor: User, message: Message, emoji: str) -> Message:
    """Take one's reaction back; where there is none nothing happens."""
    emoji = emoji_of(emoji) or emoji
    message = locked_message(actor, message)
    gone, _per_model = Reaction.objects.filter(message=message, user=actor, emoji=emoji).delete()
    if not gone:
        return message
    counts = {one["emoji"]: one["count"] for one in message.reactions}
    counts[emoji] -= 1
    _keep(message, counts)
    publish(ReactionRemoved(message, actor, emoji))
    return message


def _keep(message: Message, counts: dict[str, int]) -> None:
    message.reactions = [{"emoji": emoji, "count": count} for emoji, count in counts.items() if count > 0]
    message.save(update_fields=["reactions"])


def _of_place(conversation: Conversation, text: str) -> str:
    """Return `:name:` of an emoji that a place made for itself, as it is spelled there."""
    found = OWN_EMOJI[conversation.kind](conversation, text) if conversation.kind in OWN_EMOJI else None
    if found is None:
        raise NotAnEmoji()
    return found
