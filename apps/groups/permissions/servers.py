"""Who may do what to a server, its roles, channels and members."""

from typing import Any

from apps.groups.bits import ADMINISTRATOR, ALL
from apps.groups.models import Server, ServerRole
from apps.groups.permissions.standing import standing_in


def may(user: Any, server: Server, name: str) -> bool:
    """Do somebody's roles in a server let them do this?"""
    standing = standing_in(user, server)
    return standing is not None and server.deletes_at is None and standing.may(name)


def can_own(user: Any, server: Server) -> bool:
    """May they delete the server, bring it back and hand it over? Its owner only."""
    return user.is_active and server.owner_id == user.pk


def can_change_server(user: Any, server: Server) -> bool:
    return may(user, server, "manage_server")


def can_manage_channels(user: Any, server: Server) -> bool:
    return may(user, server, "manage_channels")


def can_manage_roles(user: Any, server: Server) -> bool:
    return may(user, server, "manage_roles")


def can_manage_emoji(user: Any, server: Server) -> bool:
    return may(user, server, "manage_emoji")


def can_invite_to_server(user: Any, server: Server) -> bool:
    return may(user, server, "create_invite")


def can_see_bans(user: Any, server: Server) -> bool:
    return may(user, server, "ban_members")


def can_see_statistics(user: Any, server: Server) -> bool:
    return may(user, server, "view_statistics") or may(user, server, "manage_server")


def can_read_audit(user: Any, server: Server) -> bool:
    return may(user, server, "view_audit_log")


def can_manage_role(user: Any, role: ServerRole) -> bool:
    """May they change, give or take this role? Only roles below their own highest."""
    standing = standing_in(user, role.server)
    return can_manage_roles(user, role.server) and standing is not None and standing.is_above(role.position)


def grantable(user: Any, server: Server) -> int:
    """Return the bits that somebody may put into a role or an override: those they have themselves."""
    standing = standing_in(user, server)
    if standing is None:
        return 0
    return ALL if standing.rights & ADMINISTRATOR else standing.rights


def _over(user: Any, server: Server, target: Any, name: str) -> bool:
    mine, theirs = standing_in(user, server), standing_in(target, server)
    if mine is None or not may(user, server, name) or user.pk == target.pk or target.pk == server.owner_id:
        return False
    return theirs is None or mine.is_above(theirs.top)


def can_kick(user: Any, server: Server, target: Any) -> bool:
    """Who stands above somebody, with the right to."""
    return _over(user, server, target, "kick_members")


def can_ban(user: Any, server: Server, target: Any) -> bool:
    """As with kicking; somebody who is not here can be kept out too."""
    return _over(user, server, target, "ban_members")


def can_silence(user: Any, server: Server, target: Any) -> bool:
    """As with kicking, but nobody silences an administrator."""
    theirs = standing_in(target, server)
    administers = theirs is not None and bool(theirs.rights & ADMINISTRATOR)
    return not administers and _over(user, server, target, "mute_members")


def can_name(user: Any, server: Server, target: Any) -> bool:
    """May they choose this nickname? Their own, or that of somebody below them."""
    if user.pk == target.pk:
        return may(user, server, "change_nickname") or may(user, server, "manage_nicknames")
    return _over(user, server, target, "manage_nicknames")
