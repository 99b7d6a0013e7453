"""Which settings a rule looks at before it finds a mistake: whatever of them is unknown may be why it finds one."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.layer import Layer
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import Problem

#: A rule: says what is wrong when it is asked.
Rule = Callable[[], Iterator[Problem]]
_KIND = frozenset({"component.type", "template_id"})
#: Layers that speak because of what the component is.
_BECAUSE_OF: Mapping[str, Collection[str]] = {
    "platform, transport ": {"transport"},
    "platform, type ": _KIND,
    "template ": _KIND,
}
_OF_COMPONENT = {"name": {"component.name"}, "type": {"component.type"}, "transport": {"transport"}}


_FIELDS = {name: frozenset({name}) for name in Layer.model_fields}


@lru_cache(maxsize=64)
def _reasons(layer: str) -> frozenset[str]:
    """Return the settings because of which a layer speaks."""
    return frozenset().union(*(reasons for beginning, reasons in _BECAUSE_OF.items() if layer.startswith(beginning)))


class Watch:
    """Notes what is looked at."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def asked(self, rule: Rule) -> Iterator[tuple[Problem, frozenset[str]]]:
        """Yield what a rule finds, each with the settings that it had looked at by then."""
        self._seen.clear()
        for problem in rule():
            yield problem, frozenset(self._seen)

    def bundle(self, bundle: Bundle) -> Bundle:
        """Return a bundle that is watched."""
        component = _Watched(bundle.component, self._seen, _OF_COMPONENT)
        return cast("Bundle", _Watched(bundle, self._seen, {"application": {"application"}}, {"component": component}))

    def templates(self, templates: TemplateSet) -> TemplateSet:
        """Return templates that are watched: they are those of the component's type."""
        return cast("TemplateSet", _Watched(templates, self._seen, {"chart": _KIND, "resources": _KIND}))

    def environment(self, environment: EffectiveEnvironment) -> EffectiveEnvironment:
        """Return an environment whose settings are watched."""
        fields = dict(_FIELDS)
        for path, layer in environment.origins.items():
            if reasons := _reasons(layer):
                field = path.partition(".")[0].partition("[")[0]
                fields[field] = fields.get(field, frozenset()) | reasons
        settings = cast("Layer", _Watched(environment.settings, self._seen, fields))
        return environment.model_copy(update={"settings": settings})


class _Watched:
    """Stands for a value and notes which of its fields are read."""

    def __init__(
        self,
        value: Any,
        seen: set[str],
        names: Mapping[str, Collection[str]],
        inner: Mapping[str, Any] | None = None,
    ) -> None:
        self._value, self._seen, self._names, self._inner = value, seen, names, inner or {}

    def __getattr__(self, name: str) -> Any:
        self._seen.update(self._names.get(name, ()))
        return self._inner[name] if name in self._inner else getattr(self._value, name)
