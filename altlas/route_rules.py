"""Every address states its rule: who may come there at all. What states none is an error of `manage.py check`.

API methods and our own pages carry a decorator of `apps/core/rules.py`. Pages of libraries cannot: they stand in the
table here, one by one, so that a new version's new page is noticed too.
"""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

EVERYONE, SIGNED_IN, STAFF = "everyone", "signed in", "people who may open the administration site"
LIBRARY_PAGES = {
    "account_login": EVERYONE,
    "account_logout": EVERYONE,
    "account_inactive": EVERYONE,
    "docs": EVERYONE,
}
LIBRARIES = ("allauth.", "drf_spectacular.")


def routes(patterns: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Return every address of the URL map with its pattern."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from routes(found.url_patterns, here)
        else:
            yield here, found


def undeclared(patterns: Any = None) -> list[str]:
    """Return every address, with its method, that states no rule."""
    return [f"{route} {method}".strip() for route, found in routes(patterns) for method in _silent(route, found)]


def _silent(route: str, found: URLPattern) -> list[str]:
    """Return the methods of one address that state no rule; one empty text for a page that states none."""
    view: Any = found.callback
    if actions := getattr(view, "actions", None):
        return [method for method, name in actions.items() if not hasattr(getattr(view.cls, name, None), "rule")]
    if view.__module__.startswith("django.contrib.admin") or route.startswith("admin/"):
        return [] if route.startswith("admin/") else [""]  # the site asks for `is_staff` before each of its pages
    if view.__module__.startswith(LIBRARIES):
        return [] if found.name in LIBRARY_PAGES else [""]
    page = getattr(view, "view_class", view)
    return [] if hasattr(page, "rule") else [""]


@register(Tags.urls)
def every_route_has_a_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that nothing can be reached without somebody having said by whom."""
    return [
        Error(
            f"The address {route} states no rule.",
            hint="Mark it with a decorator of apps/core/rules.py, or add it to altlas/route_rules.py.",
            id="altlas.E020",
        )
        for route in undeclared()
    ]
