"""Settings of an autoscaler whose switch is off: they have no effect, and some could not have one that is right."""

from collections.abc import Callable, Collection, Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.findings import Finding
from plugins.overlay_merge.places import is_the_bundles, setting_path
from plugins.overlay_merge.rules.scaling import autoscaler_bounds, keda_rules
from plugins.overlay_merge.watching import Rule

#: The switch of each group of settings.
SWITCHES = {"enable_hpa": "autoscale", "enable_keda": "keda"}


def idle_settings(
    environments: Collection[EffectiveEnvironment], used_in: Callable[[str], bool]
) -> Iterator[tuple[EffectiveEnvironment, str]]:
    """Yield the switches that are off though the bundle gives what they would switch on.

    What the bundle says for all environments counts only where none of them uses it.

    Args:
        environments: the environments of the run.
        used_in: tells whether some environment of the bundle has a switch on.
    """
    for environment in environments:
        for switch, setting in SWITCHES.items():
            layers = _layers(setting, environment)
            if getattr(environment.settings, switch) or not layers:
                continue
            if any(_is_of_one_environment(layer) for layer in layers) or not used_in(switch):
                yield environment, switch


def idle_rules(workload: Callable[[], str], environment: EffectiveEnvironment, switch: str) -> list[Rule]:
    """Return the rules about what would be wrong if the switch were on, whatever else were given."""
    if switch != "enable_hpa":
        return keda_rules(workload, environment)
    # Bounds of a profile are not meant for what does not scale.
    bounds = ("autoscale.minReplicas", "autoscale.maxReplicas")
    is_own = all(is_the_bundles(environment.origins.get(bound, "platform")) for bound in bounds)
    return [lambda: autoscaler_bounds(environment)] if is_own else []


def idle_advice(environment: EffectiveEnvironment, switch: str) -> Finding:
    """Say that the settings have no effect."""
    setting = SWITCHES[switch]
    layers = _layers(setting, environment)
    own = [layer for layer in layers if _is_of_one_environment(layer)]
    first = layers[own[-1] if own else next(iter(layers))][0]
    return Finding(
        code="scaling-unused",
        severity="advice",
        message=f"{setting} of {own[-1]} has no effect: {switch} is off in {environment.name}"
        if own
        else f"{setting} has no effect: {switch} is off in every environment of the bundle",
        remedy=f"Set {switch} to true where it should scale, or leave {setting} out.",
        path=setting_path(first, environment).rpartition(f".{setting}")[0] + f".{setting}",
        environment=environment.name if own else None,
    )


def _layers(setting: str, environment: EffectiveEnvironment) -> dict[str, list[str]]:
    """Return the bundle's layers that give a setting or part of it, each with the paths."""
    found: dict[str, list[str]] = {}
    for path, layer in environment.origins.items():
        if is_the_bundles(layer) and (path == setting or path.startswith((f"{setting}.", f"{setting}["))):
            found.setdefault(layer, []).append(path)
    return found


def _is_of_one_environment(layer: str) -> bool:
    return "environment " in layer
