"""The gate: may this address come in? Answered from memory; the rows are looked at again every moment.

The narrowest network that holds an address decides. Where no network holds it, it may come in, unless some rule
allows: then only what is allowed may. The runtime of a web process looks for changes every `REFRESH_SECONDS`, on a
thread of its own; where there is none (WSGI, a shell) the first request after a second does.
"""

import time
from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import DatabaseError, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.address_rules import AddressRule
from apps.core.networks import parse_address, parse_network
from apps.core.problems import Forbidden

log = structlog.get_logger(__name__)
REFRESH_SECONDS, STALE_SECONDS = 0.7, 1.0
MAX_PREFIX = {4: 32, 6: 128}


class AddressDenied(Forbidden):
    code, title = "address.denied", _("This server does not answer your address.")


class Table:
    """The rules of one place, by length of prefix: an answer costs as many look-ups as there are lengths."""

    def __init__(self, rules: Iterable[AddressRule]):
        self._by_length: dict[tuple[int, int], dict[int, bool]] = {}
        self._closed = False
        for rule in rules:
            network, allowed = parse_network(rule.network), rule.effect == AddressRule.Effect.ALLOW
            shift = MAX_PREFIX[network.version] - network.prefixlen
            self._by_length.setdefault((network.version, network.prefixlen), {})[
                int(network.network_address) >> shift
            ] = allowed
            self._closed |= allowed
        self._lengths = sorted(self._by_length, reverse=True)

    def allows(self, text: str) -> bool:
        """Return the word of the narrowest network that holds the address."""
        if not self._lengths:
            return True
        address = parse_address(text)
        if address is None:
            return not self._closed
        for version, length in self._lengths:
            if version == address.version:
                word = self._by_length[version, length].get(int(address) >> (MAX_PREFIX[version] - length))
                if word is not None:
                    return word
        return not self._closed


class Rules:
    """All rules that hold at a moment."""

    def __init__(self, rows: Iterable[AddressRule] = ()):
        now = timezone.now()
        rows = [row for row in rows if row.expires_at is None or row.expires_at > now]
        ends = [row.expires_at for row in rows if row.expires_at is not None]
        self.until: datetime | None = min(ends, default=None)
        self._tables = {where: Table(row for row in rows if row.where == where) for where in AddressRule.Where.values}

    def allows(self, address: str) -> bool:
        """May this address come in at all?"""
        return self._tables[AddressRule.Where.EVERYONE].allows(address)

    def allows_administration(self, address: str) -> bool:
        """May somebody at this address administer?"""
        return self.allows(address) and self._tables[AddressRule.Where.ADMINISTRATORS].allows(address)


class Gate:
    """The rules as this process knows them."""

    def __init__(self) -> None:
        self.rules: Rules | None = None
        self.watched = False  # does somebody else call `refresh` every moment?
        self._mark: tuple[int, int] | None = None
        self._read_at = float("-inf")

    def current(self) -> Rules:
        """Return the rules; asks the database only where nobody watches it, at most once a second."""
        if self.rules is None or (not self.watched and time.monotonic() - self._read_at > STALE_SECONDS):
            try:
                self.refresh()
            except DatabaseError as error:  # nothing else works either; what is known goes on holding
                log.warning("addresses.unreadable", error=type(error).__name__)
        return self.rules or Rules()

    def refresh(self) -> bool:
        """Look whether rules have changed or ended; return whether they have."""
        self._read_at = time.monotonic()
        seen = AddressRule.objects.aggregate(many=models.Count("id"), marks=models.Sum("mark"))
        mark = (seen["many"], seen["marks"] or 0)
        ended = self.rules is not None and self.rules.until is not None and self.rules.until <= timezone.now()
        if self.rules is not None and mark == self._mark and not ended:
            return False
        self.rules, self._mark = Rules(AddressRule.objects.all()), mark
        return True

    def allows(self, address: str) -> bool:
        return self.current().allows(address)

    def allows_administration(self, address: str) -> bool:
        return self.current().allows_administration(address)


gate = Gate()
