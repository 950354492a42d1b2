"""The key set that signs access tokens: Ed25519, the newest key signs, all that are not retired verify."""

import time
from dataclasses import dataclass
from datetime import timedelta

import structlog
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.crypto import decrypt, encrypt
from apps.accounts.models import SigningKey
from apps.core.ids import uuid7

log = structlog.get_logger(__name__)
CACHED_SECONDS = 30.0  # how soon the other processes sign with a rotated key; an unknown `kid` is looked up at once


@dataclass(frozen=True)
class KeySet:
    """The keys as this process knows them."""

    signing_id: str
    signing_key: Ed25519PrivateKey
    verifying: dict[str, Ed25519PublicKey]
    read_at: float


_cached: KeySet | None = None


def key_set(*, fresh: bool = False) -> KeySet:
    """Return the key set, making the first key where there is none."""
    global _cached
    if not fresh and _cached is not None and time.monotonic() - _cached.read_at <= CACHED_SECONDS:
        return _cached
    found = _read()
    if not connection.in_atomic_block:  # a key of a transaction that rolls back must not outlive it
        _cached = found
    return found


def verifying_key(kid: str) -> Ed25519PublicKey | None:
    """Return the public key of a `kid`; None where there is none, or it is retired."""
    known = key_set()
    if kid not in known.verifying and time.monotonic() - known.read_at > 1.0:  # at most one look a second
        known = key_set(fresh=True)
    return known.verifying.get(kid)


def rotate_keys() -> SigningKey:
    """Make a new signing key; keys older than an access token's life may be retired, nobody is signed out."""
    key = _make()
    key_set(fresh=True)
    return key


def retire_old_keys() -> int:
    """Retire the keys whose last token has expired; return how many."""
    keep = SigningKey.objects.filter(retired_at=None).order_by("-created_at", "-id").values_list("pk", flat=True)[:1]
    newest = SigningKey.objects.filter(pk__in=list(keep)).first()
    if newest is None or newest.created_at > timezone.now() - settings.ACCESS_TOKEN_LIFETIME - timedelta(minutes=1):
        return 0
    retired = SigningKey.objects.filter(retired_at=None).exclude(pk=newest.pk).update(retired_at=timezone.now())
    key_set(fresh=True)
    return retired


def forget_keys() -> None:
    """Drop what this process has cached (tests)."""
    global _cached
    _cached = None


@transaction.atomic
def _make() -> SigningKey:
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return SigningKey.objects.create(id=uuid7().hex, private_key=encrypt(pem.decode()), public_key=public.decode())


def _read() -> KeySet:
    rows = list(SigningKey.objects.filter(retired_at=None).order_by("-created_at", "-id"))
    signing = _private(rows[0]) if rows else None
    if signing is None:
        rows.insert(0, _make())
        signing = _private(rows[0])
    verifying = {row.pk: serialization.load_pem_public_key(row.public_key.encode()) for row in rows}
    return KeySet(rows[0].pk, signing, verifying, time.monotonic())  # type: ignore[arg-type]


def _private(row: SigningKey) -> Ed25519PrivateKey | None:
    """Return the private half; None where FIELD_ENCRYPTION_KEY was changed without listing the old one."""
    try:
        return serialization.load_pem_private_key(decrypt(row.private_key).encode(), None)  # type: ignore[return-value]
    except InvalidToken:
        log.warning("keys.unreadable", kid=row.pk)
        return None
