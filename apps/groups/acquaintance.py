"""What chat asks of servers: who knows whom, whom messages in channels call, which emoji there are."""

from collections.abc import Collection, Mapping
from uuid import UUID

from apps.accounts.reach import acquaintance_source
from apps.chat.messages.mentions import ROLES, Role
from apps.chat.messages.reacting import OWN_EMOJI
from apps.chat.models import Conversation, Participant
from apps.chat.permissions import CLOSE, MAX_ACQUAINTED
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


def of_channels(wanted: Mapping[UUID, Collection[str]]) -> dict[tuple[UUID, str], Role]:
    """The roles of servers, and who of theirs sees the channel."""
    names = {name for some in wanted.values() for name in some if name}
    rows = ServerRole.objects.filter(server__channels__in=wanted, is_everyone=False, mention_name__in=names)
    found: dict[tuple[UUID, str], Role] = {}
    by_key: dict[tuple[UUID, UUID], Role] = {}
    for place, key, name, free in rows.values_list("server__channels", "pk", "mention_name", "mentionable"):
        if name in wanted.get(place, ()):
            found[place, name] = by_key[place, key] = Role([], free)
    if found:
        here = Participant.objects.filter(
            conversation__in={place for place, _ in by_key},
            user__server_memberships__roles__in={key for _, key in by_key},
        )
        for place, key, user in here.values_list("conversation_id", "user__server_memberships__roles", "user_id"):
            if role := by_key.get((place, key)):
                role.people.append(user)
    return found


def own_emoji(conversation: Conversation, text: str) -> str | None:
    """Return the `:name:` of an emoji of the channel's server."""
    if len(text) < 4 or not text.startswith(":") or not text.endswith(":"):
        return None
    found = CustomEmoji.objects.filter(server__channels=conversation.pk, name__iexact=text[1:-1]).first()
    return str(found) if found else None


ROLES[Conversation.Kind.CHANNEL] = of_channels
OWN_EMOJI[Conversation.Kind.CHANNEL] = own_emoji
