"""From an API key to the person it acts for: the one check behind HTTP and socket."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from apps.accounts.crypto import digest
from apps.accounts.key_format import name_of
from apps.accounts.models import ApiKey
from apps.accounts.problems import KeyInvalid
from apps.core.gate import AddressDenied
from apps.core.permissions import require

USED_EVERY = timedelta(minutes=1)  # how often a use is written down


def key_of_text(text: str, address: str) -> tuple[ApiKey, datetime | None]:
    """Return the live key with its owner, and until when it is good; raises KeyInvalid, or AddressDenied."""
    name = name_of(text)
    key = ApiKey.objects.select_related("owner").filter(prefix=name).first() if name else None
    if key is None or not key.is_live:
        raise KeyInvalid()
    presented = digest(text)
    until = key.expires_at
    if not key.is_secret(presented):
        require(key.was_secret(presented), KeyInvalid)
        until = min(filter(None, (until, key.previous_until)))
    require(key.may_come_from(address), AddressDenied)
    _note_use(key, address)
    return key, until


def _note_use(key: ApiKey, address: str) -> None:
    now = timezone.now()
    if key.last_used_at is not None and key.last_used_at > now - USED_EVERY:
        return
    due = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)  # one writes, whoever asks at the same moment
    ApiKey.objects.filter(due, pk=key.pk).update(last_used_at=now, last_used_address=address, version=F("version") + 1)
