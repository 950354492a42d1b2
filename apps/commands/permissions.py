"""Who may do what with a command."""

from apps.accounts.grants import has_grant
from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.chat.permissions import can_change_conversation, can_send_message
from apps.commands.models import Command, ModePolicy

EVERYWHERE = ("normal", "dream", "explore")


def can_submit_command(user: User, conversation: Conversation | None) -> bool:
    """May this person ask for something here? Whoever may write may ask."""
    return user.is_active and (conversation is None or can_send_message(user, conversation))


def can_steer_command(user: User, command: Command) -> bool:
    """May this person confirm or cancel it? It acts with the owner's rights, so only whom the owner lets."""
    return user.is_active and (command.owner_id == user.pk or has_grant(user, command, "commands.change_command"))


def can_signal_command(user: User, command: Command) -> bool:
    """May this person tell it that something happened? Its owner, and whoever may write where it was asked."""
    here = command.conversation is not None and can_submit_command(user, command.conversation)
    return user.is_active and (here or can_steer_command(user, command))


def can_change_modes(user: User, conversation: Conversation) -> bool:
    """May this person say which modes are allowed here? Whoever may change the settings of the conversation."""
    return user.is_active and can_change_conversation(user, conversation)


def allows_chaos(conversation: Conversation | None) -> bool:
    """Are faults allowed here, at this moment? Nowhere without a conversation that allows them."""
    return conversation is not None and ModePolicy.objects.filter(conversation=conversation, chaos=True).exists()


def modes_allowed(conversation: Conversation | None) -> list[str]:
    """Return the modes that a command may have here."""
    return [*EVERYWHERE, "chaos"] if allows_chaos(conversation) else list(EVERYWHERE)
