"""Scenarios of servers: who comes and goes, what changes, and who sees which channel then."""

from datetime import timedelta

from django.utils import timezone

from apps.chat.actions import send_message
from apps.chat.messages.deleting import delete_for_me
from apps.chat.messages.reacting import add_reaction
from apps.chat.models import Conversation, Message
from apps.groups.actions.bans import ban_member
from apps.groups.actions.channels import (
    change_category,
    change_channel,
    create_category,
    create_channel,
    delete_category,
    delete_channel,
    order_categories,
    order_channels,
)
from apps.groups.actions.emoji import add_emoji, remove_emoji
from apps.groups.actions.members import name_member, remove_member, silence_member
from apps.groups.actions.overrides import remove_override, set_override, sync_channel
from apps.groups.actions.roles import change_role, create_role, delete_role, give_role, order_roles
from apps.groups.actions.servers import (
    change_server,
    create_server,
    delete_server,
    hand_server_over,
    restore_server,
)
from apps.groups.bits import BIT, bits_of
from tests.groups.conftest import join, picture, role_of
from tests.sync.recorder import Cast, triple


def hide(cast: Cast) -> None:
    """Let only who has the role see the channel."""
    everyone = cast.server.roles.get(is_everyone=True)
    set_override(actor=cast.ayse, place=cast.channel, role=everyone.pk, deny=BIT["view_channel"])


@triple("bora")
@triple("ayse")
def server_made(cast: Cast) -> None:
    made = create_server(actor=cast.bora, name="Yeni")
    send_message(actor=cast.bora, conversation=made.channels.get().conversation, text="Burada")


@triple("cem")
@triple("bora")
@triple("ayse")
def server_joined(cast: Cast) -> None:
    join(cast.server, cast.cem)
    send_message(actor=cast.cem, conversation=cast.channel.conversation, text="Geldim @bora")


@triple("bora")
@triple("ayse")
def server_left(cast: Cast) -> None:
    remove_member(actor=cast.bora, server=cast.server, user=cast.bora)
    send_message(actor=cast.ayse, conversation=cast.channel.conversation, text="Gitti")


@triple("bora")
@triple("ayse")
def banned(cast: Cast) -> None:
    ban_member(actor=cast.ayse, server=cast.server, user=cast.bora)
    send_message(actor=cast.ayse, conversation=cast.channel.conversation, text="Gitti")


@triple("bora")
@triple("ayse")
def server_changed(cast: Cast) -> None:
    change_server(actor=cast.ayse, server=cast.server, name="Sokak", description="Bizim")
    name_member(actor=cast.ayse, server=cast.server, user=cast.bora, nickname="Bo")
    silence_member(actor=cast.ayse, server=cast.server, user=cast.bora, until=timezone.now() + timedelta(hours=1))
    hand_server_over(actor=cast.ayse, server=cast.server, user=cast.bora)


@triple("bora")
@triple("ayse")
def server_deleted(cast: Cast) -> None:
    delete_server(actor=cast.ayse, server=cast.server)


def delete(cast: Cast) -> None:
    delete_server(actor=cast.ayse, server=cast.server)


@triple("bora", prepare=delete)
@triple("ayse", prepare=delete)
def server_restored(cast: Cast) -> None:
    restore_server(actor=cast.ayse, server=cast.server)
    send_message(actor=cast.bora, conversation=cast.channel.conversation, text="Yine buradayız")


@triple("bora")
@triple("ayse")
def roles_changed(cast: Cast) -> None:
    one = create_role(actor=cast.ayse, server=cast.server, name="Ekip", rights=bits_of(["manage_messages"]))
    two = create_role(actor=cast.ayse, server=cast.server, name="Muhtar", rights=0, mentionable=True)
    give_role(actor=cast.ayse, server=cast.server, user=cast.bora, role=one)
    give_role(actor=cast.ayse, server=cast.server, user=cast.bora, role=two)
    send_message(actor=cast.ayse, conversation=cast.channel.conversation, text="@muhtar gel")
    change_role(actor=cast.ayse, role=two, rights=bits_of(["administrator"]), color="#00ff00")
    order_roles(actor=cast.ayse, server=cast.server, roles=[two.pk, one.pk])
    delete_role(actor=cast.ayse, role=one)
    give_role(actor=cast.ayse, server=cast.server, user=cast.bora, role=two, has=False)


@triple("bora")
@triple("ayse")
def channels_changed(cast: Cast) -> None:
    category = create_category(actor=cast.ayse, server=cast.server, name="Ses")
    voice = create_channel(actor=cast.ayse, server=cast.server, name="kahve", type="voice", category=category.pk)
    news = create_channel(actor=cast.ayse, server=cast.server, name="duyuru", type="announcement")
    change_channel(actor=cast.ayse, channel=cast.channel, name="sohbet", slow_mode_seconds=5, category=category.pk)
    change_category(actor=cast.ayse, category=category, name="Sesli")
    old = cast.server.categories.exclude(pk=category.pk).get()
    order_categories(actor=cast.ayse, server=cast.server, categories=[category.pk, old.pk])
    order_channels(actor=cast.ayse, server=cast.server, category=category.pk,
                   channels=[news.pk, cast.channel.pk, voice.pk])  # fmt: skip
    send_message(actor=cast.ayse, conversation=news.conversation, text="Duyurulur")
    change_channel(actor=cast.ayse, channel=news, type="text")
    delete_channel(actor=cast.ayse, channel=voice)
    delete_category(actor=cast.ayse, category=category)


@triple("bora")
@triple("ayse")
def channel_hidden_and_shown(cast: Cast) -> None:
    hide(cast)
    send_message(actor=cast.ayse, conversation=cast.channel.conversation, text="Aramızda")
    role_of(cast.server, "Ekip", to=(cast.bora,))
    ekip = cast.server.roles.get(name="Ekip")
    set_override(actor=cast.ayse, place=cast.channel, role=ekip.pk, allow=BIT["view_channel"])
    send_message(actor=cast.ayse, conversation=cast.channel.conversation, text="Bora da burada")


@triple("bora", prepare=hide)
@triple("ayse", prepare=hide)
def hidden_channel_changed(cast: Cast) -> None:
    change_channel(actor=cast.ayse, channel=cast.channel, name="gizli")
    send_message(actor=cast.ayse, conversation=cast.channel.conversation, text="Aramızda @bora @all")


@triple("bora", prepare=hide)
def channel_as_its_category_again(cast: Cast) -> None:
    sync_channel(actor=cast.ayse, channel=cast.channel)
    set_override(actor=cast.ayse, place=cast.channel, user=cast.bora.pk, deny=BIT["send_messages"])
    remove_override(actor=cast.ayse, place=cast.channel, user=cast.bora.pk)


def hide_the_last(cast: Cast) -> None:
    last = Message.objects.get(text="Kanala hoş geldiniz")
    delete_for_me(actor=cast.bora, message=last)
    hide(cast)


@triple("bora", prepare=hide_the_last)
def channel_seen_again_whose_last_message_one_deleted(cast: Cast) -> None:
    sync_channel(actor=cast.ayse, channel=cast.channel)
    assert Conversation.objects.visible_to(cast.bora).filter(pk=cast.channel.pk).exists()


@triple("bora")
def emoji_added_and_removed(cast: Cast) -> None:
    made = [
        add_emoji(actor=cast.ayse, server=cast.server, name=name, content=picture()) for name in ("kedi", "Zebra", "ay")
    ]
    message = Message.objects.get(text="Kanala hoş geldiniz")
    add_reaction(actor=cast.bora, message=message, emoji=":kedi:")
    remove_emoji(actor=cast.ayse, emoji=made[2])
