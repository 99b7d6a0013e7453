"""Hosts of pull requests whose token we have, as a setting names them, and the pull requests on them."""

import re
from typing import Literal
from urllib.parse import unquote, urlsplit

from foundation.model.base import FrozenModel

Kind = Literal["github", "azuredevops"]

_WANTED = (
    "Give github://TOKEN@HOST[/OWNER[/REPOSITORY]] or azuredevops://TOKEN@HOST[/ORGANIZATION[/PROJECT]], several of "
    "them separated by spaces; github+http and azuredevops+http are for this machine alone"
)
_SCHEME = re.compile(r"(github|azuredevops)(\+http)?")
_PATHS = {
    "github": re.compile(r"(?P<root>/[^/]+/[^/]+)/pull/(?P<number>[1-9][0-9]{0,9})/?"),
    "azuredevops": re.compile(
        r"(?P<root>/[^/]+(/[^/]+)?)/_git/(?P<repository>[^/]+)/pullrequest/(?P<number>[1-9][0-9]{0,9})/?"
    ),
}
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class PullRequestHost(FrozenModel):
    """A host.

    Attributes:
        kind: whose it is.
        address: its address, without the token.
        host: the host with the port.
        scope: what the paths of its pull requests begin with; a bundle may name no others.
        token: what it is asked with.
    """

    kind: Kind
    address: str
    host: str
    scope: str
    token: str


class PullRequestPlace(FrozenModel):
    """A pull request.

    Attributes:
        api: address of what is asked about it.
        number: its number.
    """

    api: str
    number: int


def pull_request_hosts(text: str) -> list[PullRequestHost]:
    """Read hosts that are separated by spaces.

    Args:
        text: the hosts, each with its token.

    Raises:
        ValueError: one of them is none, or stands there twice; the message does not quote it.
    """
    hosts = [_host(part) for part in text.split()]
    if len({(host.kind, host.host, host.scope) for host in hosts}) < len(hosts):
        raise ValueError("Give each host once")
    return hosts


def _host(text: str) -> PullRequestHost:
    try:
        parts = urlsplit(text)
        scheme, valid = _SCHEME.fullmatch(parts.scheme), parts.hostname and parts.port != 0
    except ValueError:
        raise ValueError(_WANTED) from None
    token, _, host = parts.netloc.rpartition("@")
    if not (scheme and valid and token) or parts.query or parts.fragment or re.search(r"[^\x21-\x7e]", text):
        raise ValueError(_WANTED)
    is_plain = scheme[2] is not None
    if (is_plain and parts.hostname not in _THIS_MACHINE) or not _are_segments(parts.path):
        raise ValueError(_WANTED)
    kind: Kind = "github" if scheme[1] == "github" else "azuredevops"
    address = f"{'http' if is_plain else 'https'}://{host}"
    return PullRequestHost(
        kind=kind, address=address, host=host.lower(), scope=parts.path.rstrip("/"), token=unquote(token)
    )


def place_on(host: PullRequestHost, url: str) -> PullRequestPlace | None:
    """Return the pull request of an address; nothing, if it is none of this host's.

    Args:
        host: the host.
        url: the address, as a bundle gives it.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = _PATHS[host.kind].fullmatch(parts.path)
    if parts.netloc.lower() != host.host or path is None or not _are_segments(parts.path):
        return None
    if host.scope and not f"{parts.path}/".lower().startswith(f"{host.scope}/".lower()):
        return None
    return PullRequestPlace(api=_api(host, path), number=int(path["number"]))


def _api(host: PullRequestHost, path: re.Match[str]) -> str:
    if host.kind == "github":
        base = "https://api.github.com" if host.host == "github.com" else f"{host.address}/api/v3"
        return f"{base}/repos{path['root']}"
    repository = f"{host.address}{path['root']}/_apis/git/repositories/{path['repository']}"
    return f"{repository}/pullRequests/{path['number']}"


def _are_segments(path: str) -> bool:
    """Tell whether no part of a path leads elsewhere."""
    return not any(unquote(part) in (".", "..") or "/" in unquote(part) for part in path.split("/"))
