"""A server's own emoji and picture: looked at and drawn anew in a process of their own, as people's are."""

import re

from django.db import transaction

from apps.accounts.avatars import forget_pictures, keep_pictures, make_pictures, remove_pictures
from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish
from apps.groups.events.servers import EmojiAdded, EmojiRemoved, ServerUpdated
from apps.groups.models import CustomEmoji, Server
from apps.groups.permissions import can_change_server, can_manage_emoji, standing_in
from apps.groups.problems import CannotManageServer, EmojiName, NameTaken, TooManyHere

MAX_EMOJI = 200  # security.md section 8
_NAME = re.compile(r"\w{2,32}")
EMOJI_SIZE = 128


def add_emoji(*, actor: User, server: Server, name: str, content: bytes) -> CustomEmoji:
    """Make an emoji of a picture; members write it as `:name:` and react with it."""
    require(standing_in(actor, server) is not None, NotFound)
    require(can_manage_emoji(actor, server), CannotManageServer)  # before a process is started for it
    require(_NAME.fullmatch(name) is not None, EmojiName)
    key = keep_pictures({EMOJI_SIZE: make_pictures(content)[EMOJI_SIZE]})  # slow, so before any lock
    try:
        return _add(actor, server, name, key)
    except Exception:
        remove_pictures(key)
        raise


@transaction.atomic
def _add(actor: User, server: Server, name: str, key: str) -> CustomEmoji:
    server = _manageable(actor, server)
    require(can_manage_emoji(actor, server), CannotManageServer)
    require(server.emoji.count() < MAX_EMOJI, TooManyHere)
    require(not server.emoji.filter(name__iexact=name).exists(), NameTaken)
    emoji = CustomEmoji.objects.create(server=server, name=name, picture=key, created_by=actor)
    publish(EmojiAdded(emoji))
    publish(Noted("server.emoji_added", "server", server.pk, emoji=str(emoji.pk), name=name))
    return emoji


@transaction.atomic
def remove_emoji(*, actor: User, emoji: CustomEmoji) -> None:
    """Remove an emoji; where it was used its name is left."""
    server = _manageable(actor, emoji.server)
    require(can_manage_emoji(actor, server), CannotManageServer)
    found = server.emoji.filter(pk=emoji.pk).first()
    if found is None:
        raise NotFound()
    forget_pictures(found.picture)
    key = found.pk
    found.delete()
    found.pk = key
    publish(EmojiRemoved(found))
    publish(Noted("server.emoji_removed", "server", server.pk, emoji=str(key), name=found.name))


def set_picture(*, actor: User, server: Server, content: bytes) -> Server:
    """Give a server another picture; the old one is removed."""
    require(standing_in(actor, server) is not None, NotFound)
    require(can_change_server(actor, server), CannotManageServer)
    key = keep_pictures(make_pictures(content))
    try:
        return _picture(actor, server, key)
    except Exception:
        remove_pictures(key)
        raise


def remove_picture(*, actor: User, server: Server) -> Server:
    """Let a server be without a picture; twice is no error."""
    return _picture(actor, server, "")


@transaction.atomic
def _picture(actor: User, server: Server, key: str) -> Server:
    server = _manageable(actor, server)
    require(can_change_server(actor, server), CannotManageServer)
    if server.picture == key:
        return server
    forget_pictures(server.picture)
    server.picture = key
    server.version += 1
    server.save(update_fields=["picture", "version"])
    publish(ServerUpdated(server))
    publish(Noted("server.changed", "server", server.pk, fields=["picture"]))
    return server


def _manageable(actor: User, server: Server) -> Server:
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    return server
