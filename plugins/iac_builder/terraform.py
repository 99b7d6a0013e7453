"""Files of Terraform: the provider, variables, outputs, a file a kind, values of each environment."""

import re
from typing import Any

from foundation.model.errors import InputError, Problem
from plugins.iac_builder.rendering import Templates

#: An argument on one line, as ``terraform fmt`` aligns it with its neighbours.
_ARGUMENT = re.compile(r"(?P<indent> *)(?P<name>[A-Za-z0-9_\"-]+) = (?P<value>.*[^{\[(])")
#: Values by this name are read without being asked for.
_ALWAYS_READ = "terraform"


def terraform_files(
    templates: Templates, common: dict[str, Any], environments: dict[str, dict[str, Any]]
) -> dict[str, str]:
    """Return the files by path.

    Args:
        templates: the templates of Terraform.
        common: what all of them may name.
        environments: what those of an environment may name beside it.

    Raises:
        InputError: Terraform would take the values of an environment for those of all.
    """
    if _ALWAYS_READ in environments:
        message = f"Terraform reads {_ALWAYS_READ}.tfvars whatever the environment is"
        remedy = f"Give the environment {_ALWAYS_READ} another name, or leave terraform out of the output."
        path = f"environments.{_ALWAYS_READ}"
        raise InputError(Problem(code="infrastructure-name", message=message, remedy=remedy, path=path))
    files = {f"{part}.tf": templates.render(part, common) for part in ("main", "variables", "outputs")}
    for kind, file in {resource["kind"]: resource["file"] for resource in common["resources"]}.items():
        of_kind = [resource for resource in common["resources"] if resource["kind"] == kind]
        files[f"{file}.tf"] = templates.render(kind, {**common, "of_kind": of_kind})
    if common["networks"]["endpoints"]:
        files["private-endpoints.tf"] = templates.render("private_endpoints", common)
    for name, values in environments.items():
        files[f"{name}.tfvars"] = templates.render("values", {**common, **values})
        if common["has_state"]:
            files[f"{name}.tfbackend"] = templates.render("backend", {**common, **values})
    return {path: aligned(text) for path, text in files.items()}


def aligned(text: str) -> str:
    """Return a text with the arguments of neighbouring lines aligned, as ``terraform fmt`` writes them.

    Args:
        text: HCL whose arguments have one space on both sides of the sign.
    """
    lines, run = [], list[re.Match[str]]()
    for line in [*text.split("\n"), ""]:
        match = _ARGUMENT.fullmatch(line)
        if run and (match is None or match["indent"] != run[0]["indent"]):
            lines += _run(run)
            run = []
        if match is not None:
            run.append(match)
        else:
            lines.append(line)
    return "\n".join(lines[:-1])


def _run(run: list[re.Match[str]]) -> list[str]:
    width = max(len(match["name"]) for match in run)
    return [f"{match['indent']}{match['name']:<{width}} = {match['value']}" for match in run]
