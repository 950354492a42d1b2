"""Reads about groups and the links to groups and servers."""

from typing import Any

from django.db.models import QuerySet

from apps.chat.models import Conversation, Participant
from apps.core.text import fold
from apps.groups.models import Invite, Server


def invites_of(user: Any, place: Conversation | Server, *, everybodys: bool) -> QuerySet[Invite]:
    """Return the good links to a place: everybody's, or one's own."""
    here = {"server": place} if isinstance(place, Server) else {"group": place}
    rows = Invite.objects.good().filter(**here).select_related("created_by")
    return rows if everybodys else rows.filter(created_by=user)


def invite_by_code(code: str) -> Invite | None:
    """Return the good link of a code, with where it leads. Whether its maker may still invite is not asked here."""
    return Invite.objects.good().by_code(code).select_related("group", "server", "created_by").first()


def members_of(group: Conversation, text: str = "") -> QuerySet[Participant]:
    """Return who is in a group, or those of them who are called so."""
    rows = Participant.objects.filter(conversation=group).select_related("user")
    return rows.filter(user__search_name__contains=fold(text)) if text else rows
