"""Networks as people write them: IPv4 and IPv6 in CIDR form, IPv4 inside IPv6 taken as IPv4."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
MAPPED = ip_network("::ffff:0:0/96")


def parse_address(text: str) -> Address | None:
    """Return an address, an IPv4 one also where it was written as IPv6; None for what is none."""
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def parse_network(text: str) -> Network:
    """Return a network, or raise ValueError. Bits beyond the mask are dropped; an address alone is its own network."""
    found = ip_network(text.strip(), strict=False)
    if isinstance(found, IPv6Network) and found.prefixlen >= MAPPED.prefixlen and found.subnet_of(MAPPED):  # type: ignore[arg-type]
        inner = found.network_address.ipv4_mapped
        return IPv4Network((int(inner or 0), found.prefixlen - MAPPED.prefixlen))
    return found


def covers(networks: Iterable[str], address: str) -> bool:
    """Does one of the networks hold the address?"""
    found = parse_address(address)
    return found is not None and any(
        found.version == network.version and found in network for network in map(parse_network, networks)
    )
