"""What chat asks of servers: who knows whom, whom messages in channels call, which emoji there are."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from apps.accounts.reach import acquaintance_source
from apps.chat.messages.mentions import ROLES
from apps.chat.messages.reacting import OWN_EMOJI
from apps.chat.models import Conversation
from apps.chat.permissions import CLOSE, MAX_ACQUAINTED, can_mention_all
from apps.groups.models import CustomEmoji, Server, ServerMember, ServerRole


@acquaintance_source
def those_of_ones_servers(user_id: UUID, among: Collection[UUID] | None, closely: bool) -> set[UUID]:
    """Return who is in a server with a person."""
    servers = Server.objects.filter(members__user=user_id, deletes_at=None)
    if closely:
        servers = servers.filter(member_count__lte=CLOSE)
    rows = ServerMember.objects.filter(server__in=servers.values("pk")).exclude(user=user_id)
    if among is not None:
        rows = rows.filter(user__in=among)
    return set(rows.values_list("user", flat=True).distinct()[:MAX_ACQUAINTED])


def of_channels(actor: Any, conversation: Conversation, names: Sequence[str]) -> Mapping[str, Sequence[UUID]]:
    """The roles of a server: those that anybody may call, or all; and who of theirs sees the channel."""
    rows = ServerRole.objects.filter(
        server__channels=conversation.pk, is_everyone=False, mention_name__in=[name for name in names if name]
    )
    if not can_mention_all(actor, conversation):
        rows = rows.filter(mentionable=True)
    found: dict[str, list[UUID]] = {role.mention_name: [] for role in rows}
    held = ServerMember.objects.filter(roles__in=rows, user__participations__conversation=conversation)
    for name, user in held.filter(roles__in=rows).values_list("roles__mention_name", "user"):
        if name in found:
            found[name].append(user)
    return found


def own_emoji(conversation: Conversation, text: str) -> str | None:
    """Return the `:name:` of an emoji of the channel's server."""
    if len(text) < 4 or not text.startswith(":") or not text.endswith(":"):
        return None
    found = CustomEmoji.objects.filter(server__channels=conversation.pk, name__iexact=text[1:-1]).first()
    return str(found) if found else None


ROLES[Conversation.Kind.CHANNEL] = of_channels
OWN_EMOJI[Conversation.Kind.CHANNEL] = own_emoji
