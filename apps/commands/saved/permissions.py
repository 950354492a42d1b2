"""Who may keep commands under a name, and where. Whoever sees one may run it, with their own rights."""

from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.chat.permissions import can_change_conversation, can_send_message
from apps.commands.models import SavedCommand
from apps.groups.models import Server
from apps.groups.permissions import can_change_server

Place = User | Conversation | Server


def can_save_command(user: User, place: Place) -> bool:
    """May they keep commands here, change and delete them? For oneself; else who changes the settings of the place.

    In a conversation of two there are no settings: whoever may write there.
    """
    if not user.is_active:
        return False
    if isinstance(place, User):
        return place.pk == user.pk
    if isinstance(place, Server):
        return can_change_server(user, place)
    if place.kind == Conversation.Kind.DIRECT:
        return can_send_message(user, place)
    return can_change_conversation(user, place)


def can_change_saved_command(user: User, saved: SavedCommand) -> bool:
    """May they change or delete this one?"""
    return can_save_command(user, place_of(saved))


def place_of(saved: SavedCommand) -> Place:
    """Return whose it is: a person, a conversation or a server."""
    place = saved.owner or saved.conversation or saved.server
    if place is None:
        raise ValueError("a saved command stands nowhere")  # the database does not let one in
    return place
