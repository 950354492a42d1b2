"""Actions on one's preferences."""

from collections.abc import Container
from typing import Any

from django.db import transaction

from apps.accounts.events import PreferencesUpdated, UserUpdated
from apps.accounts.models import Preferences, User
from apps.accounts.preferences_serializers import PreferencesSerializer
from apps.accounts.reach import preferences_of
from apps.core.problems import Stale
from apps.core.wake import wake
from apps.events.bus import publish

OF_THE_ACCOUNT = ("language", "timezone", "theme")
OWN = ("who_may_write", "presence", "last_seen", "receipts", "typing", "client")


@transaction.atomic
def put_preferences(*, actor: User, seen: Container[int] | None = None, **fields: Any) -> Preferences:
    """Change what is named and tell one's other devices. `seen`: the versions that whoever changes it has seen."""
    user = User.objects.select_for_update().get(pk=actor.pk)  # orders two devices that write at once
    mine = preferences_of(user)
    mine.user = user
    if seen is not None and mine.version not in seen:
        raise Stale(current=PreferencesSerializer(mine).data, sent=fields)
    wanted = {name: fields[name] for name in OWN if name in fields}
    if "notifications" in fields:
        wanted["notifications"] = {**mine.notifications, **fields["notifications"]}
    profile = {name: fields[name] for name in OF_THE_ACCOUNT if name in fields}
    told = _set(mine, wanted), _set(user, profile)
    if not any(told):
        return mine
    if told[1]:
        user.version += 1
        user.save()
        publish(UserUpdated(user))
    if "presence" in wanted or "last_seen" in wanted:
        wake("apps.accounts.tasks.announce_presence", str(user.pk))
    return _store(mine)


def follow_profile(user: User, changed: Container[str]) -> None:
    """Count a new version where the profile changed what the preferences show too. Within the action's transaction."""
    if any(name in changed for name in OF_THE_ACCOUNT):
        mine = preferences_of(user)
        mine.user = user
        _store(mine)


def _set(row: Any, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _store(mine: Preferences) -> Preferences:
    mine.version += 1
    mine.save()
    publish(PreferencesUpdated(mine))
    return mine
