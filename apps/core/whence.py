"""Who acts right now, and from where: set by the doors, stored with every event, read by the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
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
        return {name: value for name, value in asdict(self).items() if value}


NOBODY = Whence()
_now: ContextVar[Whence] = ContextVar("whence", default=NOBODY)


def whence() -> Whence:
    """Return who acts in this request, frame or task."""
    return _now.get()


def begin(*, address: str, request_id: str = "") -> None:
    """Start a request: nobody is known yet."""
    _now.set(Whence(address=address, request_id=request_id))


def acts(user: Any, credential: Any = None) -> None:
    """Say who the request speaks for; `credential` is their login session or API key."""
    kind = getattr(credential, "credential_kind", "")
    key = str(credential.pk) if kind else ""
    _now.set(replace(_now.get(), actor=str(user.pk), actor_name=user.name[:64], credential=kind, credential_id=key))


@contextmanager
def acting(user: Any = None, credential: Any = None, *, address: str = "") -> Iterator[None]:
    """Act for somebody within a block: socket frames run on threads that nobody else clears."""
    token = _now.set(Whence(address=address))
    try:
        if user is not None:
            acts(user, credential)
        yield
    finally:
        _now.reset(token)
