"""The Applications that an ApplicationSet makes, as Argo CD makes them."""

from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.pipelines.files import texts_of
from plugins.k8s_validator.pipelines.references import Dangling

#: Where in a set its Applications are written.
TEMPLATE = ("spec", "template")
#: What is written beside parameters would be code, of which nobody knows what it comes to.
_PARAMETER = expression(r"\{\{ *\.([A-Za-z_][A-Za-z0-9_]*) *\}\}")
_CODE = "{{"


def applications_of(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the environment and the Application of each element of a set's lists.

    Args:
        data: an ApplicationSet that its schema takes.
    """
    head = {"apiVersion": data["apiVersion"], "kind": "Application"}
    namespace = mapping(data["metadata"]).get("namespace")
    for generator in data["spec"]["generators"]:
        listed = mapping(generator.get("list"))
        template = _merged(mapping(listed.get("template")), data["spec"]["template"])
        for element in [mapping(item) for item in listed.get("elements") or []]:
            made = _filled(template, element)
            metadata = {**mapping(made.get("metadata")), "namespace": namespace}
            yield str(element.get("environment")), {**head, **made, "metadata": metadata}


def unknown_parameters(application: dict[str, Any]) -> Iterator[Dangling]:
    """Yield texts that Argo CD could not fill in: parameters that the element has not, and whatever else is code."""
    for path, text in texts_of(application):
        if _CODE in text:
            yield Dangling(path, f"no element of the list gives what {text} asks for")


def _merged(own: dict[str, Any], common: dict[str, Any]) -> dict[str, Any]:
    """Return a template with what is empty in it taken from the one for all."""
    found = {key: value for key, value in own.items() if value not in ({}, [], "", None)}
    for key, value in common.items():
        mine = found.get(key)
        found[key] = (
            _merged(mine, value) if isinstance(mine, dict) and isinstance(value, dict) else found.get(key, value)
        )
    return found


def _filled(data: Any, element: dict[str, Any]) -> Any:
    if isinstance(data, dict):
        return {key: _filled(value, element) for key, value in data.items()}
    if isinstance(data, list):
        return [_filled(item, element) for item in data]
    if not isinstance(data, str):
        return data
    return _PARAMETER.sub(lambda match: str(element.get(match[1], match[0])), data)
