"""Checking a name and a password: the same answer, in the same time, for whoever does not get in."""

from django.contrib.auth.hashers import check_password, make_password
from limits import RateLimitItemPerMinute

from apps.accounts.models import User
from apps.accounts.problems import TooManyAttempts, WrongCredentials
from apps.core.address import limit_key
from apps.core.permissions import require
from apps.core.throttling import scaled, take

PER_ACCOUNT, PER_ADDRESS, MINUTES = 10, 30, 15  # security.md section 8
_nobody: str | None = None


def check_credentials(*, username: str, password: str, address: str) -> User:
    """Return the person, or raise WrongCredentials or TooManyAttempts. Counted before it is checked."""
    count_attempt(username, address)
    field = "email__iexact" if "@" in username else "username__iexact"
    user = User.objects.filter(**{field: username}).first()
    good = check_password(password, user.password if user else _nobodys_password())
    require(good and user is not None and user.is_active and not user.is_bot, WrongCredentials)
    return user  # type: ignore[return-value]


def count_attempt(username: str, address: str) -> None:
    """Count one attempt to sign in, for the account and for the address."""
    waits = []
    for name, who, amount in (
        ("signin-account", username.lower(), PER_ACCOUNT),
        ("signin-address", limit_key(address), PER_ADDRESS),
    ):
        allowed, _remaining, reset = take(RateLimitItemPerMinute(scaled(amount), MINUTES), name, who)
        if not allowed:
            waits.append(reset)
    if waits:
        raise TooManyAttempts(headers={"Retry-After": str(max(waits))})


def _nobodys_password() -> str:
    """Return the hash of a password nobody has, so that an unknown name costs as much as a wrong password."""
    global _nobody
    if _nobody is None:
        _nobody = make_password("nobody has this password")
    return _nobody
