"""Where settings stand in the bundle, for messages."""

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.errors import Problem
from plugins.overlay_merge.setting_origins import origin_of_setting


def setting_path(setting: str, environment: EffectiveEnvironment) -> str:
    """Return the path of a setting: in the environment's layer if that set it, else in the component."""
    if environment.origins.get(setting, "").startswith("environment "):
        return f"environments.{environment.name}.{setting}"
    return f"component.{setting}"


def place_of_setting(setting: str, environment: EffectiveEnvironment) -> str:
    """Return where the bundle gives a setting, in whichever layer; in the component, if nothing of it does."""
    origin = origin_of_setting(environment, setting)
    return (origin.path if origin is not None else None) or f"component.{setting}"


def at_its_layer(problem: Problem, environment: EffectiveEnvironment) -> Problem:
    """Return a problem of merged settings at the layer of the bundle that gives what is wrong.

    Args:
        problem: names the component, for whichever layer it is.
        environment: the merged settings with their origins.
    """
    setting = (problem.path or "").removeprefix("component.")
    origin = origin_of_setting(environment, setting) if setting != problem.path else None
    place = environment.places.get(origin.layer) if origin is not None else None
    if place is None:
        return problem
    return problem.model_copy(update={"path": setting if place == "-" else f"{place}.{setting}"})


def is_the_bundles(layer: str) -> bool:
    """Tell whether a layer is the bundle's own, and not a policy or a profile, which speak to all components."""
    return not layer.startswith(("platform", "profile"))


def given_by_bundle(prefix: str, environment: EffectiveEnvironment) -> bool:
    """Tell whether the bundle itself sets something at or below a setting."""
    return any(
        is_the_bundles(layer)
        for path, layer in environment.origins.items()
        if path == prefix or path.startswith((f"{prefix}.", f"{prefix}["))
    )
