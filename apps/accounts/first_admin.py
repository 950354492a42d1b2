"""The first administrator of a production installation: whoever opens the one-time link its first start prints."""

import secrets

from django.conf import settings
from django.db import transaction

from apps.accounts.crypto import digest
from apps.accounts.models import FirstAdminLink, User


def first_admin_link() -> str | None:
    """Return a fresh one-time link where there is no administrator yet and none is made by registering; else None."""
    if (settings.EMBEDDED and not settings.PRODUCTION) or User.objects.filter(is_superuser=True).exists():
        return None
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        FirstAdminLink.objects.all().delete()  # the newest only
        FirstAdminLink.objects.create(token_hash=digest(token))
    return f"{settings.ORIGIN}/accounts/first/{token}/"


def is_open(token: str) -> bool:
    """Is this the link that was printed last, and not used?"""
    return FirstAdminLink.objects.filter(token_hash=digest(token)).exists()


@transaction.atomic
def take_first_admin_link(*, token: str, user: User) -> bool:
    """Use the link up: the person becomes administrator. False where somebody was quicker."""
    deleted, _per_model = FirstAdminLink.objects.filter(token_hash=digest(token)).delete()
    if not deleted:
        return False
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser", "search_name"])
    return True
