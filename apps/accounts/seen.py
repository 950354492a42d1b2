"""When a login session was last used. A module of its own, because authentication loads before the serializers do."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import LoginSession

SEEN_EVERY = timedelta(minutes=1)  # how exact "last seen" is


def note_seen(session: LoginSession) -> None:
    """Note that a login session is in use, which renews it; at most one write a minute."""
    now = timezone.now()
    if now - session.last_seen_at > SEEN_EVERY:
        LoginSession.objects.filter(pk=session.pk, ended_at=None).update(last_seen_at=now)
