import pytest
from rest_framework.test import APIClient

from apps.core import throttling
from apps.core.models import IdempotentRequest

pytestmark = pytest.mark.django_db


def test_every_answer_carries_the_limits_and_a_request_id(api, ayse):
    answer = api(ayse).get("/api/v1/users/me", headers={"X-Request-ID": "from-the-caller"})
    assert answer.headers["X-Request-ID"] == "from-the-caller"
    assert answer.headers["RateLimit-Limit"] == "600"
    assert answer.headers["RateLimit"].startswith('"all";r=')
    assert answer.headers["API-Version"] == "1"


def test_too_many_are_refused_with_when_to_come_back(api, ayse, monkeypatch):
    monkeypatch.setattr(throttling, "USER", 2)
    answers = [api(ayse).get("/api/v1/users/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) >= 1
    assert answers[2].json()["code"] == "request.rate_limited"


def test_the_version_in_accept_must_agree(api, ayse):
    good = api(ayse).get("/api/v1/users/me", headers={"Accept": "application/json; version=1"})
    bad = api(ayse).get("/api/v1/users/me", headers={"Accept": "application/json; version=2"})
    assert (good.status_code, bad.status_code) == (200, 406)


def test_a_twin_at_work_is_a_conflict(api, ayse, bora):
    from hashlib import sha256

    from apps.core.strictjson import dumps

    body = {"user": str(bora.pk)}
    digest = sha256(b"POST /api/v1/conversations\n" + dumps(body)).hexdigest()
    IdempotentRequest.objects.create(user=ayse, key="k1", digest=digest)
    answer = api(ayse).post("/api/v1/conversations", body, headers={"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.json()["code"]) == (409, "request.in_progress")


def test_a_key_belongs_to_one_person(api, ayse, bora, cem):
    first = api(ayse).post("/api/v1/groups", {"name": "a"}, headers={"Idempotency-Key": "k"})
    other = api(bora).post("/api/v1/groups", {"name": "a"}, headers={"Idempotency-Key": "k"})
    assert first.json()["id"] != other.json()["id"]


@pytest.mark.parametrize("path", ["/api/v1/users/me", "/api/v1/conversations", "/api/v1/commands"])
def test_nobody_is_told_how_to_sign_in(path):
    answer = APIClient().get(path)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["type"] == "/problems/auth.required"
