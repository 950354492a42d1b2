"""The checker finds what must not be committed. Its examples are put together here, so that it passes itself over."""

import pytest

from altlas.secrets_scan import scan, scan_files, tracked
from apps.accounts.key_format import new_key, new_name

RANDOM = "q7" + "Zt3kPw9XvB2mLd8RyHs5Nc"


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "-----BEGIN " + "PRIVATE KEY-----",
        pytest.param(new_key(new_name()), id="a key of ours"),
        "AKIA" + "IOSFODNN7QWERTYU",
        "ghp_" + "a1B2" * 9,
        "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
        "xoxb-" + "123456789012-abcdefGHIJKL",
        "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
        "sk-ant-" + "a1B2c3D4e5" * 4,
        "eyJhbGciOiJIUzI1" + ".eyJzdWIiOiIxMjM0NTY" + "." + "dozjgNryP4J3jVmNHl0w5N",
        "postgres://altlas:" + "Vk29sLqPw8Zr@db:5432/altlas",
        "SECRET_KEY = " + f'"{RANDOM}"',
        "api_key: " + RANDOM,
        '"password": ' + f'"{RANDOM}",',
        "FIELD_TOKEN=" + "0123456789abcdef" * 2,
    ],
)
def test_it_finds(line):
    assert [found.line for found in scan("x", f"first\n{line}\n")] == [2]
    assert not list(scan("x", f"{line}  # secret-scan: ok, made up"))


@pytest.mark.parametrize(
    "line",
    [
        "SECRET_KEY=", 'token = refresh_token_of_the_session(session)', "postgres://altlas:password@db:5432/altlas",
        'secret = os.environ["SECRET_KEY"]', "DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres",
        "password: correct horse battery", "api_key = settings.SOME_LONG_NAME_OF_A_SETTING_1",
        "postgres://altlas:%s@postgres:5432/altlas", "secret_hash = models.CharField(max_length=64)",
        "API_KEY=changeme-changeme-changeme-1A",
    ],
)  # fmt: skip
def test_it_leaves_alone(line):
    assert not list(scan("x", line))


def test_the_finding_does_not_repeat_the_secret():
    assert RANDOM not in str(next(scan("x", f"api_key: {RANDOM}")))


def test_what_is_no_text_is_passed_over(tmp_path):
    path = tmp_path / "picture"
    path.write_bytes(b"\0" + f"api_key: {RANDOM}".encode())
    assert scan_files([str(path), str(tmp_path), str(tmp_path / "gone")]) == []


def test_this_repository_holds_none():
    assert scan_files(tracked()) == []
