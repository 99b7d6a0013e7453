"""What a pipeline refers to and is not there, in plain data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.model.expressions import expression
from foundation.source.tree import Path
from plugins.k8s_validator.pipelines.files import texts_of

#: Folders of the output as steps name them: behind the parameter, or the variable of a shell.
_FILES = expression(r"(?:\$\{\{ parameters\.root \}\}|\$ROOT)/([A-Za-z0-9._/-]+)")
_PARAMETER = expression(r"\$\{\{ parameters\.([A-Za-z_][A-Za-z0-9_]*) \}\}")
_INPUT = expression(r"\$\{\{ inputs\.([A-Za-z_][A-Za-z0-9_]*) \}\}")
_VARIABLE = expression(r"\$\(([^)]*)\)")
#: What Azure Pipelines defines itself.
_PREDEFINED = expression(r"(Build|System|Agent|Pipeline|Environment)\.[A-Za-z0-9.]+|Date:.*|Rev:.*")
#: How a flag of a program names the namespace.
_NAMESPACE_FLAG = expression(r"--namespace[ =]([a-z0-9-]+)")


@dataclass(frozen=True)
class Dangling:
    """A reference to nothing, or to something else than what is deployed.

    Attributes:
        path: where it is.
        message: what is wrong.
    """

    path: Path
    message: str


def missing_files(data: Any, paths: frozenset[str]) -> Iterator[Dangling]:
    """Yield every file and folder that a text names and the output does not have."""
    folders = {path[:index] for path in paths for index, sign in enumerate(path) if sign == "/"}
    for path, text in texts_of(data):
        for name in _FILES.findall(text):
            if name.rstrip("/.") not in paths | folders:
                yield Dangling(path, f"the output has no {name}")


def unknown_stages(stages: list[dict[str, Any]]) -> Iterator[Dangling]:
    """Yield names of stages and jobs that are given twice, and dependencies on what does not come before."""
    before: list[str] = []
    for index, stage in enumerate(stages):
        yield from _twice(("stages", index, "stage"), stage["stage"], before)
        # A parameter is for whoever includes the stages, and stands at the first of them only.
        waits = stage["dependsOn"]
        if isinstance(waits, str) and before:
            yield Dangling(("stages", index, "dependsOn"), f"the stage does not come after {before[-1]}")
        for number, name in enumerate(waits if isinstance(waits, list) else []):
            if name not in before:
                yield Dangling(("stages", index, "dependsOn", number), f"no stage {name} comes before")
        before.append(stage["stage"])
        yield from _unknown_jobs(stage["jobs"], ("stages", index, "jobs"))


def _unknown_jobs(jobs: list[dict[str, Any]], place: Path) -> Iterator[Dangling]:
    before: list[str] = []
    for index, job in enumerate(jobs):
        key = "deployment" if "deployment" in job else "job"
        yield from _twice((*place, index, key), job[key], before)
        name = job.get("dependsOn")
        if name is not None and name not in before:
            yield Dangling((*place, index, "dependsOn"), f"no job {name} comes before")
        before.append(job[key])


def _twice(path: Path, name: str, before: list[str]) -> Iterator[Dangling]:
    if name in before:
        yield Dangling(path, f"the name {name} is given twice")


def unknown_needs(jobs: dict[str, dict[str, Any]]) -> Iterator[Dangling]:
    """Yield what jobs of a workflow need and what does not come before them."""
    before: list[str] = []
    for name, job in jobs.items():
        for number, needed in enumerate(job.get("needs", [])):
            if needed not in before:
                yield Dangling(("jobs", name, "needs", number), f"no job {needed} comes before")
        before.append(name)


def unknown_variables(data: dict[str, Any]) -> Iterator[Dangling]:
    """Yield variables and parameters of Azure Pipelines that nothing defines.

    A variable group may define any, so where a stage has one nothing is said of variables.
    """
    parameters = {parameter["name"] for parameter in data["parameters"]}
    for path, text in texts_of(data):
        for name in _PARAMETER.findall(text):
            if name not in parameters:
                yield Dangling(path, f"there is no parameter {name}")
    for index, stage in enumerate(data["stages"]):
        if any("group" in variable for variable in stage["variables"]):
            continue
        of_jobs = {variable.get("name") for job in stage["jobs"] for variable in job.get("variables", [])}
        known = {variable["name"] for variable in stage["variables"]} | of_jobs | set(_made_by_steps(stage["jobs"]))
        for path, text in texts_of(stage, ("stages", index)):
            for name in _VARIABLE.findall(text):
                if name not in known and not _PREDEFINED.fullmatch(name):
                    yield Dangling(path, f"nothing defines the variable {name}")


def _made_by_steps(jobs: Any) -> Iterator[str]:
    """Yield the variables that strategies and named steps define."""
    if isinstance(jobs, dict):
        if "increments" in jobs:
            yield "strategy.increment"
        if jobs.get("name") and jobs.get("inputs", {}).get("action") == "bake":
            yield f"{jobs['name']}.manifestsBundle"
        jobs = list(jobs.values())
    for item in jobs if isinstance(jobs, list) else []:
        yield from _made_by_steps(item)


def unknown_inputs(data: dict[str, Any]) -> Iterator[Dangling]:
    """Yield inputs of a workflow that some way of starting it does not have."""
    for path, text in texts_of(data):
        for name in _INPUT.findall(text):
            missing = [way for way, started in data["on"].items() if name not in started.get("inputs", {})]
            if missing:
                yield Dangling(path, f"{' and '.join(missing)} has no input {name}")


def other_names(data: Any, namespace: str, release: str) -> Iterator[Dangling]:
    """Yield namespaces and releases that are not those of the chart."""
    for path, text in texts_of(data):
        if path[-1] == "namespace" and text != namespace:
            yield Dangling(path, f"the objects are in the namespace {namespace}, not in {text}")
        if path[-1] == "releaseName" and text != release:
            yield Dangling(path, f"the release is called {release}, not {text}")
        if path[-1] in ("run", "bash"):
            for name in _NAMESPACE_FLAG.findall(text):
                if name != namespace:
                    yield Dangling(path, f"the objects are in the namespace {namespace}, not in {name}")
