"""Objects have names that their kind allows (``validateMetadataName`` of ``template.go``)."""

from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from foundation.model.names import DNS_LABEL, DNS_SUBDOMAIN

_SUBDOMAIN, _LABEL = expression(DNS_SUBDOMAIN), expression(DNS_LABEL)
_SERVICE = expression(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_ROLES = frozenset({"role", "clusterrole", "rolebinding", "clusterrolebinding"})
_LONGEST = 253


def name_faults(item: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the name of an object."""
    kind, name = str(item.get("kind", "")).lower(), str(item.get("metadata", {}).get("name", ""))
    if not _is_allowed(kind, name):
        yield f"a {kind} cannot be called {name!r}"


def _is_allowed(kind: str, name: str) -> bool:
    if kind == "certificatesigningrequest":
        return True
    if kind in _ROLES:
        return name not in (".", "..") and "/" not in name and "%" not in name
    if kind == "service":
        return _SERVICE.fullmatch(name) is not None
    if kind == "namespace":
        return _LABEL.fullmatch(name) is not None
    return len(name) <= _LONGEST and _SUBDOMAIN.fullmatch(name) is not None
