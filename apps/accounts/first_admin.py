"""The first administrator: the first account of an embedded installation, or whoever opens the one-time link."""

import secrets

from django.conf import settings
from django.db import connection, transaction

from apps.accounts.crypto import digest
from apps.accounts.models import FirstAdminLink, User
from apps.accounts.roles import make_owner

LOCK = 7_302_514_001  # any number that nothing else locks


def make_first_administrator(user: User) -> None:
    """On an empty embedded installation the first account is its administrator. Inside the caller's transaction."""
    if not settings.EMBEDDED or settings.PRODUCTION:
        return
    others = User.objects.exclude(pk=user.pk).filter(is_bot=False)
    if others.exists():
        return
    # Two who register at once do not see each other: one waits here until the other's row is visible.
    # SQLite has one writer at a time and needs nothing.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if not others.exists():
        make_owner(user)


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
    make_owner(user)
    return True
