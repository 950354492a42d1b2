"""Carrying out the commands of sockets: is the login still good, is there room under the limits, may a key do this?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.core.problems import NotSignedIn, TooMany
from apps.core.rest import valid
from apps.core.rules import ScopeMissing
from apps.core.throttling import Counted, limits_for, take_all, take_each
from apps.core.whence import acting, whence
from apps.realtime.presence import connection
from apps.realtime.registry import Answer, Asked, Command, Principal, authentication


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
    asked = _asked(known, call, counted)
    connection.set(call.connection)
    with acting(principal.user, principal.credential, address=call.address):
        return known.handler(principal.user, **asked.data)


def run_all(known: Command, calls: Sequence[Call]) -> list[Answer]:
    """Carry out gathered commands of one kind: the same checks for each, in as many queries as for one."""
    ended = authentication.ended({call.principal.session for call in calls})
    answers: list[Answer | Asked] = [NotSignedIn() for _call in calls]
    live = [place for place, call in enumerate(calls) if call.principal.session not in ended]
    counted = take_each([calls[place].limits(known) for place in live]) if live else []
    for place, count in zip(live, counted, strict=True):
        try:
            answers[place] = _asked(known, calls[place], count)
        except Exception as error:
            answers[place] = error
    ready = [place for place, answer in enumerate(answers) if isinstance(answer, Asked)]
    if ready:
        for place, answer in zip(ready, known.handler([answers[place] for place in ready]), strict=True):
            answers[place] = answer
    return answers  # type: ignore[return-value]


def _asked(known: Command, call: Call, counted: Counted) -> Asked:
    """Check what can be checked without the database."""
    principal = call.principal
    if not counted.allowed:
        raise TooMany(retry_after_seconds=counted.reset)
    if principal.scopes is not None and known.scope not in principal.scopes:
        raise ScopeMissing()
    with acting(principal.user, principal.credential, address=call.address):
        return Asked(principal.user, valid(known.serializer, call.data), whence())
