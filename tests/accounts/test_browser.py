"""A browser: the sign-in page, its cookie at the API and at the socket, and how it ends."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts import realtime
from apps.accounts.actions import end_login_session
from apps.accounts.models import LoginSession
from tests.factories.accounts import PASSWORD, UserFactory

ME = "/api/v1/users/me"


def scope_of(client, name=None):
    cookie = f"csrftoken=x; {name or site.SESSION_COOKIE_NAME}={client.cookies[site.SESSION_COOKIE_NAME].value}"
    return {"headers": [(b"host", b"testserver"), (b"cookie", b"a=b"), (b"cookie", cookie.encode())]}


def test_signing_in_on_the_page_makes_a_login_session(client, page, ayse):
    answer = page(ayse)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    session = LoginSession.objects.get()
    assert (session.user, session.kind, session.address) == (ayse, "web", "127.0.0.1")
    assert client.get(ME).json()["username"] == "ayse"
    rows = client.get("/api/v1/auth/sessions").json()["results"]
    assert [(row["id"], row["current"]) for row in rows] == [(str(session.pk), True)]


@pytest.mark.parametrize("name", ["AYŞE", "ayse@example.org", "AYSE@example.org"])
def test_the_page_takes_a_name_as_the_api_does(client, ayse, name):
    assert client.post("/accounts/login/", {"login": name, "password": PASSWORD}).status_code == 302


def test_the_page_tells_no_more_than_the_api(client, ayse, robot):
    UserFactory(username="pasif", is_active=False)
    texts = []
    for name, password in (("ayse", "wrong"), ("nobody", "wrong"), ("pasif", PASSWORD), ("robot", PASSWORD),
                           ("ayse", "x" * 5_000), ("nobody@example.org", "wrong")):  # fmt: skip
        answer = client.post("/accounts/login/", {"login": name, "password": password})
        assert answer.status_code == 200
        texts.append(str(answer.context["form"].non_field_errors() or answer.context["form"].errors))
    assert len({text.replace("e-mail", "").replace("email", "") for text in texts[:5]}) == 1, texts
    assert not LoginSession.objects.exists()


def test_page_and_api_count_attempts_together(client, api, ayse):
    for _ in range(5):
        client.post("/accounts/login/", {"login": "ayse", "password": "wrong"})
        api().post("/api/v1/auth/token", {"username": "ayse", "password": "wrong"})
    assert client.post("/accounts/login/", {"login": "ayse", "password": PASSWORD}).status_code == 200
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 429
    assert not LoginSession.objects.exists()


def test_the_admins_own_sign_in_is_ours(client, ayse, deniz, page):
    assert client.get("/admin/login/")["Location"].startswith("/accounts/login/")
    form = {"username": "deniz", "password": PASSWORD}
    assert client.post("/admin/login/", form)["Location"].startswith("/accounts/login/")
    assert not LoginSession.objects.exists()
    page(ayse)
    assert client.get("/admin/login/").status_code == 403


def test_writes_by_cookie_need_the_csrf_token(ayse):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(ayse)
    answer = client.patch(ME, {"theme": "dark"})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.csrf_failed")
    client.get("/accounts/password/change/")
    token = client.cookies["csrftoken"].value
    assert client.patch(ME, {"theme": "dark"}, HTTP_X_CSRFTOKEN=token).status_code == 200
    assert client.get(ME).status_code == 200


def test_a_token_needs_no_csrf_even_beside_a_cookie(ayse, bora, pair_of):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(ayse)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {pair_of(bora).access}")
    answer = client.patch(ME, {"theme": "dark"})
    assert (answer.status_code, answer.json()["username"]) == (200, "bora")


def test_a_bad_token_is_not_rescued_by_a_cookie(ayse):
    client = APIClient()
    client.force_login(ayse)
    assert client.get(ME, HTTP_AUTHORIZATION="Bearer x").json()["code"] == "auth.token_invalid"


def test_an_ended_session_is_signed_out_at_the_next_request(client, page, ayse):
    page(ayse)
    end_login_session(session=LoginSession.objects.get(), reason="x")
    assert client.get(ME).status_code == 401
    assert client.get("/")["Location"].startswith("/accounts/login/")
    assert realtime.by_cookie(scope_of(client)) is None


def test_signing_out_ends_the_row_and_closes_its_sockets(
    client, page, ayse, monkeypatch, django_capture_on_commit_callbacks
):
    closed = []
    monkeypatch.setattr("apps.accounts.login_sessions.close_sockets", lambda user, session: closed.append(session))
    page(ayse)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/logout/")
    session = LoginSession.objects.get()
    assert session.end_reason == "signed_out"
    assert closed == [str(session.pk)]
    assert client.get(ME).status_code == 401


def test_signing_in_again_replaces_the_row(client, ayse, bora):
    client.force_login(ayse)
    client.get(ME)
    client.post("/accounts/logout/")
    client.force_login(bora)
    assert LoginSession.objects.filter(ended_at=None).get().user == bora


def test_a_cookie_without_a_row_is_not_signed_in(client, ayse):
    client.force_login(ayse)
    LoginSession.objects.all().delete()
    assert client.get(ME).status_code == 401


def test_the_row_of_another_person_in_the_cookie_is_refused(client, ayse, bora):
    other = Client()
    other.force_login(bora)
    client.force_login(ayse)
    store = client.session
    store["login_session"] = str(LoginSession.objects.get(user=bora).pk)
    store.save()
    assert client.get(ME).status_code == 401


def test_last_seen_is_written_once_a_minute(client, page, ayse, django_assert_num_queries):
    page(ayse)
    with django_assert_num_queries(2):  # the cookie's session, the login session with its user
        client.get(ME)
    LoginSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=2))
    client.get(ME)
    assert timezone.now() - LoginSession.objects.get().last_seen_at < timedelta(minutes=1)


def test_a_new_password_signs_out_everything_else(client, page, ayse, pair_of, bearer):
    page(ayse)
    other = Client()
    other.force_login(ayse)
    pair = pair_of(ayse)
    new = "another fine password"
    form = {"old_password": PASSWORD, "new_password": new}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert client.get(ME).status_code == 200
    assert other.get(ME).status_code == 401
    assert bearer(pair.access).get(ME).status_code == 401
    reasons = set(LoginSession.objects.exclude(ended_at=None).values_list("end_reason", flat=True))
    assert reasons == {"password_changed"}


def test_a_password_changed_behind_its_back_ends_a_cookie(client, page, ayse):
    page(ayse)
    ayse.set_password("another fine password")
    ayse.save()
    assert realtime.by_cookie(scope_of(client)) is None
    assert client.get(ME).status_code == 401


def test_the_language_of_the_profile_wins_over_the_browser(client, page, ayse):
    page(ayse)
    answer = client.get("/accounts/password/change/", HTTP_ACCEPT_LANGUAGE="en")
    assert answer["Content-Language"] == "tr"
    assert Client().get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="en")["Content-Language"] == "en"


def test_choosing_a_language_changes_the_profile_too(rf, ayse):
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.views import choose_language

    for user, code in ((ayse, "en"), (ayse, "xx"), (AnonymousUser(), "tr")):
        request = rf.post("/language", {"language": code, "next": "/"})
        request.user = user
        assert choose_language(request).status_code == 302
    ayse.refresh_from_db()
    assert ayse.language == "en"


def test_the_sign_up_page_registers_and_begins(client, db):
    form = {"username": "zeynep", "email": "zeynep@example.org", "password": PASSWORD, "display_name": "Zeynep"}
    assert client.get("/accounts/signup/").context["first_account"]
    answer = client.post("/accounts/signup/?next=/c/1", form)
    assert (answer.status_code, answer["Location"]) == (302, "/c/1")
    assert client.get(ME).json()["is_staff"]
    assert LoginSession.objects.get().kind == "web"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_sign_up_page_leads_nowhere_else(client, db, target):
    form = {"username": "zeynep", "email": "zeynep@example.org", "password": PASSWORD, "next": target}
    assert client.post("/accounts/signup/", form)["Location"] == "/"


def test_the_sign_up_page_tells_a_taken_name_and_no_known_address(client, ayse):
    form = {"username": "AYSE", "email": "x@example.org", "password": PASSWORD}
    answer = client.post("/accounts/signup/", form)
    assert answer.status_code == 422
    assert "username" in answer.context["form"].errors
    answer = client.post("/accounts/signup/", {**form, "username": "yeni", "email": "AYSE@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert not LoginSession.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("username", "ayşe"), ("email", "x"), ("password", "short"), ("password", "x" * 129)]
)
def test_the_sign_up_page_names_what_is_not_right(client, ayse, field, value):
    form = {"username": "zeynep", "email": "zeynep@example.org", "password": PASSWORD, field: value}
    answer = client.post("/accounts/signup/", form)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_the_sign_up_page_counts_with_the_api(client, api, ayse):
    form = {"username": "zeynep", "email": "zeynep@example.org", "password": PASSWORD}
    for number in range(10):
        api().post("/api/v1/auth/register", {**form, "username": f"k{number}", "email": f"k{number}@example.org"})
    assert client.post("/accounts/signup/", form).status_code == 429


def test_a_new_password_beyond_the_limit_is_refused_with_words(client, page, ayse):
    page(ayse)
    new = "çok uzun " * 15
    answer = client.post("/accounts/password/change/", {"old_password": PASSWORD, "new_password": new})
    assert "128" in str(answer.context["form"].errors)


def test_whoever_signs_in_over_a_session_leaves_none_behind(client, page, ayse):
    client.force_login(ayse)
    request = client.get("/accounts/password/change/").wsgi_request
    from django.contrib.auth import login

    login(request, ayse, backend="apps.accounts.backends.SignInBackend")
    rows = LoginSession.objects.order_by("created_at").values_list("end_reason", flat=True)
    assert list(rows) == ["replaced", ""]
