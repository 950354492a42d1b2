"""Keeping secrets, and handing them to a task that may send them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.crypto import decrypt, encrypt
from apps.accounts.models import User
from apps.commands.models import Secret
from apps.commands.runner.types import TaskError
from apps.commands.secrets.events import SecretChanged, SecretCreated, SecretDeleted
from apps.commands.secrets.hosts import allows
from apps.commands.secrets.problems import SecretExists, TooManySecrets
from apps.core.permissions import require
from apps.events.bus import publish

MOST = 100  # of one person


@transaction.atomic
def create_secret(*, actor: User, name: str, value: str, hosts: Sequence[str], description: str = "") -> Secret:
    """Keep a secret; from now on only its hosts see it."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    mine = Secret.objects.filter(owner=actor)
    require(not mine.filter(name=name).exists(), SecretExists)
    require(mine.count() < MOST, TooManySecrets)
    secret = Secret.objects.create(
        owner=actor, name=name, encrypted=encrypt(value), hosts=list(dict.fromkeys(hosts)), description=description
    )
    publish(SecretCreated(secret))
    return secret


@transaction.atomic
def change_secret(*, actor: User, secret: Secret, value: str | None = None, **values: Any) -> Secret:
    """Give a secret another value, and with it other hosts."""
    secret = secret.locked()
    require(secret.owner_id == actor.pk)
    if value is not None:
        secret.encrypted, secret.changed_at = encrypt(value), timezone.now()
    for name in ("hosts", "description"):
        if name in values:
            setattr(secret, name, values[name])
    secret.version += 1
    secret.save()
    publish(SecretChanged(secret, value_changed=value is not None))
    return secret


@transaction.atomic
def delete_secret(*, actor: User, secret: Secret) -> None:
    """Forget a secret; tasks that want it fail from now on."""
    secret = secret.locked()
    require(secret.owner_id == actor.pk)
    publish(SecretDeleted(secret))
    secret.delete()


def secret_for(owner: User, name: str, url: str) -> str:
    """Return the value of a secret that goes to this address, or refuse it. Its use is noted."""
    secret = Secret.objects.filter(owner=owner, name=name).first()
    if secret is None:
        raise TaskError("secret.not_found", _("You have no secret “%(name)s”.") % {"name": name[:64]})
    if not allows(secret.hosts, url):
        raise TaskError(
            "secret.host_refused", _("The secret “%(name)s” may not be sent to this address.") % {"name": name[:64]}
        )
    value = _read(secret)
    Secret.objects.filter(pk=secret.pk).update(used_at=timezone.now())
    return value


def values_named(owner: User, names: Iterable[str]) -> list[str]:
    """Return the values of some secrets, to mask them."""
    rows = Secret.objects.filter(owner=owner, name__in=set(names))
    return [value for value in (_read(row, strict=False) for row in rows) if value]


def names_in(value: Any) -> set[str]:
    """Return the names of the secrets that parameters ask for, wherever they stand."""
    found: set[str] = set()
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, Mapping):
            if isinstance(one.get("secret"), str):
                found.add(one["secret"])
            left += one.values()
        elif isinstance(one, list):
            left += one
    return found


@transaction.atomic
def encrypt_anew() -> int:
    """Encrypt every secret with the first key of FIELD_ENCRYPTION_KEY; return how many could not be read."""
    broken = 0
    for secret in Secret.objects.select_for_update(of=("self",)).order_by("pk").iterator(chunk_size=500):
        value = _read(secret, strict=False)
        broken += not value
        if value:
            Secret.objects.filter(pk=secret.pk).update(encrypted=encrypt(value))
    return broken


def _read(secret: Secret, strict: bool = True) -> str:
    try:
        return decrypt(secret.encrypted)
    except InvalidToken:
        if strict:
            raise TaskError("secret.unreadable", _("This secret cannot be read any more. Set it again.")) from None
        return ""
