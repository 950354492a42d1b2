"""Actions on one's own picture."""

from django.db import transaction

from apps.accounts.avatars import Crop, forget_pictures, keep_pictures, make_pictures, remove_pictures
from apps.accounts.events import UserUpdated
from apps.accounts.models import User
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish


def set_avatar(*, actor: User, content: bytes, crop: Crop | None = None) -> User:
    """Take a new picture of oneself; the old one is removed."""
    key = keep_pictures(make_pictures(content, crop))  # slow, so before any lock
    try:
        return _replace(actor, key)
    except Exception:
        remove_pictures(key)
        raise


def remove_avatar(*, actor: User) -> User:
    """Be without a picture again; twice is no error."""
    return _replace(actor, "")


@transaction.atomic
def _replace(actor: User, key: str) -> User:
    user = User.objects.select_for_update().get(pk=actor.pk)
    require(user.is_active, NotFound)
    if user.avatar == key:
        return user
    forget_pictures(user.avatar)
    user.avatar = key
    user.version += 1
    user.save()
    publish(UserUpdated(user))
    return user
