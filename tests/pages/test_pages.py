import pytest

pytestmark = pytest.mark.django_db


def test_an_empty_installation_begins_with_its_first_account(client):
    answer = client.get("/")
    assert answer.headers["Location"] == "/accounts/signup/"
    page = client.get("/accounts/signup/").content.decode()
    assert "becomes the administrator" in page


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client, ayse):
    assert client.get("/c/1").headers["Location"] == "/accounts/login/?next=/c/1"


def test_the_app_knows_who_is_signed_in(client, ayse):
    client.force_login(ayse, backend="apps.accounts.backends.SignInBackend")
    page = client.get("/atlas").content.decode()
    assert '"username": "ayse"' in page
    assert 'id="root"' in page


@pytest.mark.parametrize(
    "path", ["/c/1", "/later/saved", "/servers/1", "/servers/1/roles/2", "/settings/keys", "/invite/x"]
)
def test_an_address_of_the_app_can_be_opened_and_loaded_again(client, ayse, path):
    client.force_login(ayse, backend="apps.accounts.backends.SignInBackend")
    assert 'id="root"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v2/users/me"])
def test_an_unknown_address_is_not_found_in_its_own_way(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    expected = "application/problem+json" if path.startswith("/api/") else "text/html; charset=utf-8"
    assert answer.headers["Content-Type"] == expected


def test_every_problem_has_a_page(client):
    assert client.get("/problems/message.client_id_reused").status_code == 200
    assert client.get("/problems/nothing.like_that").status_code == 404


def test_pages_forbid_foreign_scripts_and_frames(client):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
