"""The seals of the audit log: each entry's hash covers the entry and the hash before it, under a key of ours.

The key is derived from FIELD_ENCRYPTION_KEY: whoever writes to the database alone cannot seal. An entry names its key,
so that the key may be changed; the old one stays listed for as long as old entries are to be verified.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson

from apps.accounts.crypto import keys_for
from apps.audit.models import Entry, Head

BATCH = 10_000
SEALED = (
    "seq", "at", "actor_id", "actor_name", "credential", "credential_id", "action", "target_type", "target_id",
    "outcome", "address", "request_id", "details", "event_id", "key_id", "previous_hash",
)  # fmt: skip
HEAD = 1


@dataclass(frozen=True)
class Fault:
    """The first entry that is not as it was written, and why."""

    seq: int
    reason: str


def seal(values: dict[str, Any]) -> str:
    """Return the hash of an entry's values; `key_id` among them says which key."""
    return _seal([values[name] for name in SEALED], _keys()[values["key_id"]])


def newest_key() -> str:
    """Return the id of the key that seals now."""
    return next(iter(_keys()))


def verify(noted: dict[int, str] | None = None) -> Iterator[int | Fault]:
    """Walk the chain from its beginning; yield how far it holds after each batch, or the first fault and end.

    `noted` are heads that somebody wrote down elsewhere: hashes by number.
    """
    noted = noted or {}
    keys, last, before = _keys(), 0, ""
    while True:
        rows = list(Entry.objects.filter(seq__gt=last).order_by("seq").values_list(*SEALED, "hash")[:BATCH])
        for row in rows:
            seq, key_id, previous, found = row[0], row[-3], row[-2], row[-1]
            if seq != last + 1:
                yield Fault(last + 1, "missing")
                return
            if key_id not in keys:
                yield Fault(seq, f"sealed with the key {key_id}, which FIELD_ENCRYPTION_KEY does not list")
                return
            if previous != before or not hmac.compare_digest(_seal(row[:-1], keys[key_id]), found):
                yield Fault(seq, "changed")
                return
            if noted.get(seq, found) != found:
                yield Fault(seq, "not the one that was noted")
                return
            last, before = seq, found
        if not rows:
            break
        yield last
    head = Head.objects.filter(pk=HEAD).first()
    known = max([head.seq if head else 0, *noted])
    if known > last or (head is not None and head.seq == last and head.hash != before):
        yield Fault(last + 1, "missing at the end" if known > last else "the head was changed")


def _seal(values: Any, key: bytes) -> str:
    body = dict(zip(SEALED, values, strict=True))
    at: datetime = body["at"]
    body["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hmac.digest(key, orjson.dumps(body, option=orjson.OPT_SORT_KEYS), sha256).hex()


@lru_cache(maxsize=1)
def _keys() -> dict[str, bytes]:
    return {sha256(key).hexdigest()[:8]: key for key in keys_for("audit")}
