"""What `from: in: has: before: after:` mean, for the one who asks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.chat.models import Conversation, Message, direct_key
from apps.chat.search.asking import Filter
from apps.core.text import fold

_kinds: dict[str, Q] = {}


def has(name: str, rows: Q) -> None:
    """Let `has:<name>` find the messages of `rows`; higher apps and other parts of this one add theirs."""
    _kinds[name] = rows


has("link", Q(text__icontains="https://") | Q(text__icontains="http://"))
has("command", Q(type=Message.Type.COMMAND))
has("reply", Q(reply_to__isnull=False))


def conditions(user: Any, filters: list[Filter]) -> Q:
    """Return what messages must fulfil: filters of one name are alternatives, save for times, and names add up."""
    wanted, by_name = Q(), {}
    for one in filters:
        by_name.setdefault(one.name, []).append(_MEANINGS[one.name](user, one))
    for name, meanings in by_name.items():
        if name in ("before", "after", "has"):
            for meaning in meanings:
                wanted &= meaning
        else:
            wanted &= reduce(or_, meanings)
    return wanted


def _from(user: Any, one: Filter) -> Q:
    name = one.value.removeprefix("@")
    if fold(name) in ("me", "ben"):
        return Q(sender=user)
    person = _person(name)
    if person is None:
        raise one.refuse(_("There is no such person."), "unknown")
    return Q(sender_id=person)


def _in(user: Any, one: Filter) -> Q:
    mine = Conversation.objects.visible_to(user)
    if one.value.startswith("@"):
        person = _person(one.value[1:])
        rows = mine.filter(direct_key=direct_key(user.pk, person)) if person else mine.none()
        found = list(rows.values_list("pk", flat=True))
    elif key := _uuid(one.value):
        found = list(mine.filter(pk=key).values_list("pk", flat=True))
    else:
        wanted = fold(one.value.removeprefix("#"))
        names = {pk: fold(name) for pk, name in mine.exclude(name="").values_list("pk", "name")}
        found = [pk for pk, name in names.items() if name == wanted]
        found = found or [pk for pk, name in names.items() if wanted in name]
    if not found:
        raise one.refuse(_("You are in no such conversation."), "unknown")
    return Q(conversation_id__in=found)


def _has(user: Any, one: Filter) -> Q:
    kind = _kinds.get(fold(one.value))
    if kind is None:
        raise one.refuse(_("One of: %(names)s.") % {"names": ", ".join(sorted(_kinds))}, "unknown")
    return kind


def _before(user: Any, one: Filter) -> Q:
    return Q(created_at__lt=_moment(user, one))


def _after(user: Any, one: Filter) -> Q:
    return Q(created_at__gte=_moment(user, one))


_MEANINGS: dict[str, Callable[[Any, Filter], Q]] = {
    "from": _from, "in": _in, "has": _has, "before": _before, "after": _after,
}  # fmt: skip


def _moment(user: Any, one: Filter) -> datetime:
    """A day begins where the asker is; a time without an offset is theirs too."""
    try:
        moment = (
            datetime.combine(date.fromisoformat(one.value), time())
            if len(one.value) == len("2026-01-01")
            else datetime.fromisoformat(one.value)
        )
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(user.timezone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise one.refuse(_("A day such as 2026-11-21, or a time by RFC 3339."), "invalid") from None


def _person(text: str) -> UUID | None:
    """Return whom a username, an id or a whole name means."""
    if key := _uuid(text):
        return User.objects.filter(pk=key).values_list("pk", flat=True).first()
    found = User.objects.by_username(text).values_list("pk", flat=True).first()
    if found is not None:
        return found
    people = [person for person in User.objects.matching(text)[:20] if fold(person.display_name) == fold(text)]
    return people[0].pk if len(people) == 1 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
