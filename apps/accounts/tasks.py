"""Jobs about accounts: exports, and the end of those whose grace is over."""

import structlog
from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from apps.accounts import challenges, exports, outbox
from apps.accounts.attempt_stores import drop_old_counts
from apps.accounts.leaving import erase_user, people_to_erase
from apps.accounts.models import DataExport, FailedSignIn, LoginSession, User
from apps.accounts.one_time_tokens import drop_old_tokens
from apps.accounts.presence import announce_anew

log = structlog.get_logger(__name__)


@shared_task
def build_export(export_id: str) -> None:
    """Gather a person's data, if it is there to be gathered."""
    if export := DataExport.objects.filter(pk=export_id).first():
        exports.build_export(export=export)


@shared_task
def sweep_exports() -> int:
    """Gather exports whose wake-up was lost or whose worker died, and remove those whose time is over."""
    left = exports.exports_to_build()
    for export in left:
        exports.build_export(export=export)
    exports.expire_exports()
    return len(left)


@shared_task
def forget_sessions() -> int:
    """Forget login sessions that ended long ago, and attempts to sign in; return how many."""
    before = timezone.now() - settings.SESSIONS_KEPT
    over = LoginSession.objects.filter(Q(ended_at__lt=before) | Q(last_seen_at__lt=before))
    return over.delete()[0] + FailedSignIn.objects.filter(created_at__lt=before).delete()[0]


@shared_task
def announce_presence(user_id: str) -> None:
    """Tell everybody anew whether a person is here, after they changed who may know."""
    if user := User.objects.filter(pk=user_id, is_active=True).first():
        announce_anew(user)


@shared_task
def erase_people() -> int:
    """Erase everybody whose grace is over; return how many. One who cannot be erased does not stop the others."""
    erased = 0
    for user in people_to_erase(timezone.now()):
        try:
            erased += erase_user(user=user)
        except Exception:  # an eraser of any app; tried again in an hour
            log.exception("erase.failed", user=str(user.pk))
    return erased


@shared_task
def drop_attempts() -> int:
    """Drop counted attempts and one-time tokens that matter no more."""
    return drop_old_counts() + drop_old_tokens()


@shared_task
def forget_challenges() -> int:
    """Remove passkey challenges that were answered and have expired."""
    return challenges.forget_challenges()


@shared_task
def send_mail(mail_id: str) -> None:
    """Send a mail; one that cannot be sent now is sent by the sweep."""
    outbox.send_one(mail_id)


@shared_task
def send_mails() -> int:
    """Send what is due: mails whose wake-up was lost, and those that could not be sent before."""
    return outbox.send_due()
