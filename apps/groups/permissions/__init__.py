from apps.groups.permissions import channels  # noqa: F401 - the policy of channels
from apps.groups.permissions.invites import can_make_invite, can_revoke_invite
from apps.groups.permissions.servers import (
    can_ban,
    can_change_server,
    can_invite_to_server,
    can_kick,
    can_manage_channels,
    can_manage_emoji,
    can_manage_role,
    can_manage_roles,
    can_name,
    can_own,
    can_read_audit,
    can_see_bans,
    can_see_statistics,
    can_silence,
    grantable,
)
from apps.groups.permissions.standing import Standing, standing_in

__all__ = [
    "Standing",
    "can_ban",
    "can_change_server",
    "can_invite_to_server",
    "can_kick",
    "can_make_invite",
    "can_manage_channels",
    "can_manage_emoji",
    "can_manage_role",
    "can_manage_roles",
    "can_name",
    "can_own",
    "can_read_audit",
    "can_revoke_invite",
    "can_see_bans",
    "can_see_statistics",
    "can_silence",
    "grantable",
    "standing_in",
]
