"""Signatures over requests in both directions, in the form of Standard Webhooks: any of its libraries checks them.

`webhook-id`, `webhook-timestamp` and `webhook-signature: v1,<base64 of HMAC-SHA256 over "id.timestamp.body">`. Several
signatures, separated by spaces, stand there while a secret is being renewed.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping, Sequence

from django.core.cache import cache

PREFIX = "whsec_"
WINDOW_SECONDS = 300
MAX_ID = 128


def new_secret() -> str:
    """Return a fresh secret of 256 bits in the form in which services get it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(body: bytes, *, id: str, keys: Sequence[str], now: float | None = None) -> dict[str, str]:
    """Return the headers that prove to a service who calls."""
    moment = str(int(time.time() if now is None else now))
    return {
        "webhook-id": id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{_mac(key, id, moment, body)}" for key in keys),
    }


def is_signed(headers: Mapping[str, str], body: bytes, keys: Sequence[str], *, now: float | None = None) -> bool:
    """Say whether a request was signed with one of the keys within five minutes of now."""
    id, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not id or len(id) > MAX_ID or not (moment.isascii() and moment.isdigit() and len(moment) < 12):
        return False
    if abs((time.time() if now is None else now) - int(moment)) > WINDOW_SECONDS:
        return False
    given = [part.removeprefix("v1,") for part in headers.get("webhook-signature", "").split() if part[:3] == "v1,"]
    wanted = [_mac(key, id, moment, body) for key in keys]
    return any(hmac.compare_digest(one.encode(), other.encode()) for one in given[:4] for other in wanted)


def is_new(id: str, of: str) -> bool:
    """Say whether this id was not seen before within the window: the same request again is a replay."""
    try:
        return bool(cache.add(f"signed:{of}:{hashlib.sha256(id.encode()).hexdigest()}", 1, 2 * WINDOW_SECONDS))
    except Exception:  # whatever the driver raises: the window alone protects, a heartbeat again says nothing new
        return True


def _mac(secret: str, id: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, f"{id}.{moment}.".encode() + body, hashlib.sha256)).decode()
