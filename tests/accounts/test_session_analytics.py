"""Where, when and with what people signed in: one's own by REST, everybody's in the admin site."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.actions import open_login_session
from apps.accounts.models import FailedSignIn, LoginSession
from apps.accounts.session_analytics import chart, sign_in_analytics
from tests.factories.accounts import PASSWORD

URL = "/api/v1/auth/sessions/analytics"
ADMIN = "/admin/accounts/loginsession/analytics/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def sign_in(user, agent=FIREFOX, address="203.0.113.7", days_ago=0):
    open_login_session(user=user, user_agent=agent, address=address)
    session = LoginSession.objects.filter(user=user).latest("id")
    LoginSession.objects.filter(pk=session.pk).update(created_at=timezone.now() - timedelta(days=days_ago))


def test_ones_own_are_counted_by_day_device_and_address(api, ayse, cem):
    sign_in(ayse)
    sign_in(ayse)
    sign_in(ayse, "curl/8.1", "198.51.100.9")
    sign_in(ayse, days_ago=3)
    sign_in(ayse, days_ago=40)
    sign_in(cem)
    body = api(ayse).get(URL).json()
    assert len(body["days"]) == 30
    assert body["days"][-1] == {
        "date": str(timezone.localdate()), "sign_ins": 3, "failed": 0, "devices": 2, "addresses": 2,
    }  # fmt: skip
    assert body["days"][-4]["sign_ins"] == 1
    assert sum(day["sign_ins"] for day in body["days"]) == 4
    assert body["by_browser"] == [{"name": "Firefox", "count": 3}, {"name": "curl", "count": 1}]
    assert body["by_os"] == [{"name": "Linux", "count": 3}, {"name": "", "count": 1}]
    assert body["by_address"][0] == {"name": "203.0.113.7", "count": 3}


def test_refused_attempts_count_for_the_account_that_was_meant(api, ayse, bora):
    for name in ("ayse", "AYSE", "nobody-here"):
        answer = api().post("/api/v1/auth/token", {"username": name, "password": "wrong wrong wrong"})
        assert answer.status_code == 401
    assert api(ayse).get(URL).json()["days"][-1]["failed"] == 2
    assert api(bora).get(URL).json()["days"][-1]["failed"] == 0
    assert FailedSignIn.objects.filter(user=None).count() == 1
    assert FailedSignIn.objects.filter(user=ayse).first().address == "127.0.0.1"
    assert set(FailedSignIn.objects.values_list("code", flat=True)) == {"auth.wrong_credentials"}


def test_a_day_is_one_of_the_persons_time_zone(ayse):
    for moment in ("2026-03-01T21:30:00Z", "2026-03-01T20:30:00Z"):
        sign_in(ayse)
        LoginSession.objects.filter(pk=LoginSession.objects.latest("id").pk).update(created_at=moment)
    days = (timezone.localdate() - timezone.datetime(2026, 3, 1).date()).days + 1
    by_date = {
        day["date"]: day["sign_ins"] for day in sign_in_analytics(user=ayse, zone="Europe/Istanbul", days=days)["days"]
    }
    assert (by_date["2026-03-01"], by_date["2026-03-02"]) == (1, 1)


@pytest.mark.parametrize("days", ["0", "91", "x", "-1", "1e3", ""])
def test_a_span_that_is_none_is_refused(api, ayse, days):
    assert api(ayse).get(f"{URL}?days={days}").status_code == 400


def test_it_costs_as_many_queries_with_many_sign_ins(api, ayse, django_assert_max_num_queries):
    for number in range(12):
        sign_in(ayse, f"curl/{number}", f"198.51.100.{number}")
    with django_assert_max_num_queries(5):
        assert api(ayse).get(f"{URL}?days=90").status_code == 200


def test_nobody_is_refused(api, db):
    assert api().get(URL).status_code == 401


def test_a_chart_has_a_bar_a_day_in_whole_numbers():
    days = [{"date": "x", "sign_ins": n, "failed": 2, "devices": 0, "addresses": 0} for n in range(90)]
    drawn = chart(days)
    assert len(drawn["bars"]) == 90
    for bar in drawn["bars"]:
        assert all(isinstance(bar[name], int) for name in ("x", "width", "good", "good_y", "bad", "bad_y"))
        assert 0 <= bar["bad_y"] <= bar["good_y"] <= drawn["height"]
        assert bar["x"] + bar["width"] <= drawn["width"]
    chart([{**days[0], "sign_ins": 0, "failed": 0}])  # nothing at all


@pytest.fixture
def staff(client, deniz):
    assert client.post("/accounts/login/", {"login": "deniz", "password": PASSWORD}).status_code == 302
    return client


def test_administrators_see_those_of_everybody_as_a_chart(staff, ayse, bora):
    sign_in(ayse)
    sign_in(bora, "curl/8.1", "198.51.100.9")
    page = staff.get(ADMIN).text
    assert "<svg" in page
    assert "198.51.100.9" in page
    assert "<script" not in page.partition("<svg")[2].partition("</table>")[0]
    assert f'href="{ADMIN}"' in staff.get("/admin/accounts/loginsession/").text
    assert staff.get(f"{ADMIN}?days=7").text.count("<rect") == 14
    assert staff.get(f"{ADMIN}?days=9999999").status_code == 200


def test_others_do_not(client, page, ayse):
    assert client.get(ADMIN).status_code == 302
    page(ayse)
    assert client.get(ADMIN).status_code == 302


def test_staff_without_the_right_is_refused(staff, deniz):
    from apps.accounts.models import Role
    from apps.accounts.rights import rights_changed

    deniz.role_members.all().delete()
    deniz.role_members.create(role=Role.objects.create(name="opener", level=10, permissions=["accounts.open_admin"]))
    deniz.is_superuser = False
    deniz.save()
    rights_changed()
    assert staff.get(ADMIN).status_code == 403
