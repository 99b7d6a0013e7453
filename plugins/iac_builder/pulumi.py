"""Files of Pulumi's YAML: a project, a stack of each environment, and a project of each network."""

from typing import Any

from foundation.source.document import parse_documents
from foundation.source.emit import to_yaml
from plugins.iac_builder.literals import pulumi_text
from plugins.iac_builder.rendering import Templates

_PROJECT = "Pulumi.yaml"
_HEAD = "# Made by infrastructure-engineer-agent; see docs/infrastructure.md of the agent.\n"
#: What Pulumi calls the environment itself.
_STACK = "${pulumi.stack}"


def pulumi_files(
    templates: Templates, common: dict[str, Any], environments: dict[str, dict[str, Any]]
) -> dict[str, str]:
    """Return the files by path.

    Args:
        templates: the templates of Pulumi.
        common: what all of them may name.
        environments: what those of an environment may name beside it.
    """
    project = _read(templates.render("main", {**common, "tags_by_stack": _tags(common["tags_of"])}))
    resources: dict[str, Any] = {}
    for kind in dict.fromkeys(resource["kind"] for resource in common["resources"]):
        of_kind = [resource for resource in common["resources"] if resource["kind"] == kind]
        fragment = _read(templates.render(kind, {**common, "of_kind": of_kind}))
        resources |= fragment.get("resources") or {}
        project["variables"] |= fragment.get("variables") or {}
    outputs = project.pop("outputs", {})
    files = {_PROJECT: {**project, "resources": resources, "outputs": outputs}}
    for name, values in environments.items():
        files[f"Pulumi.{name}.yaml"] = _read(templates.render("stack", {**common, **values}))
        if values["network"] is not None:
            tags = {key: pulumi_text(value) for key, value in values["tags"].items()}
            own = templates.render("network", {**common, **values, "tags": tags})
            files[f"network-{name}/{_PROJECT}"] = _read(own)
    return {path: _HEAD + to_yaml(data) for path, data in files.items()}


def _tags(by_environment: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return tags that hold in every stack: those that differ are the environment's name."""
    name, tags = next(iter(by_environment.items()))
    return {key: _STACK if key == "env" and value == name else pulumi_text(value) for key, value in tags.items()}


def _read(text: str) -> dict[str, Any]:
    data = parse_documents(text, _PROJECT)[0].data
    return data if isinstance(data, dict) else {}
