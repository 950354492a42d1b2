"""Checking a name and a password: the same answer, in the same time, for whoever does not get in."""

from functools import lru_cache

from django.contrib.auth.hashers import check_password, make_password
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from apps.accounts.models import User
from apps.accounts.permissions import can_sign_in
from apps.accounts.problems import TooManyAttempts, WrongCredentials
from apps.accounts.selectors import user_by_login
from apps.accounts.validators import MAX_PASSWORD
from apps.core.address import limit_key
from apps.core.permissions import require
from apps.core.text import fold
from apps.core.throttling import forget, per_hour, scaled, take

PER_ACCOUNT, PER_ADDRESS, MINUTES = 10, 30, 15  # security.md section 8
REGISTRATIONS_PER_HOUR = 10  # per address
SECOND_FACTORS = 5  # wrong ones of a person in those minutes
_alone = SlidingWindowCounterRateLimiter(MemoryStorage())  # what this process counts where the shared store is gone


def check_credentials(*, username: str, password: str, address: str) -> User:
    """Return the person, or raise WrongCredentials or TooManyAttempts. Counted before it is checked."""
    count_attempt(username, address)
    user = user_by_login(username)
    nobodys = _nobodys_password()  # made for everybody, so that not even the first call of a process tells
    # The length comes first for known and unknown alike: hashing costs more the longer the text is.
    good = len(password) <= MAX_PASSWORD and check_password(password, user.password if user else nobodys)
    require(good and user is not None and can_sign_in(user), WrongCredentials)
    return user  # type: ignore[return-value]


def count_attempt(username: str, address: str) -> None:
    """Count one attempt to sign in, for the account and for the address.

    Counted under what was typed: one count for a name and its address would tell that they belong together.
    """
    _count(
        (RateLimitItemPerMinute(scaled(PER_ACCOUNT), MINUTES), "signin-account", fold(username.strip())),
        (RateLimitItemPerMinute(scaled(PER_ADDRESS), MINUTES), "signin-address", limit_key(address)),
    )


def count_second_factor(user: User) -> None:
    """Count one code or passkey shown, before it is checked: two at once are two."""
    _count((_second_factors(), "second-factor", str(user.pk)))


def forget_second_factors(user: User) -> None:
    """Only wrong ones count: whoever has shown a good one begins anew."""
    forget(_second_factors(), "second-factor", str(user.pk))
    _alone.clear(_second_factors(), "second-factor", str(user.pk))


def _second_factors() -> RateLimitItem:
    return RateLimitItemPerMinute(scaled(SECOND_FACTORS), MINUTES)


def count_address(address: str) -> None:
    """Count one attempt to sign in without a name, as a passkey does."""
    _count((RateLimitItemPerMinute(scaled(PER_ADDRESS), MINUTES), "signin-address", limit_key(address)))


def count_registration(address: str) -> None:
    """Count one registration from an address; raise TooManyAttempts beyond the limit."""
    _count((per_hour(REGISTRATIONS_PER_HOUR), "register", limit_key(address)))


def _count(*counted: tuple[RateLimitItem, str, str]) -> None:
    waits = [reset for allowed, reset in (_take_closed(*one) for one in counted) if not allowed]
    if waits:
        raise TooManyAttempts(headers={"Retry-After": str(max(waits))})


def _take_closed(limit: RateLimitItem, name: str, who: str) -> tuple[bool, int]:
    """Count a hit; where the store is gone this process goes on counting (these limits do not fail open)."""
    allowed, remaining, reset = take(limit, name, who)
    if allowed and remaining >= limit.amount:  # how `take` says that it could not count
        return _alone.hit(limit, name, who), limit.get_expiry()
    return allowed, reset


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    """Return the hash of a password nobody has, so that an unknown name costs as much as a wrong password."""
    return make_password("nobody has this password")
