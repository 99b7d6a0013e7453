"""The registry: one rule a module, found by itself, in the order of the offline ladder.

A module takes part by having a value ``CHECK``. Sub-packages group the rules by what they look at.
"""

from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from pkgutil import walk_packages

from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.wording import worded

#: Rules that stand in this package itself are about the objects' shape, like the schemas.
_SHAPE = "shape"
#: First what can be read at all, then its shape, then what it says, at last the chart.
_LADDER = (
    "files",
    _SHAPE,
    "validity",
    "objects",
    "trace",
    "pod",
    "container",
    "workload",
    "network",
    "rbac",
    "policies",
    "chart",
    "cluster",
    "waivers",
)

#: In their group these come before the others, which read what they vouch for.
_FIRST = ("yaml_syntax", "object_shape")


def register(checks: Iterable[Check]) -> dict[str, Check]:
    """Return checks by code.

    Raises:
        ValueError: two checks share a code.
    """
    registry: dict[str, Check] = {}
    for check in checks:
        if check.code in registry:
            raise ValueError(f"the check {check.code} is registered twice")
        registry[check.code] = check
    return registry


def _found() -> list[Check]:
    """Return the check of every module, each with its group."""
    found: list[tuple[int, bool, str, Check]] = []
    for module in walk_packages(__path__, f"{__name__}."):
        check = getattr(import_module(module.name), "CHECK", None)
        if isinstance(check, Check):
            group, inside, name = module.name.removeprefix(f"{__name__}.").rpartition(".")
            group = group if inside else _SHAPE
            rank = _LADDER.index(group) if group in _LADDER else len(_LADDER)
            found.append((rank, name not in _FIRST, name, replace(check, group=group)))
    return [check for *_, check in sorted(found, key=lambda item: item[:3])]


#: The rules with texts that are still format strings, for a profile to put its parameters in.
UNWORDED = register(_found())
CHECKS = worded(UNWORDED, {})
