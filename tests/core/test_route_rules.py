"""Nothing can be reached without somebody having said by whom."""

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import path, re_path
from django.views import View

from altlas import route_rules
from apps.core.rest import ApiViewSet
from apps.core.rules import everyone, signed_in


class Half(ApiViewSet):
    @signed_in()
    def list(self, request, version): ...

    def create(self, request, version): ...


class Page(View):
    pass


def test_every_address_of_the_product_states_its_rule():
    assert route_rules.undeclared() == []
    assert [found for found in run_checks(tags=["urls"]) if found.id == "altlas.E020"] == []


def test_the_walk_sees_the_whole_map():
    found = [route for route, _pattern in route_rules.routes()]
    assert "api/v<version>/users/me" in found
    assert "admin/login/" in found
    assert len(found) > 100


@pytest.mark.parametrize(
    ("pattern", "silent"),
    [
        (path("api/v1/new", Half.as_view({"get": "list", "post": "create"})), ["api/v1/new post"]),
        (path("api/v1/new", Half.as_view({"get": "list", "put": "missing"})), ["api/v1/new put"]),
        (path("page", lambda request: HttpResponse()), ["page"]),
        (path("page", Page.as_view()), ["page"]),
        (path("page", everyone()(lambda request: HttpResponse())), []),
        (re_path(r"^admin/", Page.as_view()), ["^admin/"]),
    ],
)
def test_a_new_address_without_a_rule_is_found(pattern, silent):
    assert route_rules.undeclared([pattern]) == silent


def test_the_table_of_library_pages_names_only_what_there_is():
    names = {pattern.name for _route, pattern in route_rules.routes()}
    assert set(route_rules.LIBRARY_PAGES) <= names


def test_the_check_names_the_address(monkeypatch):
    monkeypatch.setattr(route_rules, "undeclared", lambda: ["somewhere get"])
    (error,) = route_rules.every_route_has_a_rule(None)
    assert "somewhere get" in error.msg
