"""What an API key may be allowed: the scopes that the operations and the socket's commands and topics name."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from apps.core.rules import rule_of

LABELS: dict[str, Any] = {
    "account:events": _("Hear, on the socket, what your own devices are told"),
    "account:read": _("Read your profile"),
    "account:write": _("Change your profile"),
    "atlas:read": _("Search what earlier runs have found out"),
    "audit:read": _("Read the audit log, where you may"),
    "commands:read": _("Read your commands, their plans and results"),
    "commands:write": _("Submit, confirm, repeat and cancel commands"),
    "conversations:read": _("Read which conversations you are in"),
    "conversations:write": _("Open conversations"),
    "groups:read": _("Read groups and who is in them"),
    "groups:write": _("Make groups, add and remove members"),
    "messages:read": _("Read and hear messages"),
    "messages:write": _("Write messages, mark them as read"),
    "reports:read": _("Read reports of messages, where you may"),
    "reports:write": _("Settle reports of messages, where you may"),
    "retention:manage": _("Say how long messages are kept, where you may"),
    "roles:manage": _("Manage roles and who has them, where you may"),
    "servers:read": _("Read and hear servers: who is in them, their roles and channels"),
    "servers:write": _("Change servers, their channels, roles and members, where you may"),
    "services:manage": _("Register, change and remove external services, where you may"),
    "services:read": _("See external services and how they are, where you may"),
    "tasks:read": _("Read what people are asked to do: approvals, to-dos, reminders"),
    "tasks:write": _("Give people tasks, decide and complete them"),
    "users:manage": _("Manage people's accounts, where you may"),
    "users:read": _("Find people and read their public profiles"),
}
_named: dict[str, set[str]] = {}


def name_scope(scope: str, what: str) -> None:
    """Note that something outside the URL map (a socket command, a topic) needs a scope."""
    _named.setdefault(scope, set()).add(what)


@lru_cache(maxsize=1)
def opened_by() -> dict[str, list[str]]:
    """Return every scope with what it opens, such as `GET /api/v1/users/me` or `socket message.send`."""
    found = {scope: set(what) for scope, what in _named.items()}
    for path, view in _views(get_resolver(), "/"):
        for method, action in (getattr(view, "actions", None) or {}).items():
            rule = rule_of(view.cls, action)
            if rule is not None and rule.scope is not None and method != "head":
                found.setdefault(rule.scope, set()).add(f"{method.upper()} {path}")
    return {scope: sorted(found[scope]) for scope in sorted(found)}


def catalogue() -> list[dict[str, Any]]:
    """Return all scopes for people who choose some."""
    return [
        {"name": scope, "label": force_str(LABELS.get(scope, scope)), "opens": what}
        for scope, what in opened_by().items()
    ]


def _views(resolver: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, route)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "cls"):
            yield _readable(route), pattern.callback


def _readable(route: str) -> str:
    """Return a route as the documents write it: /api/v1/auth/api-keys/{id}."""
    parts = []
    for part in route.replace("v<version>", "v1").split("/"):
        name = part.strip("<>").rpartition(":")[2]
        parts.append("{" + {"key": "id"}.get(name, name) + "}" if part.startswith("<") else part)
    return "/".join(parts)
