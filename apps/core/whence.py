"""Who acts right now, and from where: set by the doors, stored with every event, read by the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Whence:
    """Ids and an address only. `credential` is the kind of what the actor showed: `session`, `key` or nothing."""

    address: str = ""
    request_id: str = ""
    actor: str = ""
    actor_name: str = ""
    credential: str = ""
    credential_id: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value}


NOBODY = Whence()
_now: ContextVar[Whence] = ContextVar("whence", default=NOBODY)


def whence() -> Whence:
    """Return who acts in this request, frame or task."""
    return _now.get()


def begin(*, address: str, request_id: str = "") -> None:
    """Start a request: nobody is known yet."""
    _now.set(Whence(address=address, request_id=request_id))


def whence_of(user: Any, credential: Any = None, *, address: str = "", request_id: str = "") -> Whence:
    """Return what is noted of somebody who acts; `credential` is their login session or API key."""
    kind = getattr(credential, "credential_kind", "")
    return Whence(address, request_id, str(user.pk), user.name[:64], kind, str(credential.pk) if kind else "")


def acts(user: Any, credential: Any = None) -> None:
    """Say who the request speaks for."""
    now = _now.get()
    _now.set(whence_of(user, credential, address=now.address, request_id=now.request_id))


@contextmanager
def acting(user: Any = None, credential: Any = None, *, address: str = "") -> Iterator[None]:
    """Act for somebody within a block: socket frames run on threads that nobody else clears."""
    token = _now.set(Whence(address=address) if user is None else whence_of(user, credential, address=address))
    try:
        yield
    finally:
        _now.reset(token)
