"""Reads about groups and the links to them."""

from typing import Any

from django.db.models import QuerySet

from apps.chat.models import Conversation, Participant
from apps.chat.permissions import can_invite, can_manage_participants
from apps.groups.models import Invite


def invites_of(user: Any, group: Conversation) -> QuerySet[Invite]:
    """Return the good links to a group: all for who manages it, else one's own."""
    rows = Invite.objects.good().filter(group=group).select_related("created_by")
    return rows if can_manage_participants(user, group) else rows.filter(created_by=user)


def invite_by_code(code: str) -> Invite | None:
    """Return the good link of a code, with where it leads."""
    found = Invite.objects.good().by_code(code).select_related("group", "created_by").first()
    return found if found and can_invite(found.created_by, found.group) else None


def members_of(group: Conversation) -> QuerySet[Participant]:
    return Participant.objects.filter(conversation=group).select_related("user")
