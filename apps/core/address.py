"""The real address of a client: the right-most hop that is not one of our own proxies."""

from functools import lru_cache
from ipaddress import ip_address, ip_network

from django.conf import settings

from apps.core.networks import parse_address


@lru_cache(maxsize=8)
def _networks(listed: tuple[str, ...]) -> tuple:
    return tuple(ip_network(text, strict=False) for text in listed)


def client_address(peer: str | None, forwarded_for: str = "") -> str:
    """Return the address to count and to log; the header is believed only hop by hop through trusted proxies."""
    networks = _networks(tuple(settings.TRUSTED_PROXIES))
    current = parse_address(peer or "")
    if current is None:
        return "0.0.0.0"  # noqa: S104 - not a bind address: the mark of an unknown peer (unix socket)
    for hop in reversed(forwarded_for.split(",")):
        if not any(current in network for network in networks):
            break
        before = parse_address(hop)
        if before is None:
            break
        current = before
    return str(current)


def limit_key(address: str) -> str:
    """Return what an address is counted under: IPv6 people own a whole /64."""
    parsed = ip_address(address)
    return str(ip_network(f"{address}/64", strict=False).network_address) if parsed.version == 6 else address
