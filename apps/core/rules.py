"""What every operation says about itself: who may call it, and which scope lets an API key do so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission

from apps.core.gate import AddressDenied, gate
from apps.core.problems import Forbidden

F = TypeVar("F", bound=Callable[..., Any])


class ScopeMissing(Forbidden):
    code, title = "auth.scope_missing", _("This API key may not do that.")


class AccountLeft(Forbidden):
    code, title = "user.left", _("You left this account. Keep it first: POST /users/me/keep.")


@dataclass(frozen=True)
class Rule:
    """Who may call an operation at all; what they may do to one object is asked by its action."""

    everyone: bool = False
    permission: str | None = None  # the name of a permission, as the person's roles give it
    scope: str | None = None  # what an API key needs; None: no key may do this
    away: bool = False  # may somebody call it who has left, and may still come back?
    always: bool = False  # may somebody call it who does not meet a condition yet, such as a second factor?


Condition = Callable[[Any, Any], None]
_conditions: list[Condition] = []


def condition(function: Condition) -> Condition:
    """Register what whoever is signed in must meet: `function(user, credential)` raises a problem where they do not.

    Operations marked `always` are open all the same: with them one comes to meet it.
    """
    _conditions.append(function)
    return function


def check_conditions(user: Any, credential: Any) -> None:
    """Raise the problem of the first condition that somebody does not meet."""
    for check in _conditions:
        check(user, credential)


def everyone() -> Callable[[F], F]:
    """Let anybody call this operation, signed in or not."""
    return _declare(Rule(everyone=True))


def signed_in(scope: str | None = None, *, away: bool = False, always: bool = False) -> Callable[[F], F]:
    """Let every signed-in person call this operation, and API keys with the scope."""
    return _declare(Rule(scope=scope, away=away, always=always))


def permitted(permission: str, scope: str | None = None) -> Callable[[F], F]:
    """Let whoever holds a permission call this operation, and their API keys with the scope."""
    return _declare(Rule(permission=permission, scope=scope))


def _declare(rule: Rule) -> Callable[[F], F]:
    def mark(method: F) -> F:
        method.rule = rule  # type: ignore[attr-defined]
        return method

    return mark


def rule_of(view: Any, action: str | None) -> Rule | None:
    """Return what a view's method declares; None for a method that the view does not have."""
    return getattr(getattr(view, action or "", None), "rule", None)


class FollowsRule(BasePermission):
    """Refuses what the operation's rule does not allow. What declares nothing is refused to everybody."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if view.action in (None, "metadata"):  # no such method (405), or OPTIONS
            return True
        rule = rule_of(view, view.action)
        if rule is None:
            return False
        if rule.everyone:
            return True
        if not request.user.is_authenticated:
            return False
        if not request.user.is_active and not rule.away:
            raise AccountLeft()
        if not rule.always:
            check_conditions(request.user, request.auth)
        if rule.permission is not None and not gate.allows_administration(request._request.client_address):
            raise AddressDenied()
        scopes = getattr(request.auth, "scopes", None)
        if scopes is not None and rule.scope not in scopes:
            raise ScopeMissing()
        return rule.permission is None or request.user.has_perm(rule.permission)
