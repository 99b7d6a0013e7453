"""IP addresses and their blocks."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_interface
from typing import Any

from plugins.k8s_validator.admission.cel.native import BOOL, INT, OPAQUE, STRING, Native, accepts, marked

_IP = "net.IP"
_CIDR = "net.CIDR"


def _ip(text: str) -> dict[str, str]:
    """Kubernetes takes neither zones nor IPv4 written as IPv6."""
    address = ip_address(text)
    if "%" in text or getattr(address, "ipv4_mapped", None) is not None:
        raise ValueError(f"{text[:60]!r} is no plain address")
    return {_IP: str(address)}


def _cidr(text: str) -> dict[str, str]:
    address, slash, length = text.partition("/")
    if not slash or not length.isascii() or not length.isdigit() or (length.startswith("0") and length != "0"):
        raise ValueError(f"{text[:60]!r} is no address block")
    _ip(address)
    return {_CIDR: str(ip_interface(text))}


def _address(value: Any) -> IPv4Address | IPv6Address:
    return ip_address(marked(_IP, _ip(value) if isinstance(value, str) else value))


def _block(value: Any) -> Any:
    return ip_interface(marked(_CIDR, _cidr(value) if isinstance(value, str) else value))


def _is_global_unicast(value: Any) -> bool:
    address = _address(value)
    special = address.is_unspecified or address.is_loopback or address.is_multicast or address.is_link_local
    return not special and str(address) != "255.255.255.255"


def _is_link_local_multicast(value: Any) -> bool:
    address = _address(value)
    block = "224.0.0.0/24" if address.version == 4 else "ff02::/16"
    return address in ip_interface(block).network


def _contains(block: Any, value: Any) -> bool:
    return _address(value) in _block(block).network


def _contains_block(block: Any, other: Any) -> bool:
    outer, inner = _block(block).network, _block(other).network
    return outer.version == inner.version and bool(inner.subnet_of(outer))


FUNCTIONS = (
    Native("ip", (STRING,), OPAQUE, _ip, member=False),
    Native("isIP", (STRING,), BOOL, accepts(_ip), member=False),
    Native("ip.isCanonical", (STRING,), BOOL, lambda text: marked(_IP, _ip(text)) == text, member=False),
    Native("family", (OPAQUE,), INT, lambda value: _address(value).version),
    Native("isUnspecified", (OPAQUE,), BOOL, lambda value: _address(value).is_unspecified),
    Native("isLoopback", (OPAQUE,), BOOL, lambda value: _address(value).is_loopback),
    Native("isLinkLocalUnicast", (OPAQUE,), BOOL, lambda value: _address(value).is_link_local),
    Native("isLinkLocalMulticast", (OPAQUE,), BOOL, _is_link_local_multicast),
    Native("isGlobalUnicast", (OPAQUE,), BOOL, _is_global_unicast),
    Native("cidr", (STRING,), OPAQUE, _cidr, member=False),
    Native("isCIDR", (STRING,), BOOL, accepts(_cidr), member=False),
    *(Native("containsIP", (OPAQUE, kind), BOOL, _contains) for kind in (STRING, OPAQUE)),
    *(Native("containsCIDR", (OPAQUE, kind), BOOL, _contains_block) for kind in (STRING, OPAQUE)),
    Native("ip", (OPAQUE,), OPAQUE, lambda block: {_IP: str(_block(block).ip)}),
    Native("masked", (OPAQUE,), OPAQUE, lambda block: {_CIDR: str(_block(block).network)}),
    Native("prefixLength", (OPAQUE,), INT, lambda block: _block(block).network.prefixlen),
)
