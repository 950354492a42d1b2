"""What follows from roles and overrides, written down: who sees which channel, and what they may do there.

A participant of a channel exists exactly where somebody sees it, and carries their rights. Every action that changes
what these follow from settles them in its own transaction, under the lock of the server and of the channels. Why so:
`docs/decisions/0012-rights-in-channels.md`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from apps.accounts.models import User
from apps.chat.events import ConversationAdded, ConversationRemoved
from apps.chat.messages.models import HiddenMessage
from apps.chat.models import Conversation, Participant, topic_of
from apps.chat.selectors import conversations_of
from apps.chat.serializers import ConversationSerializer
from apps.core.rows import update_rows
from apps.events.bus import Happening
from apps.groups.bits import names_of
from apps.groups.events.channels import ChannelAccessChanged, ChannelRightsChanged
from apps.groups.models import Channel, Override, Server, ServerMember, ServerRole
from apps.groups.resolution import Change, Overrides, channel_rights, in_channel_of, server_rights
from apps.realtime.sync import seqs_of

CHUNK = 500
MAX_PLACES = 100_000  # members times channels: changing everybody's role touches so many rows (decision 0012)
Place = tuple[UUID, UUID]  # of a conversation and a person


@dataclass
class Settled:
    """What came of settling: who sees a channel that they did not see before, who no longer does, who may else."""

    gained: dict[Place, int] = field(default_factory=dict)
    lost: dict[UUID, list[UUID]] = field(default_factory=dict)
    changed: dict[Place, int] = field(default_factory=dict)

    def happenings(self, *, leaving: bool = False) -> list[Happening]:
        """Return what to tell. Who leaves the server (or is left by it) is told once, not of every channel."""
        told = _told(self.gained)
        news: list[Happening] = [
            ConversationAdded(Conversation(pk=conversation), User(pk=user), told[conversation, user])
            for conversation, user in self.gained
        ]
        of_user: dict[UUID, dict[UUID, int]] = defaultdict(dict)
        for (conversation, user), rights in self.changed.items():
            of_user[user][conversation] = rights
        news += [ChannelRightsChanged(user, rights) for user, rights in of_user.items()]
        news += [ChannelAccessChanged(conversation, users) for conversation, users in self.lost.items()]
        if not leaving:
            news += [
                ConversationRemoved(Conversation(pk=conversation), User(pk=user))
                for conversation, users in self.lost.items()
                for user in users
            ]
        return news


def settle(
    server: Server, *, users: Collection[UUID] | None = None, channels: Collection[UUID] | None = None
) -> Settled:
    """Let the participants of a locked server's channels be what roles and overrides say; of these only, if named."""
    places = server.channels.select_related("conversation")
    if channels is not None:
        places = places.filter(pk__in=channels)
    found = list(places)
    keys = [place.pk for place in found]
    list(Conversation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    wanted = _wanted(server, [one for one in found if one.deleted_at is None], users) if not server.deletes_at else {}
    rows = Participant.objects.filter(conversation__in=keys)
    if users is not None:
        rows = rows.filter(user__in=users)
    standing = {
        (row[0], row[1]): row[2:] for row in rows.values_list("conversation", "user", "rights", "silenced_until")
    }
    outcome = Settled()
    altered = []
    for place, (rights, silence) in wanted.items():
        if place not in standing:
            outcome.gained[place] = rights
        elif standing[place] != (rights, silence):
            altered.append((*place, rights, silence))
            if standing[place][0] != rights:
                outcome.changed[place] = rights
    lost: dict[UUID, list[UUID]] = defaultdict(list)
    for conversation, user in standing.keys() - wanted.keys():
        lost[conversation].append(user)
    outcome.lost = {conversation: sorted(people) for conversation, people in sorted(lost.items())}
    _write(outcome, altered, wanted)
    return outcome


def _wanted(
    server: Server, channels: Sequence[Channel], users: Collection[UUID] | None
) -> dict[Place, tuple[int, datetime | None]]:
    """Return who sees which channel, with their rights there and until when they are silenced."""
    everyone = next(role for role in server.roles.all() if role.is_everyone)
    of_role = dict(server.roles.values_list("pk", "rights"))
    holders = {channel.pk: overrides for channel, overrides in _overrides(channels, everyone)}
    members = ServerMember.objects.filter(server=server)
    if users is not None:
        members = members.filter(user__in=users)
    roles: dict[UUID, list[UUID]] = defaultdict(list)
    held = ServerMember.roles.through.objects.filter(servermember__in=members)
    for member, role in held.values_list("servermember", "serverrole"):
        roles[member].append(role)
    alike: dict[tuple[UUID, frozenset[UUID], bool], int] = {}  # members of the same roles may the same
    wanted = {}
    for key, user, silence in members.values_list("pk", "user", "silenced_until"):
        mine, owner = frozenset(roles[key]), user == server.owner_id
        for channel in channels:
            overrides = holders[channel.pk]
            own = user in overrides.members
            kind = (channel.pk, mine, owner)
            if own or kind not in alike:
                base = server_rights(everyone.rights, [of_role[role] for role in mine], owner=owner)
                rights = in_channel_of(channel.type, channel_rights(base, mine, overrides, user))
                if not own:
                    alike[kind] = rights
            else:
                rights = alike[kind]
            if rights:
                wanted[channel.pk, user] = (rights, None if owner else silence)
    return wanted


def _overrides(channels: Sequence[Channel], everyone: ServerRole) -> Iterable[tuple[Channel, Overrides]]:
    of_place: dict[UUID, list[Override]] = defaultdict(list)
    categories = {channel.category_id for channel in channels if channel.follows_category}
    own = {channel.pk for channel in channels if not channel.follows_category}
    for row in Override.objects.filter(channel__in=own):
        of_place[row.channel_id].append(row)  # type: ignore[index]
    for row in Override.objects.filter(category__in=categories):
        of_place[row.category_id].append(row)  # type: ignore[index]
    for channel in channels:
        rows = of_place[channel.category_id if channel.follows_category else channel.pk]  # type: ignore[index]
        yield (
            channel,
            Overrides(
                everyone=next((_change(row) for row in rows if row.role_id == everyone.pk), Change()),
                roles={row.role_id: _change(row) for row in rows if row.role_id and row.role_id != everyone.pk},
                members={row.user_id: _change(row) for row in rows if row.user_id},
            ),
        )


def _change(row: Override) -> Change:
    return Change(row.deny, row.allow)


def _write(outcome: Settled, altered: Sequence[Sequence[Any]], wanted: dict[Place, tuple[int, Any]]) -> None:
    topics = {topic_of(conversation) for conversation, _user in outcome.gained}
    newest = seqs_of(sorted(topics))
    new = []
    for conversation, user in outcome.gained:
        seq = newest.get(topic_of(conversation), 0)
        rights, silence = wanted[conversation, user]
        new.append(
            Participant(
                conversation_id=conversation, user_id=user, rights=rights, silenced_until=silence,
                read_seq=seq, joined_seq=seq,
            )
        )  # fmt: skip
    Participant.objects.bulk_create(new, batch_size=CHUNK)
    for start in range(0, len(altered), CHUNK):
        rows = altered[start : start + CHUNK]
        update_rows(Participant, ["conversation", "user"], ["rights", "silenced_until"], rows)
    for conversation, people in outcome.lost.items():
        for start in range(0, len(people), CHUNK):
            some = people[start : start + CHUNK]
            Participant.objects.filter(conversation=conversation, user__in=some).delete()
    amounts: dict[UUID, int] = defaultdict(int)
    for conversation, _user in outcome.gained:
        amounts[conversation] += 1
    for conversation, people in outcome.lost.items():
        amounts[conversation] -= len(people)
    moved: dict[int, list[UUID]] = defaultdict(list)
    for conversation, amount in amounts.items():
        moved[amount].append(conversation)
    for amount, conversations in moved.items():
        if amount:
            rows_ = Conversation.objects.filter(pk__in=conversations)
            rows_.update(participant_count=F("participant_count") + amount)


def _told(gained: dict[Place, int]) -> dict[Place, dict[str, Any]]:
    """Return each new channel as each who sees it now does, rendered once for all of the same rights.

    They have read everything and arranged nothing, so what differs is what they may do; and the last message, for who
    had deleted it for themselves.
    """
    told: dict[Place, dict[str, Any]] = {}
    rendered: dict[UUID, dict[str, Any]] = {}
    of_user: dict[UUID, list[UUID]] = defaultdict(list)
    for conversation, user in gained:
        of_user[user].append(conversation)
    last = Conversation.objects.filter(pk__in={place for place, _ in gained}).values("last_message")
    hidden = set(
        HiddenMessage.objects.filter(message__in=last, user__in=of_user).values_list("message__conversation", "user")
    )
    for user, conversations in of_user.items():
        missing = [one for one in conversations if one not in rendered or (one, user) in hidden]
        rows = conversations_of(User(pk=user), participants=1).filter(pk__in=missing) if missing else ()
        for row in rows:
            body: dict[str, Any] = dict(ConversationSerializer(row, context={"thread_mentions": {}}).data)
            if (row.pk, user) in hidden:
                told[row.pk, user] = body
            else:
                rendered[row.pk] = body
        for one in conversations:
            if (one, user) not in told:
                body = rendered[one]
                place = {**body["channel"], "my_permissions": names_of(gained[one, user])}
                told[one, user] = {**body, "channel": place}
    return told
