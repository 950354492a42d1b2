"""What was done in a server, for its owner and those they trust: from the audit log, without addresses and devices."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.accounts.serializers import UserSerializer
from apps.audit.models import Entry
from apps.chat.models import Conversation
from apps.groups.models import Server, ServerRole


def entries_of(server: Server, query: dict[str, Any]) -> QuerySet[Entry]:
    """Return what was done to a server, its channels and its members."""
    channels = [str(key) for key in server.channels.values_list("pk", flat=True)]
    here = Q(target_type="server", target_id=str(server.pk)) | Q(target_type="conversation", target_id__in=channels)
    rows = Entry.objects.filter(here, outcome=Entry.Outcome.OK)
    if action := query.get("action"):
        rows = rows.filter(action=action)
    if actor := query.get("actor"):
        rows = rows.filter(actor_id=str(actor))
    return rows


class Names:
    """How those are called now whom a page of entries speaks of: one query for each kind."""

    def __init__(self, entries: Iterable[Entry]):
        found = [(entry.actor_id, entry.target_type, entry.target_id, entry.details) for entry in entries]
        people = _ids([actor for actor, *_ in found] + [details.get("user") for *_, details in found])
        self.people = {str(user.pk): UserSerializer(user).data for user in User.objects.filter(pk__in=people)}
        roles = _ids(details.get("role") for *_, details in found)
        self.roles = {str(role.pk): role.name for role in ServerRole.objects.filter(pk__in=roles)}
        channels = _ids([target for _, kind, target, _ in found if kind == "conversation"])
        channels |= _ids(details.get("channel") for *_, details in found)
        named = Conversation.objects.filter(pk__in=channels).values_list("pk", "name")
        self.channels = {str(key): name for key, name in named}


def _ids(values: Iterable[Any]) -> set[UUID]:
    return {UUID(value) for value in values if value}
