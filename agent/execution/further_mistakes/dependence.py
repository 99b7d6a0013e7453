"""Whether a mistake may be there only because something was left out: then it is not told.

No rule is named here. What a rule of merged settings looks at is watched (``plugins/overlay_merge/watching.py``), and a
step that raises a mistake can say what decides it. A check of one object hangs on what the place of its finding is made
of; a check of several says itself what else decides it, or hangs on everything.
"""

import re
from collections.abc import Collection, Iterable

from foundation.model.expressions import expression
from plugins.k8s_validator.rules.check import ANYTHING
from plugins.k8s_validator.rules.checks import CHECKS

_EXCEPTIONS = "policy_exceptions"
_LAYER = expression(
    r"^(?:application\.)?(?:shared|component|tenants\.[^.\[]+\.environments\.[^.\[]+|tenants\.[^.\[]+|"
    r"environments\.[^.\[]+)\.(?=.)"
)


class LeftOut:
    """What was left out so far.

    Args:
        paths: dotted paths of the bundle.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: set[str] = set()
        self._settings: set[str] = set()
        self.add(paths)

    def add(self, paths: Iterable[str]) -> None:
        """Leave more out."""
        self._paths |= set(paths)
        self._settings = {_setting(path) for path in self._paths}

    @property
    def kind(self) -> bool:
        """Whether nobody knows what kind of workload it is."""
        return bool(self._settings & {"component", "component.type"})

    def concerns(self, places: Collection[str], decided_by: Collection[str] = ()) -> bool:
        """Tell whether something left out may be why a mistake is there.

        Args:
            places: paths of the bundle, or of settings, at which the mistake is.
            decided_by: settings that decide besides them whether it is one.
        """
        if decided_by and (set(ANYTHING) & set(decided_by) or "component" in self._settings):
            return bool(self._settings)
        return any(_overlap(_setting(place), out) for place in (*places, *decided_by) for out in self._settings)

    def concerns_watched(self, path: str, decided_by: Collection[str]) -> bool:
        """Tell the same of a mistake of which is known all that decides it: nothing else at its setting does.

        Args:
            path: where the mistake is.
            decided_by: everything that its rule looked at; what is at the path besides.
        """
        return self.concerns([], decided_by) or any(_overlap(path, out) for out in self._paths)


def decisive_for(check: str) -> tuple[str, ...]:
    """Return the settings that decide what a check of the gate finds, besides those of the place."""
    return CHECKS[check].hangs_on if check in CHECKS else ()


def excused_by(check: str) -> tuple[str, ...]:
    """Return the settings by which what a check of the gate finds may be allowed all the same."""
    return (_EXCEPTIONS,) if check in CHECKS and CHECKS[check].waivable else ()


def _setting(path: str) -> str:
    """Return a path without the layer that it stands in; identity fields of the component keep it."""
    if path in ("component.name", "component.type"):
        return path
    setting = _LAYER.sub("", re.sub(r"^components\[[0-9]+\]\.", "component.", path))
    return "transport" if setting == "component.transport" else setting


def _overlap(one: str, other: str) -> bool:
    return one == other or any(
        longer.startswith((f"{shorter}.", f"{shorter}[")) for shorter, longer in ((one, other), (other, one))
    )
