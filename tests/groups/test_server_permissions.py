"""The order in which roles and overrides are looked at, against a plain reading of it; and what is written down."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from apps.chat.models import Participant
from apps.groups.actions.channels import change_channel, create_category, create_channel, delete_category
from apps.groups.actions.members import remove_member, silence_member
from apps.groups.actions.overrides import remove_override, set_override, sync_channel
from apps.groups.actions.roles import change_role, create_role, delete_role, give_role
from apps.groups.bits import ADMINISTRATOR, ALL, BIT, CHANNEL_BITS, IN_CHANNELS, NAMES, bits_of, names_of
from apps.groups.models import Channel, Override, ServerMember
from apps.groups.resolution import Change, Overrides, channel_rights, in_channel_of, server_rights
from tests.factories.accounts import UserFactory
from tests.groups.conftest import join, role_of


def oracle(everyone, roles, owner, changes, user):
    """Discord's order, a permission at a time, as one would explain it to somebody."""
    may = {}
    for name in NAMES:
        may[name] = owner or name in everyone or any(name in rights for rights in roles.values())
    if owner or may["administrator"]:
        return set(IN_CHANNELS)
    for name in IN_CHANNELS:
        for_all = changes.get("everyone", {})
        if name in for_all.get("deny", ()):
            may[name] = False
        if name in for_all.get("allow", ()):
            may[name] = True
        of_roles = [changes.get(role, {}) for role in roles]
        if any(name in change.get("deny", ()) for change in of_roles):
            may[name] = False
        if any(name in change.get("allow", ()) for change in of_roles):
            may[name] = True
        own = changes.get(user, {})
        if name in own.get("deny", ()):
            may[name] = False
        if name in own.get("allow", ()):
            may[name] = True
    return {name for name in IN_CHANNELS if may[name]} if may["view_channel"] else set()


def some(chance, names, much=0.4):
    return [name for name in names if chance.random() < much]


@pytest.mark.parametrize("seed", range(20))
def test_rights_are_resolved_in_the_documented_order(seed):
    chance = random.Random(seed)
    for _ in range(200):
        user = uuid4()
        roles = {uuid4(): some(chance, NAMES[:-1]) for _ in range(chance.randrange(4))}
        if roles and chance.random() < 0.1:
            roles[next(iter(roles))].append("administrator")
        everyone, owner = some(chance, NAMES[:-1], 0.6), chance.random() < 0.05
        changes = {}
        for key in ["everyone", user, *roles, uuid4()]:
            if chance.random() < 0.5:
                allow = some(chance, IN_CHANNELS, 0.3)
                changes[key] = {"allow": allow, "deny": [one for one in some(chance, IN_CHANNELS) if one not in allow]}
        read = {key: Change(bits_of(one["deny"]), bits_of(one["allow"])) for key, one in changes.items()}
        overrides = Overrides(
            everyone=read.get("everyone", Change()),
            roles={key: one for key, one in read.items() if isinstance(key, UUID) and key != user},
            members={user: read[user]} if user in read else {},
        )
        rights = server_rights(bits_of(everyone), [bits_of(one) for one in roles.values()], owner=owner)
        found = channel_rights(rights, list(roles), overrides, user)
        assert set(names_of(found)) == oracle(everyone, roles, owner, changes, user)


def test_who_owns_or_administers_bypasses_every_override():
    blocked = Overrides(everyone=Change(deny=CHANNEL_BITS))
    assert channel_rights(server_rights(0, [], owner=True), [], blocked) == CHANNEL_BITS
    assert channel_rights(server_rights(0, [ADMINISTRATOR]), [], blocked) == CHANNEL_BITS
    assert channel_rights(server_rights(ALL & ~ADMINISTRATOR, []), [], blocked) == 0


def test_the_kind_of_a_channel_takes_what_it_has_no_use_for():
    writer = bits_of(["view_channel", "send_messages", "attach_files", "add_reactions"])
    assert names_of(in_channel_of("announcement", writer)) == ["view_channel", "add_reactions"]
    assert names_of(in_channel_of("announcement", writer | BIT["announce"]))[:3] == [
        "view_channel", "send_messages", "attach_files",
    ]  # fmt: skip
    assert "send_messages" not in names_of(in_channel_of("voice", writer))


def expected(server):
    """Who should have which participant with which rights, by the plain reading."""
    everyone = server.roles.get(is_everyone=True)
    wanted = {}
    for channel in server.channels.filter(deleted_at=None):
        place = {"category": channel.category_id} if channel.synced and channel.category_id else {"channel": channel}
        changes = {
            "everyone" if row.role_id == everyone.pk else (row.role_id or row.user_id): {
                "allow": names_of(row.allow), "deny": names_of(row.deny),
            }
            for row in Override.objects.filter(**place)
        }  # fmt: skip
        for member in ServerMember.objects.filter(server=server):
            roles = {role.pk: names_of(role.rights) for role in member.roles.all()}
            owner = member.user_id == server.owner_id
            may = oracle(names_of(everyone.rights), roles, owner, changes, member.user_id)
            if may:
                rights = in_channel_of(channel.type, bits_of(may))
                wanted[channel.pk, member.user_id] = (rights, None if owner else member.silenced_until)
    return wanted


def written(server):
    rows = Participant.objects.filter(conversation__channel__server=server)
    return {(row.conversation_id, row.user_id): (row.rights, row.silenced_until) for row in rows}


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_what_is_written_down_is_what_follows(ayse, server, channel, seed):
    chance = random.Random(seed)
    people = [UserFactory() for _ in range(4)]
    join(server, *people)

    def role():
        return chance.choice(list(server.roles.all()))

    def place():
        return chance.choice([*server.channels.filter(deleted_at=None), *server.categories.all()])

    def member():
        return chance.choice([one for one in people if server.members.filter(user=one).exists()] or [ayse])

    def override():
        kind = {"role": role().pk} if chance.random() < 0.7 else {"user": member().pk}
        allow = bits_of(some(chance, IN_CHANNELS, 0.2))
        set_override(actor=ayse, place=place(), allow=allow, deny=bits_of(some(chance, IN_CHANNELS, 0.3)) & ~allow,
                     **kind)  # fmt: skip

    def forget_override():
        row = Override.objects.order_by("?").first()
        if row:
            remove_override(actor=ayse, place=row.channel or row.category, role=row.role_id, user=row.user_id)

    def coming_and_going():
        person = chance.choice(people)
        if server.members.filter(user=person).exists():
            remove_member(actor=ayse, server=server, user=person)
        else:
            join(server, person)

    def drop():
        other = server.roles.filter(is_everyone=False).order_by("?").first()
        if other and chance.random() < 0.5:
            delete_role(actor=ayse, role=other)
        elif server.categories.count() > 1 and chance.random() < 0.3:
            delete_category(actor=ayse, category=server.categories.order_by("?").first())

    def again():
        one = chance.choice(list(server.channels.filter(category__isnull=False, deleted_at=None)) or [None])
        if one:
            sync_channel(actor=ayse, channel=one)

    deeds = [
        override, override, override, forget_override, coming_and_going, drop, again,
        lambda: create_role(actor=ayse, server=server, name=str(uuid4()), rights=bits_of(some(chance, NAMES[:-1], 0.2))),
        lambda: change_role(actor=ayse, role=role(), rights=bits_of(some(chance, NAMES[:-1], 0.5)) | BIT["create_invite"]),
        lambda: [give_role(actor=ayse, server=server, user=member(), role=one, has=chance.random() < 0.7)
                 for one in [role()] if not one.is_everyone],
        lambda: create_channel(actor=ayse, server=server, name="k", type=chance.choice(Channel.Type.values),
                               category=chance.choice([None, server.categories.first() and server.categories.first().pk])),
        lambda: create_category(actor=ayse, server=server, name="b"),
        lambda: change_channel(actor=ayse, channel=chance.choice(list(server.channels.filter(deleted_at=None))),
                               category=chance.choice([None, *server.categories.values_list("pk", flat=True)]),
                               type=chance.choice(Channel.Type.values)),
    ]  # fmt: skip
    for _ in range(25):
        chance.choice(deeds)()
        server.refresh_from_db()
        assert written(server) == expected(server)
    for conversation in server.channels.filter(deleted_at=None):
        there = conversation.conversation.participants.count()
        assert conversation.conversation.participant_count == there


def test_it_takes_as_many_queries_for_many_members_as_for_few(ayse, server, channel):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    role = role_of(server, "Ekip", "manage_messages")

    def count(deny):
        with CaptureQueriesContext(connection) as ran:
            set_override(actor=ayse, place=channel, role=role.pk, deny=deny)
        return len(ran)

    give_role(actor=ayse, server=server, user=server.members.exclude(user=ayse).get().user, role=role)
    count(BIT["pin_messages"])
    few = [count(BIT["view_channel"]), count(0)]
    people = [UserFactory() for _ in range(15)]
    join(server, *people)
    for person in people:
        give_role(actor=ayse, server=server, user=person, role=role)
    assert [count(BIT["view_channel"]), count(0)] == few


def test_a_silenced_member_only_reads(api, ayse, bora, server, channel):
    until = timezone.now() + timedelta(minutes=5)
    silence_member(actor=ayse, server=server, user=bora, until=until)
    body = {"conversation": str(channel.pk), "text": "ama"}
    assert api(bora).post("/api/v1/messages", body, format="json").status_code == 403
    assert api(bora).get(f"/api/v1/conversations/{channel.pk}/messages").status_code == 200
    assert api(bora).post(f"/api/v1/servers/{server.pk}/invites", {}, format="json").status_code == 403
    silence_member(actor=ayse, server=server, user=bora, until=None)
    assert api(bora).post("/api/v1/messages", body, format="json").status_code == 201


@pytest.mark.parametrize("removed_by", ["bora", "ayse"])
def test_who_comes_back_is_still_silenced_and_has_no_rights_of_their_own(
    request, api, ayse, bora, server, channel, removed_by
):
    actor = request.getfixturevalue(removed_by)
    everyone = server.roles.get(is_everyone=True)
    secret = create_channel(actor=ayse, server=server, name="gizli")
    set_override(actor=ayse, place=secret, role=everyone.pk, deny=BIT["view_channel"])
    set_override(actor=ayse, place=secret, user=bora.pk, allow=BIT["view_channel"])
    silence_member(actor=ayse, server=server, user=bora, until=timezone.now() + timedelta(minutes=5))
    assert api(bora).get(f"/api/v1/conversations/{secret.pk}").status_code == 200
    remove_member(actor=actor, server=server, user=bora)
    join(server, bora)
    body = {"conversation": str(channel.pk), "text": "ama"}
    assert api(bora).post("/api/v1/messages", body).status_code == 403
    assert api(bora).get(f"/api/v1/conversations/{secret.pk}").status_code == 404
    silence_member(actor=ayse, server=server, user=bora, until=None)
    remove_member(actor=actor, server=server, user=bora)
    join(server, bora)
    assert api(bora).post("/api/v1/messages", body).status_code == 201
