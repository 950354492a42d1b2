"""Who may do what with the links to a group or a server."""

from typing import Any

from apps.chat.models import Conversation
from apps.chat.permissions import can_invite, can_manage_participants, takes_part
from apps.groups.models import Invite, Server
from apps.groups.permissions.servers import can_change_server, can_invite_to_server
from apps.groups.permissions.standing import standing_in


def can_make_invite(actor: Any, place: Conversation | Server) -> bool:
    """May they let others come here?"""
    return can_invite_to_server(actor, place) if isinstance(place, Server) else can_invite(actor, place)


def can_revoke_invite(actor: Any, invite: Invite) -> bool:
    """One's own, and who manages the place those of others."""
    mine = invite.created_by_id == actor.pk
    if invite.server is not None:
        here = standing_in(actor, invite.server) is not None
        return here if mine else can_change_server(actor, invite.server)
    group = invite.group
    if group is None:
        return False
    return takes_part(actor, group) if mine else can_manage_participants(actor, group)
