"""Every way to forge an access token that is known to have worked somewhere."""

import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import translation

from apps.accounts import keys
from apps.accounts.models import LoginSession, SigningKey
from apps.accounts.tokens import AccessToken

ME = "/api/v1/users/me"


def b64(data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def token(ayse, pair_of):
    return pair_of(ayse).access


@pytest.fixture
def forge(token):
    """Return a token signed with the true key, with changed claims and headers (None drops one)."""

    def make(claims=None, headers=None, key=None):
        body = jwt.decode(token, options={"verify_signature": False}) | (claims or {})
        head = {**jwt.get_unverified_header(token), **(headers or {})}
        head = {name: value for name, value in head.items() if value is not None}
        body = {name: value for name, value in body.items() if value is not None}
        part = f"{b64(head)}.{b64(body)}"
        return f"{part}.{b64((key or keys.key_set().signing_key).sign(part.encode()))}"

    return make


def code_of(answer):
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    return answer.json()["code"]


def test_it_holds_ids_and_nothing_else(token, ayse):
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims.keys() == {"sub", "sid", "jti", "iat", "nbf", "exp", "iss", "aud", "token_type"}
    assert claims["exp"] - claims["iat"] == 600
    assert claims["sub"] == str(ayse.pk)
    head = jwt.get_unverified_header(token)
    assert (head["alg"], head["typ"]) == ("EdDSA", "at+jwt")
    assert head["kid"] == SigningKey.objects.get().pk


def test_it_opens_the_door_in_one_query(token, bearer, django_assert_num_queries):
    client = bearer(token)
    client.get(ME)
    with django_assert_num_queries(1 if keys._cached else 2):
        assert client.get(ME).json()["username"] == "ayse"


def test_a_signature_of_ours_over_the_same_claims_is_good(forge, bearer):
    assert bearer(forge()).get(ME).status_code == 200


@pytest.mark.parametrize(
    ("claims", "headers"),
    [
        ({}, {"typ": "JWT"}), ({}, {"typ": None}), ({}, {"typ": "rt+jwt"}), ({}, {"kid": "other"}), ({}, {"kid": None}),
        ({}, {"kid": 7}), ({}, {"kid": "../../key"}), ({}, {"crit": ["exp"]}), ({}, {"crit": ["b64"], "b64": False}),
        ({}, {"crit": []}), ({}, {"alg": "none"}), ({}, {"alg": "HS256"}), ({}, {"alg": "RS256"}),
        ({}, {"alg": "ES256"}), ({}, {"alg": "eddsa"}), ({}, {"alg": None}),
        ({"aud": "elsewhere"}, {}), ({"aud": None}, {}), ({"iss": "https://else.example"}, {}), ({"iss": None}, {}),
        ({"token_type": "refresh"}, {}), ({"token_type": None}, {}), ({"jti": None}, {}), ({"sid": None}, {}),
        ({"sid": "x"}, {}), ({"sid": 7}, {}), ({"sub": None}, {}), ({"exp": None}, {}), ({"nbf": None}, {}),
        ({"iat": None}, {}), ({"nbf": 99999999999}, {}), ({"iat": 99999999999}, {}), ({"exp": "soon"}, {}),
    ],
)  # fmt: skip
def test_anything_but_our_form_is_refused(forge, bearer, claims, headers):
    assert code_of(bearer(forge(claims, headers)).get(ME)) == "auth.token_invalid"


def test_without_a_signature(token, bearer):
    head, body, _signature = token.split(".")
    none = b64({"alg": "none", "typ": "at+jwt", "kid": jwt.get_unverified_header(token)["kid"]})
    for forged in (f"{none}.{body}.", f"{head}.{body}.", f"{head}.{body}", f"{none}.{body}"):
        assert code_of(bearer(forged).get(ME)) == "auth.token_invalid"


def test_signed_with_the_public_key_as_a_shared_secret(token, bearer):
    key = SigningKey.objects.get()
    claims = jwt.decode(token, options={"verify_signature": False})
    part = f"{b64({'alg': 'HS256', 'typ': 'at+jwt', 'kid': key.pk})}.{b64(claims)}"
    import hashlib
    import hmac

    for secret in (key.public_key.encode(), keys.key_set().verifying[key.pk].public_bytes_raw()):
        signature = hmac.digest(secret, part.encode(), hashlib.sha256)
        assert code_of(bearer(f"{part}.{b64(signature)}").get(ME)) == "auth.token_invalid"


def test_signed_with_a_key_that_it_brings_along(forge, bearer):
    own = Ed25519PrivateKey.generate()
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64(own.public_key().public_bytes_raw())}
    for headers in ({}, {"jwk": jwk}, {"jku": "https://elsewhere.example/keys"}, {"x5u": "https://elsewhere.example"}):
        assert code_of(bearer(forge({}, headers, own)).get(ME)) == "auth.token_invalid"


def test_tampered_anywhere(token, bearer):
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    swapped = b64({**claims, "sub": claims["sid"]})
    for forged in (f"{head}.{swapped}.{signature}", f"{head}.{body}.{signature[:-4]}AAAA", token[:-10]):
        assert code_of(bearer(forged).get(ME)) == "auth.token_invalid"


@pytest.mark.parametrize(
    "text",
    ["", "x", "a.b.c", "....", "ş.ş.ş", "e30.e30.e30", "A" * 5_000, b64(b"[" * 1_400) + ".e30.e30", "null.e30.e30"],
)
def test_garbage_is_refused_and_nothing_breaks(bearer, db, text):
    client = bearer("")
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}".encode().decode("latin-1"))
    assert code_of(client.get(ME)) == "auth.token_invalid"


@pytest.mark.parametrize("language", ["en", "tr"])
def test_an_expired_token_is_told_apart_in_every_language(token, bearer, language):
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(minutes=10, seconds=1), tick=False),
        translation.override(language),
    ):
        answer = bearer(token).get(ME, HTTP_ACCEPT_LANGUAGE=language)
    assert code_of(answer) == "auth.token_expired"


def test_an_ended_session_ends_its_tokens_at_once(token, bearer):
    assert bearer(token).get(ME).status_code == 200
    LoginSession.objects.update(ended_at=datetime.now(UTC))
    assert code_of(bearer(token).get(ME)) == "auth.session_ended"


def test_a_disabled_person_is_out_at_once(token, bearer, ayse):
    ayse.is_active = False
    ayse.save()
    assert code_of(bearer(token).get(ME)) == "auth.session_ended"


def test_the_token_of_another_person_in_this_session_is_refused(ayse, bora, pair_of, bearer, db):
    pair_of(ayse)
    session = LoginSession.objects.get()
    token = AccessToken.for_session(session)
    token["sub"] = str(bora.pk)
    assert code_of(bearer(str(token)).get(ME)) == "auth.session_ended"


def test_nobody_signed_in_is_401_with_the_way_to_sign_in(api, db):
    assert code_of(api().get(ME)) == "auth.required"


def test_another_scheme_is_not_ours(api, db):
    assert code_of(api().get(ME, HTTP_AUTHORIZATION="Basic YTpi")) == "auth.required"
