"""Who may do what with a command."""

from apps.accounts.grants import has_grant
from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.chat.permissions import can_send_message
from apps.commands.models import Command


def can_submit_command(user: User, conversation: Conversation | None) -> bool:
    """May this person ask for something here? Whoever may write may ask."""
    return user.is_active and (conversation is None or can_send_message(user, conversation))


def can_steer_command(user: User, command: Command) -> bool:
    """May this person confirm or cancel it? It acts with the owner's rights, so only whom the owner lets."""
    return user.is_active and (command.owner_id == user.pk or has_grant(user, command, "commands.change_command"))
