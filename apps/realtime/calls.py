"""Carrying out the commands of sockets: is the login still good, is there room under the limits, may a key do this?"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.core.problems import NotSignedIn, TooMany
from apps.core.rest import valid
from apps.core.rules import ScopeMissing
from apps.core.throttling import limits_for, take_all, waits
from apps.core.whence import acting, whence_of
from apps.realtime.presence import connection
from apps.realtime.registry import Answer, Asked, Command, Principal, authentication

GOOD_SECONDS = 0.9  # security.md section 3: that a session has ended is known everywhere within 1 s
MAX_REMEMBERED = 100_000
_good_until: dict[str, float] = {}


@dataclass(frozen=True)
class Call:
    """One command as it came: who, what, and from where."""

    principal: Principal
    data: dict[str, Any]
    address: str
    connection: str = ""

    def limits(self, known: Command) -> list[Any]:
        return limits_for(self.principal.user, self.principal.credential, self.address, known.route)


def run(known: Command, call: Call) -> dict[str, Any]:
    """Carry out one command; return the data of its ack."""
    principal = call.principal
    if not authentication.is_live(principal):
        raise NotSignedIn()
    counted = take_all(*call.limits(known), closed=True)
    asked = _asked(known, call, 0 if counted.allowed else counted.reset)
    connection.set(call.connection)
    with acting(principal.user, principal.credential, address=call.address):
        return known.handler(principal.user, **asked.data)


def run_all(known: Command, calls: Sequence[Call]) -> list[Answer]:
    """Carry out gathered commands of one kind: the same checks for each, in as many queries as for one."""
    ended = _ended({call.principal.session for call in calls})
    answers: list[Any] = [NotSignedIn() if call.principal.session in ended else None for call in calls]
    live = [place for place, answer in enumerate(answers) if answer is None]
    for place, seconds in zip(live, waits([calls[place].limits(known) for place in live]) if live else (), strict=True):
        try:
            answers[place] = _asked(known, calls[place], seconds)
        except Exception as error:
            answers[place] = error
    ready = [place for place, answer in enumerate(answers) if isinstance(answer, Asked)]
    if ready:
        for place, answer in zip(ready, known.handler([answers[place] for place in ready]), strict=True):
            answers[place] = answer
    return answers


def _ended(sessions: set[str]) -> set[str]:
    """Return which of these sessions are no longer good. One that was good a moment ago is not asked about again."""
    now = time.monotonic()
    unsure = {session for session in sessions if _good_until.get(session, 0.0) < now}
    if not unsure:
        return set()
    if len(_good_until) > MAX_REMEMBERED:
        _good_until.clear()
    ended = authentication.ended(unsure)
    _good_until.update(dict.fromkeys(unsure - ended, now + GOOD_SECONDS))
    return ended


def _asked(known: Command, call: Call, wait: int) -> Asked:
    """Check what can be checked without the database."""
    principal = call.principal
    if wait:
        raise TooMany(retry_after_seconds=wait)
    if principal.scopes is not None and known.scope not in principal.scopes:
        raise ScopeMissing()
    by = whence_of(principal.user, principal.credential, address=call.address)
    return Asked(principal.user, valid(known.serializer, call.data), by)
