"""From a bundle to the values of a prompt. Nothing is added: what the bundle does not say is left out."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.layer import Layer

#: Characters of a text in a definition: no name, image or path has more, files and certificates have thousands.
_LONGEST_TEXT = 300


def input_arguments(bundle: Bundle, environment: str, template_id: str) -> dict[str, Any]:
    """Return the values of the input prompt.

    Args:
        bundle: the component.
        environment: environment to generate.
        template_id: chart template that was chosen.
    """
    component = bundle.component
    values = {
        "trace_id": bundle.trace_id,
        "blueprint_id": bundle.blueprint_id,
        "component_name": component.name,
        "component_scope": bundle.component_scope,
        "component_type": component.type,
        "container_image": component.container_image,
        "transport": component.transport,
        "target_environment": environment,
        "env_overlay_block": _layers(bundle, environment),
        "security_profile": _plain(component.security_profile or bundle.security_profile),
        "observability_block": _plain(component.observability or bundle.observability),
        "template_id": template_id,
    }
    return {name: value for name, value in values.items() if value is not None}


def planning_arguments(bundle: Bundle, template_id: str, steps: Sequence[str]) -> dict[str, Any]:
    """Return the values of the input prompt for the plan of a bundle, which is one for all its environments.

    Args:
        bundle: the component.
        template_id: chart template that was chosen.
        steps: names of the functions that the plan holds; their order is not told.
    """
    wanted = bundle.targets or list(bundle.environments)
    values = input_arguments(bundle, ", ".join(wanted) or "none given", template_id)
    return {**values, "steps": "\n".join(sorted(steps))}


def component_arguments(bundle: Bundle) -> dict[str, Any]:
    """Return the values of the expansion and repair prompts that are the bundle's.

    The definition is JSON in ASCII on one line: nothing in it can begin a line, hide or turn text around. Of a long
    text stands only how long it is: a draft repeats no value, and the rules shall not get out of sight. It is not cut,
    so that no half of a secret is left that nobody finds.
    """
    component = bundle.component
    # That the type is no mistake is settled by then.
    definition = {name: _told(value) for name, value in _plain(component).items() if name != "novel_type"}
    return {
        "component_name": component.name,
        "component_type": component.type,
        "transport": component.transport,
        "component_definition": json.dumps(definition, separators=(",", ":"), ensure_ascii=True),
    }


def _told(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_TEXT else f"({len(value)} characters)"
    if isinstance(value, dict):
        return {name: _told(inner) for name, inner in value.items()}
    return [_told(inner) for inner in value] if isinstance(value, list) else value


def _layers(bundle: Bundle, environment: str) -> dict[str, Any]:
    """Return what the bundle says of an environment, the tenant's settings last because they win."""
    tenant = bundle.tenants.get(bundle.tenant or "")
    layers: dict[str, Layer | None] = {
        "environment": bundle.environments.get(environment),
        "tenant": tenant,
        "tenant_environment": (tenant.environments or {}).get(environment) if tenant else None,
    }
    said = {name: _plain(layer) for name, layer in layers.items() if layer is not None}
    said.get("tenant", {}).pop("environments", None)
    return said if set(said) - {"environment"} else said.get("environment", {})


def _plain(value: BaseModel | None) -> dict[str, Any]:
    return {} if value is None else value.model_dump(mode="json", by_alias=True, exclude_unset=True)
