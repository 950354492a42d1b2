"""Of whom a second factor is required, and who has not shown one.

A predicate says of whom it is: the setting, the roles, and whatever a higher app registers.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from apps.accounts.factor_selectors import has_second_factor
from apps.accounts.models import LoginSession, User
from apps.accounts.problems import SecondFactorRequired
from apps.accounts.rights import held_by, some_role_requires_factor
from apps.core.permissions import require
from apps.core.rules import condition

Predicate = Callable[[User], bool]
_predicates: list[Predicate] = []


def requires_second_factor(function: Predicate) -> Predicate:
    """Register of whom a second factor is required."""
    _predicates.append(function)
    return function


@requires_second_factor
def by_setting(user: User) -> bool:
    """ALTLAS_REQUIRE_SECOND_FACTOR: of nobody, of staff, of all."""
    wanted = settings.REQUIRE_SECOND_FACTOR
    return wanted == "all" or (wanted == "staff" and user.is_staff)


@requires_second_factor
def by_role(user: User) -> bool:
    """One of their roles says so."""
    return some_role_requires_factor() and held_by(user).second_factor_required


def anybody_must() -> bool:
    """Can there be somebody at all of whom one is required? Spares asking about thousands, one by one."""
    told = settings.REQUIRE_SECOND_FACTOR != "none" or len(_predicates) > len((by_setting, by_role))
    return told or some_role_requires_factor()


def must_have_second_factor(user: User) -> bool:
    """Is a second factor required of somebody? A bot has none: it comes with a key."""
    return not user.is_bot and any(predicate(user) for predicate in _predicates)


def lacks_second_factor(user: User, credential: Any) -> bool:
    """Has somebody of whom one is required shown none with this login session? With a key: have they none at all?"""
    if credential is None or getattr(credential, "factor_shown_at", None) is not None:
        return False  # nobody comes without a credential but the tests of what lies behind
    if not must_have_second_factor(user):
        return False
    return isinstance(credential, LoginSession) or not has_second_factor(user)


@condition
def second_factor_is_shown(user: User, credential: Any) -> None:
    """Refuse whoever must have a second factor and has shown none."""
    require(not lacks_second_factor(user, credential), SecondFactorRequired)
