"""Addresses of resources: what is at each of them, ``resources`` says."""

from urllib.parse import quote, unquote

SCHEME = "infra"


def address(kind: str, *names: str) -> str:
    """Return the address of a resource.

    Args:
        kind: its kind, such as ``runs``.
        names: what it is called; a path may have slashes in its last one.
    """
    *first, last = names
    return f"{SCHEME}://{'/'.join([kind, *(quote(name, safe='') for name in first), quote(last)])}"


def run_address(run: str) -> str:
    """Return the address of a run.

    Args:
        run: its id.
    """
    return address("runs", run)


def names_in(text: str) -> list[str]:
    """Return kind and names in an address; empty, if it is none of ours.

    Args:
        text: the address.
    """
    scheme, _, rest = text.partition("://")
    return [unquote(name) for name in rest.split("/")] if scheme == SCHEME and rest else []
