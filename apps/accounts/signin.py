"""Checking a name and a password: the same answer, in the same time, for whoever does not get in."""

from functools import lru_cache

from django.contrib.auth.hashers import check_password, make_password

from apps.accounts.attempts import AttemptLimit, count_attempts, forget_attempts, take_back_attempt
from apps.accounts.models import User
from apps.accounts.permissions import can_sign_in
from apps.accounts.problems import WrongCredentials
from apps.accounts.selectors import user_by_login
from apps.accounts.validators import MAX_PASSWORD
from apps.core.address import limit_key
from apps.core.permissions import require
from apps.core.text import fold

PER_ACCOUNT = AttemptLimit("signin-account", 10, 15 * 60, grows=True)  # security.md section 8
PER_ADDRESS = AttemptLimit("signin-address", 30, 15 * 60, grows=True)
SECOND_FACTOR = AttemptLimit("second-factor", 5, 15 * 60, grows=True)  # wrong ones of a person
REGISTRATIONS = AttemptLimit("register", 10, 3600)  # per address


def check_credentials(*, username: str, password: str, address: str) -> User:
    """Return the person, or raise WrongCredentials or TooManyAttempts. Counted before it is checked."""
    count_attempt(username, address)
    user = user_by_login(username)
    nobodys = _nobodys_password()  # made for everybody, so that not even the first call of a process tells
    # The length comes first for known and unknown alike: hashing costs more the longer the text is.
    good = len(password) <= MAX_PASSWORD and check_password(password, user.password if user else nobodys)
    require(good and user is not None and can_sign_in(user), WrongCredentials)
    attempt_succeeded(username, address)
    return user  # type: ignore[return-value]


def count_attempt(username: str, address: str) -> None:
    """Count one attempt to sign in, for the account and for the address.

    Counted under what was typed: one count for a name and its address would tell that they belong together.
    """
    count_attempts((PER_ACCOUNT, fold(username.strip())), (PER_ADDRESS, limit_key(address)))


def attempt_succeeded(username: str, address: str) -> None:
    """Forget the failures for an account whose password was shown.

    Those from the address stay: whoever owns one account could otherwise clear them between two guesses at another.
    """
    forget_attempts(PER_ACCOUNT, fold(username.strip()))
    take_back_attempt(PER_ADDRESS, limit_key(address))


def forget_failures_of(user: User) -> None:
    """Forget who failed to sign in as somebody, under either name: they have shown that the mailbox is theirs."""
    for name in (user.username, user.email):
        forget_attempts(PER_ACCOUNT, fold(name))


def count_second_factor(user: User) -> None:
    """Count one code or passkey shown, before it is checked."""
    count_attempts((SECOND_FACTOR, str(user.pk)))


def forget_second_factors(user: User) -> None:
    """Only wrong ones count: whoever has shown a good one begins anew."""
    forget_attempts(SECOND_FACTOR, str(user.pk))


def count_passkey(address: str) -> None:
    """Count one attempt to sign in with a passkey: nobody says who they are."""
    count_attempts((PER_ADDRESS, limit_key(address)))


def passkey_succeeded(address: str) -> None:
    """Uncount an attempt from an address that was right."""
    take_back_attempt(PER_ADDRESS, limit_key(address))


def count_registration(address: str) -> None:
    """Count one registration from an address; raise TooManyAttempts beyond the limit."""
    count_attempts((REGISTRATIONS, limit_key(address)))


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    """Return the hash of a password nobody has, so that an unknown name costs as much as a wrong password."""
    return make_password("nobody has this password")
