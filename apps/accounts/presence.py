"""Who is told that somebody is here, and when they were last."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from apps.accounts.models import LoginSession, Preferences, User
from apps.accounts.reach import acquainted, can_see, preferences_of, those_who_listen
from apps.accounts.seen import SEEN_EVERY
from apps.core.throttling import per_minute, take
from apps.core.times import stamp
from apps.events.bus import broadcast
from apps.realtime.presence import OFFLINE, presence

CHANGES_PER_MINUTE = 30  # of one person; beyond it nobody is told, and whoever asks still gets the truth


def presence_of(viewer: Any, user: User) -> dict[str, Any]:
    """Return what a viewer may know. What is hidden looks as if the person were away, and had never been here."""
    mine = preferences_of(user)
    shown, last_shown = can_see(viewer, user, mine.presence, mine.last_seen)
    state = presence.state_of(str(user.pk)) if shown else OFFLINE
    last = _last_seen(user) if last_shown else None
    if last is not None and not shown:
        # To the minute it would tell who is online by the back door.
        last = last.replace(minute=0, second=0, microsecond=0)
    return {"user": str(user.pk), "state": state, "last_seen_at": stamp(last)}


def announce(user_id: str, state: str) -> None:
    """Tell those who are here, and may know, that somebody came or went."""
    user = User.objects.filter(pk=user_id, is_active=True, is_bot=False).first()
    if user is None or not take(per_minute(CHANGES_PER_MINUTE), "presence", user_id)[0]:
        return
    _tell(user, state, those_who_listen(user), last_seen=True)


def announce_anew(user: User) -> None:
    """Tell everybody after a change of mind: the truth to those who may know, “offline” to those who may no longer."""
    listening = those_who_listen(user)
    _tell(user, presence.state_of(str(user.pk)), listening, last_seen=True)
    _tell(user, OFFLINE, acquainted(user.pk, closely=True) - listening, last_seen=False)


def part(one: User, other: User) -> None:
    """Let two people whom a block keeps apart from now on see the other go."""
    for shown, told in ((one, other), (other, one)):
        _tell(shown, OFFLINE, [told.pk], last_seen=False)


def _tell(user: User, state: str, listeners: Collection[Any], *, last_seen: bool) -> None:
    here = presence.here([str(key) for key in listeners])
    if not here:
        return
    shown = last_seen and state == OFFLINE and preferences_of(user).last_seen != Preferences.Audience.NOBODY
    body = {"user": str(user.pk), "state": state, "last_seen_at": stamp(_last_seen(user)) if shown else None}
    for key in sorted(here):
        broadcast(f"user:{key}", "presence", body)


def note_seen_on_sockets(sessions: Collection[str]) -> None:
    """Note that login sessions are in use: an open socket renews its session as a request does."""
    now = timezone.now()
    rows = LoginSession.objects.filter(pk__in=sessions, ended_at=None, last_seen_at__lt=now - SEEN_EVERY)
    rows.update(last_seen_at=now)


def _last_seen(user: User) -> datetime | None:
    return LoginSession.objects.filter(user=user).aggregate(last=Max("last_seen_at"))["last"]


presence.announce = announce
presence.seen = note_seen_on_sockets
