"""Which namespace of the cluster a host name leads to (Kubernetes: DNS for Services and Pods); pure."""

import ipaddress

_LOCAL = "cluster.local"
#: Last labels of names of the world that people use for services too. A name of two labels that ends in one of these,
#: or in two letters as those of countries do, may be either.
_WORLDS = frozenset({"app", "biz", "cloud", "com", "dev", "edu", "gov", "info", "int", "mil", "net", "org", "test"})
_COUNTRY = 2


def namespace_of(host: str, own: str) -> str | None:
    """Return the namespace of the Service that a host name means.

    Args:
        host: such as ``collector``, ``collector.monitoring`` or ``collector.monitoring.svc.cluster.local``.
        own: namespace of whoever asks, which a name of one label is in.

    Returns:
        The namespace; ``None`` for hosts outside of the cluster, and where it cannot be told.
    """
    if network_of(host) is not None:
        return None
    labels = host.lower().removesuffix(".").removesuffix(f".{_LOCAL}").split(".")
    match labels:
        case [_]:
            return own
        case [_, namespace] if namespace not in _WORLDS and len(namespace) > _COUNTRY:
            return namespace
        case [_, namespace, "svc"] | [_, _, namespace, "svc"]:
            return namespace
    return None


def network_of(host: str) -> str | None:
    """Return the network that holds an address alone; ``None`` for a name."""
    try:
        return str(ipaddress.ip_network(host))
    except ValueError:
        return None
