"""From the findings of a run back to the lines of the bundle that caused them.

A finding names an object that was generated; nobody can mend that. The chart's builder knows which settings a path of
an object is made of, the merge which layer gave a setting, and the request where each layer stands in the file. What
the bundle does not give is told by the component's line, with the platform's file that gives it: never by a line that
has nothing to do with it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.expressions import expression
from foundation.model.findings import Cause, Finding
from foundation.model.flags import Flag
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.request import GenerationRequest
from plugins.helm_chart_builder.setting_sources import ObjectPath, sources_of
from plugins.k8s_validator.subject.documents import read_text
from plugins.overlay_merge.setting_origins import SettingOrigin, origin_around, origin_of_setting

OriginOf = Callable[[EffectiveEnvironment, str], SettingOrigin | None]

_COMPONENT = "component.name"
#: What a person did in the output is caused by nothing in the bundle.
_OF_PEOPLE = frozenset({"file-merged", "merge-conflict", "merge-base-missing"})
_NAMED_ENTRY = expression(r"\[(?!None\])[^\]]*[^\]0-9][^\]]*\]$")
_STEP = expression(r"\[([0-9]+)\]|\.?([^.\[]+)")


def with_causes(
    findings: Sequence[Finding],
    request: GenerationRequest,
    effective: EffectiveComponent | None,
    artifacts: ArtifactSet | None,
) -> list[Finding]:
    """Return findings that name what caused them.

    Args:
        findings: what the gate found.
        request: the bundle, and where in its file everything stands.
        effective: the merged settings with their origins.
        artifacts: the files that the findings are about.
    """
    finder = CauseFinder(request, effective, artifacts)
    return [finding.model_copy(update={"cause": finder.cause(finding)}) for finding in findings]


def is_said(cause: Cause | None) -> bool:
    """Tell whether a cause is what the caller said, in the bundle or by a flag, and nothing of the platform."""
    return cause is not None and cause.layer is None and cause.path != _COMPONENT


class CauseFinder:
    """Finds causes in one run.

    Args:
        request: the bundle, and where in its file everything stands.
        effective: the merged settings; ``None`` if the run did not come so far.
        artifacts: the files of the run, likewise.
    """

    def __init__(
        self, request: GenerationRequest, effective: EffectiveComponent | None, artifacts: ArtifactSet | None
    ) -> None:
        self._request = request
        self._effective = effective
        self._artifacts = artifacts.complete if artifacts is not None else None
        self._objects: dict[str, list[Any]] = {}

    def cause(self, finding: Finding) -> Cause | None:
        """Return what caused a finding; nothing, if it is about no file of the run and no place in the bundle."""
        if finding.code in _OF_PEOPLE:
            return None
        made = finding.file is not None and self._is_made(finding.file)
        if finding.file is not None and not made:
            return None
        if finding.object is None:
            return self._in_bundle(finding) if not made else self._component()
        environment = self._environment(finding)
        sources = self._sources(finding)
        for origin_of in (origin_of_setting, origin_around):
            for source in sources:
                found = self._of_source(source, environment, origin_of)
                if found is not None:
                    return found
        return self._component()

    def deciding_paths(self, finding: Finding) -> list[str]:
        """Return the settings, and the paths of the bundle, that decide what a finding is about."""
        sources = self._sources(finding) if finding.object is not None else []
        return [source.removeprefix("=").removeprefix("secrets:") for source in sources if not source.startswith("!")]

    def is_given(self, cause: Cause | None) -> bool:
        """Tell whether a cause is a value that the bundle gives itself."""
        return cause is not None and cause.given_by is None and cause.path != _COMPONENT

    def _is_made(self, file: str) -> bool:
        """Tell whether a file, or a folder of files, is of this run."""
        made = self._artifacts
        return made is not None and (made.find(file) is not None or bool(made.under(f"{file}/")))

    def _in_bundle(self, finding: Finding) -> Cause:
        """Return the place of a finding that knows its path in the bundle itself."""
        path = finding.path or ""
        found = self._place(path)
        if found is None:
            setting = re.sub(r"^(component|(?:tenants\.[^.]+\.)?environments\.[^.]+)\.", "", path)
            found = self._of_setting(setting, self._environment(finding))
        return found or self._component()

    def _environment(self, finding: Finding) -> EffectiveEnvironment | None:
        if self._effective is None:
            return None
        environments = {environment.name: environment for environment in self._effective.environments}
        return environments.get(finding.environment or "", self._effective.common)

    def _sources(self, finding: Finding) -> list[str]:
        kind, _, name = (finding.object or "").partition("/")
        effective, environment = self._effective, self._environment(finding)
        if effective is None or environment is None:
            return []
        path = _by_names(self._object(finding.file or "", kind, name), finding.path or "")
        container = environment.settings.container_name or effective.slug
        return sources_of(ObjectPath(kind, name, path, effective.slug, container))

    def _object(self, file: str, kind: str, name: str) -> Any:
        if file not in self._objects:
            artifact = self._artifacts.find(file) if self._artifacts is not None else None
            text = artifact.content.decode() if artifact is not None else ""
            self._objects[file] = read_text(text, file).objects
        for data in self._objects[file]:
            metadata = data.get("metadata") if isinstance(data, dict) else None
            if isinstance(metadata, dict) and (data.get("kind"), metadata.get("name")) == (kind, name):
                return data
        return None

    def _of_source(
        self, source: str, environment: EffectiveEnvironment | None, origin_of: OriginOf = origin_of_setting
    ) -> Cause | None:
        if source.startswith("!"):
            file, _, path = source[1:].partition("#")
            return self._component(f"{file} {path}", "platform")
        if source.startswith("="):
            return self._exactly(source[1:])
        if source.startswith("secrets:env["):
            wanted = source[len("secrets:env[") :].partition("]")[0]
            settings = environment.settings.secrets if environment is not None else None
            for reference in settings or []:
                if wanted in {variable.name for variable in reference.env or []}:
                    return self._of_setting(f"secrets[{reference.name}].env", environment)
            return None
        return self._of_setting(source, environment, origin_of)

    def _of_setting(
        self, setting: str, environment: EffectiveEnvironment | None, origin_of: OriginOf = origin_of_setting
    ) -> Cause | None:
        origin = origin_of(environment, setting) if environment is not None else None
        if origin is None:
            return None
        if origin.path is None:
            return self._component(origin.given_by, origin.layer)
        if not self._request.locations and origin.path not in self._request.assigned:
            return self._at(origin.path)  # a bundle that came as data has paths and no lines
        return self._place(origin.path) or self._component()

    def _exactly(self, path: str) -> Cause | None:
        request = self._request
        return self._place(path) if path in request.locations or path in request.assigned else None

    def _place(self, path: str) -> Cause | None:
        """Return the nearest place in the file at or above a path; none, if that is no more than the whole file."""
        request = self._request
        while path:
            if path in request.assigned:
                return self._component(f"{Flag.SET} {request.assigned[path]}").model_copy(update={"path": path})
            if path in request.locations:
                return self._at(_COMPONENT if path == "component" else path)
            if _NAMED_ENTRY.search(path):  # another entry of the list would be a wrong line
                return None
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None

    def _at(self, path: str) -> Cause:
        line, column = self._request.locations.get(path, (None, None))
        return Cause(file=self._request.file or self._request.source, line=line, column=column, path=path)

    def _component(self, given_by: str | None = None, layer: str | None = None) -> Cause:
        return self._at(_COMPONENT).model_copy(update={"given_by": given_by, "layer": layer})


def _by_names(data: Any, path: str) -> str:
    """Write a path with the names of a list's entries; keys may hold dots, as annotations do."""
    return "".join(_named(data, path)).removeprefix(".")


def _named(data: Any, path: str) -> Iterator[str]:
    while path:
        key = _key(data, path)
        if key is not None:
            data, path = data[key], path[len(key) :].removeprefix(".")
            yield f".{key}"
            continue
        step = _STEP.match(path)
        if step is None:
            return
        path = path[step.end() :].removeprefix(".")
        if step[1] is None:
            data = None
            yield f".{step[2]}"
        else:
            index = int(step[1])
            data = data[index] if isinstance(data, list) and index < len(data) else None
            yield f"[{_name(data) or index}]"


def _key(data: Any, path: str) -> str | None:
    """Return the longest key of a mapping that a path begins with."""
    keys = [key for key in data if isinstance(key, str)] if isinstance(data, dict) else []
    fitting = [key for key in keys if path == key or path.startswith((f"{key}.", f"{key}["))]
    return max(fitting, key=len, default=None)


def _name(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return None
    # A claim's name is in its metadata, as in any object's.
    named = entry if "name" in entry else entry.get("metadata")
    name = named.get("name") if isinstance(named, dict) else None
    mount = entry.get("mountPath")
    return f"{name}|{mount}" if isinstance(mount, str) else name if isinstance(name, str) else None
