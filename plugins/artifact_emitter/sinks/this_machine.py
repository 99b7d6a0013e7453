"""Whether a service is on this machine, where it may be spoken to without TLS."""

import ipaddress


def is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine.

    Args:
        host: its name or address, with or without a port.
    """
    name = host.partition(":")[0]
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
