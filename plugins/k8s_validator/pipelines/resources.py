"""How a pipeline deploys Azure resources, held against itself and the files that it deploys, in plain data."""

from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from foundation.source.tree import Path
from plugins.k8s_validator.pipelines.files import texts_of
from plugins.k8s_validator.pipelines.references import Dangling

#: What one job takes from another: the job, its step, and the variable.
_OUTPUT = expression(r"\$\[ dependencies\.(\w+)\.outputs\['(\w+)\.(\w+)'\] \]")
#: How a step makes a variable that other jobs, or the steps after it, can have.
_MADE = expression(r"##vso\[task\.setvariable variable=(\w+);isOutput=true\]|\bs/\^/(\w+)=/' >> \"\$GITHUB_ENV\"")
_IDENTITY = "IDENTITY_CLIENT_ID"
#: Files and folders that belong to one environment, which their names tell.
_OF_ENVIRONMENT = (
    expression(r"/values-([a-z0-9-]+)\.yaml"),
    expression(r"/(?:manifests|kustomize/overlays)/([a-z0-9-]+)"),
    expression(r"/bicep/main\.([a-z0-9-]+)\.bicepparam"),
    expression(r"[=/]([a-z0-9-]+)\.(?:tfvars|tfbackend)"),
    expression(r"--stack ([a-z0-9-]+)"),
    expression(r"--cwd network-([a-z0-9-]+)"),
)
#: Files of Terraform and projects of Pulumi, which steps name from within their folders.
_IN_TERRAFORM = expression(r"-(?:var-file|backend-config)=([A-Za-z0-9._-]+)")
_IN_PULUMI = expression(r"--cwd ([A-Za-z0-9._-]+)")


def unknown_outputs(stages: list[dict[str, Any]]) -> Iterator[Dangling]:
    """Yield variables that a job takes from another which does not come right before it, or does not make them."""
    for index, stage in enumerate(stages):
        jobs = {job.get("job"): job for job in stage["jobs"]}
        for number, job in enumerate(stage["jobs"]):
            for place, variable in enumerate(job.get("variables", [])):
                path: Path = ("stages", index, "jobs", number, "variables", place, "value")
                yield from _unknown_output(path, str(variable.get("value")), job, jobs)


def _unknown_output(path: Path, value: str, job: dict[str, Any], jobs: dict[Any, dict[str, Any]]) -> Iterator[Dangling]:
    for owner, step, name in _OUTPUT.findall(value):
        steps = jobs[owner]["steps"] if owner in jobs else []
        made = {one for item in steps if item.get("name") == step for one in _made_by(item)}
        if job.get("dependsOn") != owner:
            yield Dangling(path, f"the job does not come after {owner}")
        elif name not in made:
            yield Dangling(path, f"no step {step} of {owner} makes the variable {name}")


def unknown_in_steps(jobs: dict[str, dict[str, Any]]) -> Iterator[Dangling]:
    """Yield steps of a workflow that use the identity's client id before any step makes it."""
    for name, job in jobs.items():
        made: set[str] = set()
        for number, step in enumerate(job["steps"]):
            path: Path = ("jobs", name, "steps", number, "run")
            if f"${_IDENTITY}" in str(step.get("run")) and _IDENTITY not in made:
                yield Dangling(path, f"no step before makes {_IDENTITY}")
            made |= {*_made_by(step)}


def _made_by(step: dict[str, Any]) -> Iterator[str]:
    for _, text in texts_of(step):
        for first, second in _MADE.findall(text):
            yield first or second


def other_environments(parts: Any, place: Path) -> Iterator[Dangling]:
    """Yield files of an environment in a stage or job that deploys another, which is that of the first file.

    Args:
        parts: stages in a list, or jobs by name.
        place: where they are.
    """
    for key, part in parts.items() if isinstance(parts, dict) else enumerate(parts):
        own = None
        for path, text in texts_of(part, (*place, key)):
            for name in (found for pattern in _OF_ENVIRONMENT for found in pattern.findall(text)):
                own = own or name
                if name != own:
                    yield Dangling(path, f"this is of {name}, and the files before it are of {own}")


def missing_infrastructure(data: Any, paths: frozenset[str]) -> Iterator[Dangling]:
    """Yield files of Terraform and projects of Pulumi that a step names and the output does not have."""
    for path, text in texts_of(data):
        files = [f"terraform/{name}" for name in _IN_TERRAFORM.findall(text)]
        files += [f"pulumi/{name}/Pulumi.yaml" for name in _IN_PULUMI.findall(text)]
        for name in files:
            if name not in paths:
                yield Dangling(path, f"the output has no {name}")
