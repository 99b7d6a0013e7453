"""No secret stands in a bundle: what is in a repository, a chart or a ConfigMap, everybody can read."""

from collections.abc import Iterator
from typing import Any

from foundation.model.errors import Problem
from foundation.secrets.kinds import SecretKind
from foundation.secrets.walk import Path, literal_secrets
from foundation.source.tree import place, shown
from plugins.overlay_merge.merging import SourcedLayer

_REMEDY = (
    "Put it into a Secret and refer to that: secrets with env or mount, or valueFrom.secretKeyRef in env, "
    "which $(VARIABLE) hands on to command and args."
)


def secret_problems(layers: list[SourcedLayer]) -> Iterator[Problem]:
    """Yield a problem for each literal secret of the layers; its message never holds the value.

    The layers are searched, not the merged settings: a value that is merged away still stands in the bundle, and
    values.yaml holds what no environment has changed.

    Args:
        layers: the layers of one environment, or of none.
    """
    for layer in layers:
        for path, kind in literal_secrets(layer.settings):
            yield _problem(layer, path, kind)


def _problem(layer: SourcedLayer, path: Path, kind: SecretKind) -> Problem:
    own = place(path)
    inside = own if layer.prefix in ("", "-") else f"{layer.prefix}.{own}"
    return Problem(
        code="literal-secret",
        message=f"{_field(layer.settings, path)}, set by the {layer.name}, holds {kind.value}",
        remedy=_REMEDY,
        path=inside,
    )


def _field(settings: Any, path: Path) -> str:
    """Write a path with the names of a list's entries: ``env[DB_PASSWORD].value``."""
    text, current = "", settings
    for part in path:
        current = current[part]
        if isinstance(part, str):
            text += f".{part}" if text else part
        else:
            name = current.get("name") if isinstance(current, dict) else None
            text += f"[{name if isinstance(name, str) else part}]"
    return shown(text)
