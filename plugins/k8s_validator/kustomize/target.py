"""Which object a patch is for."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from foundation.model.expressions import expression
from plugins.k8s_validator.kustomize.refusal import KustomizeRefusal

#: Regular expressions that match one text only.
_LITERAL = expression(r"(?:[A-Za-z0-9_-]|\\[^A-Za-z0-9])*")


class Identity(NamedTuple):
    """What tells objects apart."""

    api_version: str
    kind: str
    namespace: str
    name: str


def identity_of(data: Any, file: str) -> Identity:
    """Return the identity of an object.

    Raises:
        KustomizeRefusal: it is no object.
    """
    metadata = data.get("metadata") if isinstance(data, dict) else None
    if not isinstance(metadata, dict):
        raise KustomizeRefusal(file, "it holds something that is no object")
    parts = (data.get("apiVersion"), data.get("kind"), metadata.get("namespace", ""), metadata.get("name"))
    if not all(isinstance(part, str) for part in parts):
        raise KustomizeRefusal(file, "an object in it has no apiVersion, kind or name")
    return Identity(*map(str, parts))


def selected(identities: Iterable[Identity], target: Any, file: str) -> Identity:
    """Return the only object that a patch's target selects.

    Raises:
        KustomizeRefusal: it selects none or several, or has an unknown form.
    """
    known = {"group", "version", "kind", "name", "namespace"}
    if not isinstance(target, dict) or target.keys() - known or not all(isinstance(v, str) for v in target.values()):
        raise KustomizeRefusal(file, "the target of a patch has an unknown form")
    found = [identity for identity in identities if _matches(identity, target)]
    if len(found) != 1:
        raise KustomizeRefusal(file, f"the target of a patch selects {len(found)} objects instead of one")
    return found[0]


def _matches(identity: Identity, target: dict[str, str]) -> bool:
    group, _, version = identity.api_version.rpartition("/")
    exact = {"group": group, "version": version, "kind": identity.kind}
    if any(target.get(key, "") != value for key, value in exact.items()):
        return False
    names = {"name": identity.name, "namespace": identity.namespace}
    return all(_literal(target.get(key, "")) == value for key, value in names.items())


def _literal(pattern: str) -> str | None:
    """Return the only text that a pattern matches; ``None`` if it may match several."""
    return re.sub(r"\\(.)", r"\1", pattern) if _LITERAL.fullmatch(pattern) else None
