"""Which addresses are public, written out: the standard library's answer differs between its versions."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

Address = IPv4Address | IPv6Address

# RFC 6890 and its registry: this network, private, shared (CGNAT), loopback, link-local, protocol
# assignments, documentation, 6to4 relays, benchmarking, multicast, reserved with broadcast.
CLOSED_V4 = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Only 2000::/3 is given out; all else (mapped, compatible, NAT64, local, multicast) is closed.
OPEN_V6 = ip_network("2000::/3")
# Inside it: protocol assignments with Teredo and ORCHID, documentation, 6to4.
CLOSED_V6 = tuple(ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def is_public(address: Address) -> bool:
    """Say whether anybody on the internet would reach the same host at `address`."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in CLOSED_V4)
    return address.scope_id is None and address in OPEN_V6 and not any(address in net for net in CLOSED_V6)


def is_allowed(address: Address) -> bool:
    """Say whether this server may connect to `address`: public, or in a network the operator named."""
    named: Iterable[str] = getattr(settings, "ALTLAS_OUTGOING_ALLOW_NETWORKS", ())
    networks = [ip_network(text) for text in named]
    return is_public(address) or any(address.version == net.version and address in net for net in networks)


def parse(text: str) -> Address | None:
    """Read an address, or `None`."""
    try:
        return ip_address(text)
    except ValueError:
        return None
