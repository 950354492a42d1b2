"""Actions on API keys: making, changing, rotating, revoking."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.crypto import digest
from apps.accounts.key_events import ApiKeyChanged, ApiKeyCreated, ApiKeyRevoked, ApiKeyRotated
from apps.accounts.key_format import new_key, new_name
from apps.accounts.models import ApiKey, User
from apps.accounts.permissions import can_manage_api_key, can_revoke_api_key, is_fresh
from apps.accounts.problems import FreshFactorRequired, KeyRotating, TooManyKeys
from apps.core.permissions import require
from apps.core.problems import Forbidden, NotFound, Stale
from apps.events.bus import close_sockets, publish

MAX_KEYS = 50  # a person, security.md section 8
GRACE = timedelta(hours=24)
FIELDS = ("name", "scopes", "expires_at", "addresses", "limit_per_minute")


@transaction.atomic
def create_api_key(
    *,
    actor: User,
    session: object,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
    addresses: Sequence[str] = (),
    limit_per_minute: int | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; return it with its text, which is stored nowhere."""
    owner = User.objects.select_for_update().get(pk=actor.pk)  # two at once must not both be the fiftieth
    require(owner.is_active and not owner.is_bot, Forbidden)
    require(is_fresh(session), FreshFactorRequired)
    require(ApiKey.objects.kept().filter(owner=owner).count() < MAX_KEYS, TooManyKeys)
    prefix = new_name()
    text = new_key(prefix)
    key = ApiKey.objects.create(
        owner=owner,
        name=name,
        prefix=prefix,
        secret_hash=digest(text),
        scopes=list(scopes),
        expires_at=expires_at,
        addresses=list(addresses),
        limit_per_minute=limit_per_minute,
    )
    publish(ApiKeyCreated(key, scopes=key.scopes))
    return key, text


@transaction.atomic
def change_api_key(*, actor: User, session: object, key: ApiKey, seen: ApiKey | None = None, **fields: Any) -> ApiKey:
    """Change what a key may do. Its sockets close, so that they come back with what holds now.

    `seen` refuses what changed since it was loaded.
    """
    key = _locked(key)
    require(can_manage_api_key(actor, key))
    require(is_fresh(session), FreshFactorRequired)
    require(seen is None or seen.version == key.version, Stale)
    changed = {name: fields[name] for name in FIELDS if name in fields and getattr(key, name) != fields[name]}
    if not changed:
        return key
    for name, value in changed.items():
        setattr(key, name, value)
    _store(key)
    publish(ApiKeyChanged(key, fields=sorted(changed)))
    if set(changed) - {"name"}:
        _close(key)
    return key


@transaction.atomic
def rotate_api_key(*, actor: User, session: object, key: ApiKey, grace: timedelta = GRACE) -> tuple[ApiKey, str]:
    """Give a key a new text and return it; the one before stays good for `grace`.

    While that lasts another rotation is refused, since it would end what a program still uses; without grace it ends
    every earlier text at once.
    """
    key = _locked(key)
    require(can_manage_api_key(actor, key))
    require(is_fresh(session), FreshFactorRequired)
    now = timezone.now()
    require(not grace or key.previous_until is None or key.previous_until <= now, KeyRotating)
    text = new_key(key.prefix)
    key.previous_hash, key.previous_until = (key.secret_hash, now + grace) if grace else ("", None)
    key.secret_hash, key.rotated_at = digest(text), now
    _store(key)
    publish(ApiKeyRotated(key, grace_seconds=int(grace.total_seconds())))
    _close(key)
    return key, text


@transaction.atomic
def revoke_api_key(*, actor: User, key: ApiKey, reason: str = "revoked_by_owner") -> None:
    """End a key for good, and close its sockets. Needs no fresh factor: whoever lost a key must not be slowed."""
    key = _locked(key)
    require(can_revoke_api_key(actor, key))
    _revoke(key, reason if key.owner_id == actor.pk else "revoked_by_administrator")


@transaction.atomic
def revoke_api_keys_of(*, owner: User, reason: str) -> int:
    """End every key of a person, say of a disabled one; return how many there were."""
    found = list(ApiKey.objects.select_for_update(of=("self",)).select_related("owner").kept().filter(owner=owner))
    for key in found:
        _revoke(key, reason)
    return len(found)


def _revoke(key: ApiKey, reason: str) -> None:
    key.revoked_at, key.revoke_reason = timezone.now(), reason
    _store(key)
    publish(ApiKeyRevoked(key, reason=reason))
    _close(key)


def _locked(key: ApiKey) -> ApiKey:
    rows = ApiKey.objects.select_for_update(of=("self",)).select_related("owner").kept()
    found = rows.filter(pk=key.pk).first()
    if found is None:  # revoked meanwhile
        raise NotFound()
    return found


def _store(key: ApiKey) -> None:
    key.version += 1
    key.save()


def _close(key: ApiKey) -> None:
    owner, name = str(key.owner_id), str(key.pk)
    transaction.on_commit(lambda: close_sockets(owner, session=name), robust=True)
