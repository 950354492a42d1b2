"""Access tokens: simplejwt's token with a backend of our own that signs with the key set and checks everything."""

import time
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenBackendExpiredToken
from rest_framework_simplejwt.tokens import Token

from apps.accounts.keys import key_set, verifying_key
from apps.accounts.models import LoginSession

ALGORITHM, TYPE, AUDIENCE = "EdDSA", "at+jwt", "altlas"
REQUIRED = ["exp", "nbf", "iat", "iss", "aud", "sub", "sid", "jti", "token_type"]
MAX_TOKEN = 2_000  # characters; ours have about 600


class KeySetBackend(TokenBackend):
    """Signs and verifies with the key set: one algorithm, our `typ`, issuer and audience, no unknown `crit`."""

    def __init__(self) -> None:
        self.algorithm = ALGORITHM
        self.leeway = 0

    def encode(self, payload: dict[str, Any]) -> str:
        keys = key_set()
        claims = {**payload, "iss": settings.ORIGIN, "aud": AUDIENCE, "nbf": payload["iat"]}
        return jwt.encode(claims, keys.signing_key, ALGORITHM, headers={"kid": keys.signing_id, "typ": TYPE})

    def decode(self, token: Any, verify: bool = True) -> dict[str, Any]:
        text = token.decode() if isinstance(token, bytes) else str(token)
        try:
            key = verifying_key(_key_id(text))  # each time: it may have been retired
            if key is None:
                raise jwt.InvalidTokenError("kid")
            claims = _verified(text, settings.ORIGIN, key.public_bytes_raw())
            if claims["exp"] <= time.time():
                raise jwt.ExpiredSignatureError("expired")
            return {**claims}
        except jwt.ExpiredSignatureError:
            raise TokenBackendExpiredToken("expired") from None
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:  # the last: headers nested deeply
            raise TokenBackendError("invalid") from error


@lru_cache(maxsize=4_096)
def _key_id(text: str) -> str:
    """Return the `kid` of a token whose header is like ours."""
    if len(text) > MAX_TOKEN:
        raise jwt.InvalidTokenError("too long")
    header = jwt.get_unverified_header(text)
    if header.get("alg") != ALGORITHM or header.get("typ") != TYPE or "crit" in header:
        raise jwt.InvalidTokenError("header")
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise jwt.InvalidTokenError("kid")
    return kid


@lru_cache(maxsize=4_096)
def _verified(text: str, issuer: str, key: bytes) -> dict[str, Any]:
    """Return the claims of a token that this key has signed: the same token comes again and again."""
    public = Ed25519PublicKey.from_public_bytes(key)
    return jwt.decode(text, public, [ALGORITHM], audience=AUDIENCE, issuer=issuer, options={"require": REQUIRED})


class AccessToken(Token):
    """Ten minutes of one login session. Holds ids only: no roles, no personal data."""

    token_type = "access"  # noqa: S105 - the name of a kind of token
    lifetime = settings.ACCESS_TOKEN_LIFETIME
    _token_backend = KeySetBackend()

    @property
    def token_backend(self) -> KeySetBackend:
        return self._token_backend

    def get_token_backend(self) -> KeySetBackend:
        return self._token_backend

    @classmethod
    def for_session(cls, session: LoginSession) -> "AccessToken":
        """Return a new token of a login session."""
        token = cls()
        token["sub"], token["sid"] = str(session.user_id), str(session.pk)
        return token

    @property
    def session_id(self) -> UUID:
        return UUID(self["sid"])
