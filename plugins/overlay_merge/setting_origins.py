"""Which layer gave a setting, and where that stands: in the bundle, or in a file of the platform."""

from collections.abc import Iterator

from foundation.model.base import FrozenModel
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.expressions import expression

#: An entry of a list by its name; what stands in a list by number is told by the whole.
_ENTRY = expression(r"\[[^\]]*[^\]0-9][^\]]*\]$")
_POLICY = "policies/platform.yaml"


class SettingOrigin(FrozenModel):
    """Who gave a setting.

    Attributes:
        layer: the layer's name.
        path: where in the bundle it stands; ``None`` if no layer of the bundle gave it.
        given_by: the platform's file and the path in it, if that gave it.
    """

    layer: str
    path: str | None = None
    given_by: str | None = None


def origin_of_setting(environment: EffectiveEnvironment, setting: str) -> SettingOrigin | None:
    """Return who gave a setting: the setting itself, something in it, or the value that it is a part of.

    Args:
        environment: the merged settings with their origins.
        setting: dotted path with entries by name: ``env[HOST].value``.

    Returns:
        The origin; ``None`` if no layer gave anything of it.
    """
    for path in _upwards(setting):
        if path in environment.origins:  # a value that is only ever given whole
            return _origin(environment, path, path)
    for path in _upwards(setting):
        below = _below(environment, path) if path == setting or _ENTRY.search(path) else []
        if below:
            given = [found for found in below if environment.origins[found] in environment.places]
            return _origin(environment, (given or below)[-1], path)
        if _ENTRY.search(path):
            return None
    return None


def origin_around(environment: EffectiveEnvironment, setting: str) -> SettingOrigin | None:
    """Return what the bundle gave around a setting that nobody gives: a limit that is missing is missing there.

    An entry of a list is never told by another entry.
    """
    for path in _upwards(setting):
        given = [found for found in _below(environment, path) if environment.origins[found] in environment.places]
        if given:
            return _origin(environment, given[-1], path)
        if _ENTRY.search(path):
            return None
    return None


def _below(environment: EffectiveEnvironment, path: str) -> list[str]:
    return [found for found in environment.origins if found.startswith((f"{path}.", f"{path}["))]


def _upwards(path: str) -> Iterator[str]:
    """Yield a path and all that it is below of."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


def _origin(environment: EffectiveEnvironment, leaf: str, shown: str) -> SettingOrigin:
    layer = environment.origins[leaf]
    prefix = environment.places.get(layer)
    if prefix is not None:
        return SettingOrigin(layer=layer, path=shown if prefix == "-" else f"{prefix}.{shown}")
    return SettingOrigin(layer=layer, given_by=_platform_file(layer, leaf))


def _platform_file(layer: str, setting: str) -> str | None:
    """Return where a layer of the platform is written."""
    what, _, name = layer.partition(" ")
    if layer == "platform":
        return f"{_POLICY} defaults.{setting}"
    if layer.startswith("platform, type "):
        return f"{_POLICY} defaults_by_type.{layer.removeprefix('platform, type ')}.{setting}"
    if layer.startswith("platform, transport "):
        return f"{_POLICY} transports.{layer.removeprefix('platform, transport ')}"
    if what == "profile":
        return f"overlays/{name}.yaml {setting}"
    return f"catalog.yaml charts[{name}].defaults.{setting}" if what == "template" else None
