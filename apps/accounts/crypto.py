"""Encryption of single fields at rest, and keyed digests of tokens."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=8)
def _key(purpose: str, secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"altlas.{purpose}".encode()).derive(secret.encode())


def keys_for(purpose: str) -> list[bytes]:
    """Return the keys of FIELD_ENCRYPTION_KEY, derived for a purpose: the first is for what is new."""
    secrets = [part.strip() for part in settings.FIELD_ENCRYPTION_KEY.split(",") if part.strip()]
    return [_key(purpose, secret) for secret in secrets]


def _fernet() -> MultiFernet:
    """FIELD_ENCRYPTION_KEY may list several by commas: the first encrypts, all decrypt, so that it can be rotated."""
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys_for("field")])


def encrypt(text: str) -> str:
    """Return `text` encrypted for storage."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Return what `encrypt` was given."""
    return _fernet().decrypt(text.encode()).decode()


def digest(token: str) -> str:
    """Return what is stored of a random token: enough to know it again, nothing to use."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived(purpose: str, text: str) -> str:
    """Return a text that only this installation can derive from `text`."""
    mac = hmac.digest(_key(purpose, settings.SECRET_KEY), text.encode(), hashlib.sha256)
    return urlsafe_b64encode(mac).decode().rstrip("=")
