"""`/accounts/sessions/`, as a person without JavaScript uses it."""

import re

import pytest

from apps.accounts.actions import open_login_session
from apps.accounts.models import LoginSession

pytestmark = pytest.mark.django_db
URL = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def browser(client, page, ayse):
    page(ayse)
    return client


@pytest.fixture
def other(browser, ayse):
    open_login_session(user=ayse, user_agent=FIREFOX, address="203.0.113.7")
    return LoginSession.objects.latest("id")


def test_nobody_is_sent_to_sign_in(client):
    assert client.get(URL)["Location"].startswith("/accounts/login/")


def test_it_lists_every_device(browser, other):
    answer = browser.get(URL)
    assert "Firefox, Linux" in answer.text
    assert "203.0.113.7" in answer.text
    assert answer.text.count('class="badge success"') == 1
    assert "<script" not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_one_is_named_and_ended(browser, other):
    browser.post(URL, {"do": "rename", "session": other.pk, "name": "<i>İş</i>"})
    page = browser.get(URL).text
    assert "&lt;i&gt;İş" in page
    assert "<i>İş" not in page
    browser.post(URL, {"do": "end", "session": other.pk})
    other.refresh_from_db()
    assert (other.name, other.end_reason) == ("<i>İş</i>", "ended_by_user")
    assert browser.get(URL).status_code == 200


def test_a_name_too_long_is_told(browser, other):
    answer = browser.post(URL, {"do": "rename", "session": other.pk, "name": "x" * 65}, follow=True)
    assert 'role="alert"' in answer.text
    other.refresh_from_db()
    assert other.name == ""


def test_all_others_are_ended_and_this_one_stays(browser, other, ayse):
    open_login_session(user=ayse)
    browser.post(URL, {"do": "end_others"})
    assert LoginSession.objects.filter(ended_at=None).count() == 1
    assert browser.get(URL).status_code == 200


def test_the_devices_of_others_are_not_there(browser, cem):
    open_login_session(user=cem, user_agent="curl/8.1")
    theirs = LoginSession.objects.get(user=cem)
    assert str(theirs.pk) not in browser.get(URL).text
    for doing in ("end", "rename", "end_others", "nothing"):
        browser.post(URL, {"do": doing, "session": theirs.pk, "name": "x"})
    browser.post(URL, {"do": "end", "session": "no id"})
    theirs.refresh_from_db()
    assert (theirs.ended_at, theirs.name) == (None, "")


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/password/change/", "/accounts/keys/", URL])
def test_the_account_pages_lead_to_one_another(browser, path):
    found = set(re.findall(r'href="(/accounts/[^"]*)"', browser.get(path).text))
    assert {"/accounts/email/", "/accounts/password/change/", "/accounts/keys/", URL} <= found
