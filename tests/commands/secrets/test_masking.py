"""Secrets come out in no form."""

import json
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.commands.secrets.hosts import allows, is_pattern
from apps.commands.secrets.masking import MASK, Masker

SECRET = 'şifre/"42"+key&'


@pytest.mark.parametrize(
    "shown",
    [SECRET, quote(SECRET, safe=""), json.dumps(SECRET, ensure_ascii=False)[1:-1], SECRET.encode().hex(),
     SECRET.encode().hex().upper()],
)  # fmt: skip
def test_each_form_is_masked(shown):
    masker = Masker([SECRET])
    assert masker.text(f"before {shown} after") == f"before {MASK} after"
    assert masker.content(f"<{shown}>".encode()) == f"<{MASK}>".encode()


@given(st.text("abcdefgh:", max_size=7), st.text("abcdefgh", max_size=7))
def test_wherever_it_stands_in_base64(before, after):
    shown = b64encode(f"{before}longsecret{after}".encode()).decode()
    masked = Masker(["longsecret"]).text(shown)
    assert masked != shown
    assert MASK in masked


def test_values_are_masked_with_their_names_and_others_left_alone():
    masker = Masker(["longsecret"])
    value = {"a": ["x longsecret", 1, None, True], "longsecret": {"b": "y"}}
    assert masker.value(value) == {"a": [f"x {MASK}", 1, None, True], MASK: {"b": "y"}}
    assert Masker([]).value(value) is value


@pytest.mark.parametrize(
    ("patterns", "url", "allowed"),
    [
        (["api.example.org"], "https://api.example.org/x?y=1", True),
        (["api.example.org"], "https://API.example.org:443/", True),
        (["api.example.org"], "http://api.example.org/", False),
        (["api.example.org"], "https://api.example.org:8443/", False),
        (["api.example.org:8443"], "https://api.example.org:8443/", True),
        (["api.example.org"], "https://api.example.org.evil.test/", False),
        (["api.example.org"], "https://evil.test/api.example.org", False),
        (["api.example.org"], "https://api.example.org@evil.test/", False),
        (["*.example.org"], "https://a.b.example.org/", True),
        (["*.example.org"], "https://example.org/", False),
        (["*.example.org"], "https://badexample.org/", False),
        (["http://localhost:8000"], "http://localhost:8000/", True),
        (["http://localhost:8000"], "https://localhost:8000/", False),
        ([], "https://api.example.org/", False),
        (["api.example.org"], "https://[::1", False),
        (["api.example.org"], "file:///etc/passwd", False),
    ],
)  # fmt: skip
def test_where_a_secret_may_go(patterns, url, allowed):
    assert allows(patterns, url) is allowed


@pytest.mark.parametrize(
    "text", ["*", "*.org", "a b", "https://x.org", "x.org/path", "-x.org", "", "x" * 300, "*.*.org"]
)
def test_what_is_no_host(text):
    assert not is_pattern(text)
