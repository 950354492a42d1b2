"""Who reaches whom: may they write, are they shown presence, receipts, typing? Asked by every app that shows such.

What a person prefers and whom they block decides. What stands between two people is never told: a block and a
preference refuse alike.
"""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from apps.accounts.models import Block, Preferences, User

Audience = Preferences.Audience
Acquainted = Callable[[UUID, Collection[UUID] | None, bool], set[UUID]]
_sources: list[Acquainted] = []


def acquaintance_source(function: Acquainted) -> Acquainted:
    """Register who shares something with a person: `function(user_id, among, closely) -> ids`, all for None."""
    _sources.append(function)
    return function


def acquainted(user_id: UUID, among: Collection[UUID] | None = None, *, closely: bool = False) -> set[UUID]:
    """Return who shares a conversation or a server with a person; `closely`: one so small that people know one another.

    Of those asked about (`among`), whoever one source has found is not looked for in the next.
    """
    found: set[UUID] = set()
    for source in _sources:
        left = None if among is None else set(among) - found
        if left is None or left:
            found |= source(user_id, left, closely)
    return found


def preferences_of(user: User) -> Preferences:
    """Return what a person chose; the defaults where they chose nothing."""
    return Preferences.objects.select_related("user").filter(pk=user.pk).first() or Preferences(user=user)


def kept_apart(user_id: UUID) -> set[UUID]:
    """Return whom a person has blocked, and who has blocked them."""
    rows = Block.objects.filter(Q(blocker=user_id) | Q(blocked=user_id)).values_list("blocker_id", "blocked_id")
    return {other for pair in rows for other in pair} - {user_id}


def hidden_from(viewer_id: UUID, among: Collection[UUID] | None = None) -> set[UUID]:
    """Return who has blocked a viewer: their picture, presence and last seen are not for them."""
    rows = Block.objects.filter(blocked=viewer_id)
    if among is not None:
        rows = rows.filter(blocker__in=among)
    return set(rows.values_list("blocker_id", flat=True))


def unreachable(actor: Any, user_ids: Collection[UUID]) -> set[UUID]:
    """Return to whom of these somebody may not write; one query, or two where it matters who shares a conversation."""
    between = Block.objects.filter(
        Q(blocker=OuterRef("pk"), blocked=actor.pk) | Q(blocker=actor.pk, blocked=OuterRef("pk"))
    )
    rows = User.objects.filter(pk__in=user_ids).exclude(pk=actor.pk).annotate(apart=Exists(between))
    found = list(rows.values_list("pk", "preferences__who_may_write", "apart"))
    shared = {key for key, who, _apart in found if who == Audience.SHARED}
    known = acquainted(actor.pk, shared) if shared else set()
    return {key for key, who, apart in found if apart or not admits(who, key in known)}


def admits(audience: str | None, shares: bool) -> bool:
    """Does an audience (None: the default) take in somebody who shares a conversation, or does not?"""
    return audience in (None, Audience.EVERYONE) or (audience == Audience.SHARED and shares)


def can_write_to(actor: Any, user: User) -> bool:
    """May somebody write to this person where only the two of them are, or bring them into a conversation?"""
    return not unreachable(actor, [user.pk])


def can_see(viewer: Any, user: User, *audiences: str) -> list[bool]:
    """May a viewer see what this person shows to each of these audiences? Oneself always; never across a block."""
    if viewer.pk == user.pk:
        return [True] * len(audiences)
    if viewer.pk in kept_apart(user.pk):
        return [False] * len(audiences)
    shares = Audience.SHARED in audiences and viewer.pk in acquainted(user.pk, [viewer.pk])
    return [admits(audience, shares) for audience in audiences]


def receipts_shown(user: User) -> bool:
    """Does a person let others see what they have read?"""
    return preferences_of(user).receipts


def receipts_between(reader: User, others: Collection[UUID]) -> set[UUID]:
    """Return who of these may see what somebody has read: nobody, or all that no block keeps apart."""
    return set(others) - kept_apart(reader.pk) if receipts_shown(reader) else set()


def typing_shown(user: User) -> bool:
    """Does a person let others see that they write?"""
    return preferences_of(user).typing


def those_who_listen(user: User) -> set[UUID]:
    """Return who is told when a person comes online and goes: who shares a small conversation, as far as they wish."""
    if preferences_of(user).presence == Audience.NOBODY:
        return set()
    return acquainted(user.pk, closely=True) - kept_apart(user.pk)
