"""Notes who did not get in, known or unknown: for the audit log, and for the person's own list of sign-ins."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from apps.accounts.models import FailedSignIn
from apps.accounts.problems import OtpRequired, TooManyAttempts
from apps.accounts.selectors import user_by_login
from apps.accounts.trail_events import SignInFailed
from apps.core.problems import NotSignedIn
from apps.core.text import fold
from apps.core.throttling import per_hour, take
from apps.core.whence import whence
from apps.events.bus import publish

LOCKED_OUT_PER_HOUR = 4  # entries for one name: an attack must not fill the log


@contextmanager
def noting_failure(username: str) -> Iterator[None]:
    """Write down that the block refused a sign-in, and let the refusal pass."""
    try:
        yield
    except TooManyAttempts as problem:
        if take(per_hour(LOCKED_OUT_PER_HOUR), "locked-out", fold(username.strip()))[0]:
            _note(username, problem.code)
        raise
    except OtpRequired:
        raise  # nothing failed: the second half is due
    except NotSignedIn as problem:
        _note(username, problem.code)
        raise


@transaction.atomic
def _note(username: str, code: str) -> None:
    user = user_by_login(username)
    FailedSignIn.objects.create(user=user, address=whence().address or None, code=code)
    publish(SignInFailed(user, code))
