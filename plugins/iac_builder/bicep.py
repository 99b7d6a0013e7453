"""Files of Bicep: a main file, a module a kind, parameters of each environment."""

from typing import Any

from plugins.iac_builder.rendering import Templates


def bicep_files(
    templates: Templates, common: dict[str, Any], environments: dict[str, dict[str, Any]]
) -> dict[str, str]:
    """Return the files by path.

    Args:
        templates: the templates of Bicep.
        common: what all of them may name.
        environments: what those of an environment may name beside it.
    """
    files = {"main.bicep": templates.render("main", common)}
    for kind, file in {resource["kind"]: resource["file"] for resource in common["resources"]}.items():
        files[f"modules/{file}.bicep"] = templates.render(kind, common)
    if common["networks"]["endpoints"]:
        files["modules/private-endpoint.bicep"] = templates.render("private_endpoint", common)
    for name, values in environments.items():
        files[f"main.{name}.bicepparam"] = templates.render("parameters", {**common, **values})
    return files
