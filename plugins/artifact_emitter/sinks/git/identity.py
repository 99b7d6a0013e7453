"""Whose files a run has: what the naming policy and the trailers of a commit need; read from the files themselves."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.policy.platform import NamingPolicy
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.trace import EXECUTION_ANNOTATION
from plugins.artifact_emitter.sinks.git.place import GitPlace, is_name


class Identity(FrozenModel):
    """Whose files they are.

    Attributes:
        component: name of the component, as its chart has it.
        trace_id: id of the trace.
        blueprint_id: id of the blueprint.
        execution_id: id of the run.
        restored: id of the run whose files they are, if that is an earlier one.
    """

    component: str
    trace_id: str
    blueprint_id: str
    execution_id: str
    restored: str | None = None

    def of_run(self, execution_id: str) -> "Identity":
        """Return whose files they are when another run puts them back.

        Args:
            execution_id: id of that run; the files' own one, or none, changes nothing.
        """
        if execution_id in ("", self.execution_id):
            return self
        return self.model_copy(update={"execution_id": execution_id, "restored": self.execution_id})

    def message(self, digest: str) -> bytes:
        """Return the message of the run's commit.

        Args:
            digest: digest of the files that the gate looked at.
        """
        trailers = {
            "Trace-Id": self.trace_id,
            "Blueprint-Id": self.blueprint_id,
            "Execution-Id": self.execution_id,
            **({"Restored-Execution-Id": self.restored} if self.restored is not None else {}),
        }
        lines = [f"{name}: {' '.join(value.split())}" for name, value in trailers.items()]
        return "\n".join([f"Infrastructure of {self.component}", "", f"Artifacts {digest}", "", *lines, ""]).encode()


def identity_of(artifacts: ArtifactSet) -> Identity:
    """Return whose files they are, by the chart or, without one, by the first manifest.

    Args:
        artifacts: all files.

    Raises:
        InputError: there is neither.
    """
    contents = {file.path: file.content for file in artifacts.files}
    if (chart := chart_of(contents)) is not None:
        told = yaml.load(contents[f"charts/{chart}/Chart.yaml"], Loader=yaml.CSafeLoader)
        return _identity(chart, told["annotations"])
    manifests = sorted(path for path in contents if path.startswith("manifests/"))
    for path in manifests:
        metadata = next(iter(yaml.load_all(contents[path], Loader=yaml.CSafeLoader)))["metadata"]
        return _identity(metadata["labels"]["component"], metadata["annotations"])
    message = "neither a chart nor manifests are written, so nobody can tell whose the files are"
    raise _naming(message, "Generate one of them as well.")


def chart_of(paths: Iterable[str]) -> str | None:
    """Return the name of the chart among files."""
    return next((path.split("/")[1] for path in paths if PurePosixPath(path).match("charts/*/Chart.yaml")), None)


def folder_of(component: str, place: GitPlace, naming: NamingPolicy) -> str:
    """Return the folder of a component in a repository.

    Args:
        component: its name.
        place: the place in the repository.
        naming: the policy that says how the folder is called.

    Raises:
        InputError: what the policy says is no folder.
    """
    folder = _filled("git_path", naming.git_path, component=component).strip("/")
    return f"{place.folder}/{folder}" if place.folder else folder


def branch_of(identity: Identity, place: GitPlace, naming: NamingPolicy) -> str:
    """Return the branch that a run's commit goes to.

    Args:
        identity: whose files they are.
        place: the place in the repository, with the branch that they are for.
        naming: the policy that says whether they go through a pull request.

    Raises:
        InputError: what the policy says is no branch.
    """
    pattern, names = naming.git_pull_request_branch, {"component": identity.component}
    if not pattern:
        return place.branch
    return _filled("git_pull_request_branch", pattern, **names, execution_id=identity.execution_id)


def _identity(component: str, annotations: Mapping[str, Any]) -> Identity:
    return Identity(
        component=component,
        trace_id=str(annotations["trace_id"]),
        blueprint_id=str(annotations["blueprint_id"]),
        execution_id=str(annotations[EXECUTION_ANNOTATION]),
    )


def _filled(setting: str, pattern: str, **names: str) -> str:
    try:
        text = pattern.format(**names)
    except (KeyError, IndexError, ValueError, AttributeError):
        text = ""
    if not is_name(text.strip("/")):
        allowed = " and ".join(f"{{{name}}}" for name in names)
        remedy = f"Correct naming.{setting} in the policies; {allowed} can be filled in."
        raise _naming(f"the naming policy's {setting} {pattern!r} gives no name that Git takes", remedy)
    return text


def _naming(message: str, remedy: str) -> InputError:
    return InputError(Problem(code="git-naming", message=message, remedy=remedy))
