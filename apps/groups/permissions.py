"""Who may do what with the links to a group."""

from typing import Any

from apps.chat.permissions import can_manage_participants, takes_part
from apps.groups.models import Invite


def can_revoke_invite(actor: Any, invite: Invite) -> bool:
    """One's own, and who manages the place those of others."""
    if invite.created_by_id == actor.pk:
        return takes_part(actor, invite.group)
    return can_manage_participants(actor, invite.group)
