"""Validating what a path holds: bundles, manifests, or a chart."""

from pathlib import Path

from agent.bootstrap import build_helm, build_library
from agent.model.errors import InputError, Problem
from agent.model.findings import Report
from agent.settings import Settings
from agent.source.document import decode
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.documents import parse_text
from plugins.k8s_validator.manifests import chart_subject, files_digest, manifests_subject
from plugins.k8s_validator.runner import run_checks
from plugins.k8s_validator.schemas import schema_store
from plugins.k8s_validator.subject import ChartSubject

_YAML = (".yaml", ".yml", ".json")
#: Largest folder that is read; a mistaken path such as / should not be.
_MAX_FILES = 10_000


def is_bundle(content: bytes, name: str) -> bool:
    """Tell whether a file is a bundle: it has a component and is no Kubernetes object."""
    objects = parse_text(decode(content, name), name).objects
    first = objects[0] if objects else None
    return isinstance(first, dict) and "component" in first and "apiVersion" not in first


def is_chart(path: Path) -> bool:
    """Tell whether a folder is a Helm chart."""
    return (path / "Chart.yaml").is_file()


def charts_in(path: Path) -> list[Path]:
    """Return the charts at or below a path; charts inside charts belong to their parents."""
    found = sorted(file.parent for file in path.rglob("Chart.yaml")) if path.is_dir() else []
    return [chart for chart in found if not any(other in chart.parents for other in found)]


def manifest_files(folder: Path) -> dict[str, str]:
    """Return every YAML file below a folder, by name.

    Charts inside it are left out, and so are kustomizations in folders of their own: their files may hold
    parts of objects.

    Raises:
        InputError: there is none, there are too many, or one is not UTF-8.
    """
    kustomizations = {path.parent for path in folder.rglob("kustomization.yaml")} - {folder}
    others = {path.parent for path in folder.rglob("Chart.yaml")} | kustomizations
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in (".yaml", ".yml") and path.is_file() and not others.intersection(path.parents)
    )
    if not 0 < len(paths) <= _MAX_FILES:
        message = f"the folder holds {len(paths)} YAML files; 1 to {_MAX_FILES} can be validated"
        raise InputError(Problem(code="no-manifests", message=message, remedy="Check the path.", file=str(folder)))
    return {str(path): decode(path.read_bytes(), str(path)) for path in paths}


def validate_manifests(files: dict[str, str], settings: Settings, kube_version: str | None) -> Report:
    """Run the gate's checks over manifests.

    Args:
        files: YAML text by name.
        settings: settings of the agent.
        kube_version: Kubernetes version; the policy's if ``None``.
    """
    library = build_library(settings)
    schemas = schema_store(kube_version or library.policy.kubernetes_version)
    subject = manifests_subject(files, library.policy, schemas, build_helm(settings))
    subject.run_yamllint = settings.yamllint
    return run_checks(subject, files_digest(files), [])


def validate_chart(folder: Path, settings: Settings, kube_version: str | None) -> Report:
    """Run the gate's checks over a chart, rendered with each of its values files.

    Args:
        folder: the chart's folder.
        settings: settings of the agent.
        kube_version: Kubernetes version; the policy's if ``None``.

    Raises:
        InputError: Chart.yaml has no name, or a file cannot be read.
        RenderError: the chart does not render.
    """
    library = build_library(settings)
    schemas = schema_store(kube_version or library.policy.kubernetes_version)
    subject = chart_subject(_read_chart(folder), library.policy, schemas, build_helm(settings))
    subject.run_yamllint = settings.yamllint
    return run_checks(subject, files_digest(subject.files), [])


def _read_chart(folder: Path) -> ChartSubject:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    about = parse_text(decode(files["Chart.yaml"], str(folder / "Chart.yaml")), "Chart.yaml").objects
    name = about[0].get("name") if about and isinstance(about[0], dict) else None
    if not isinstance(name, str) or not name:
        raise InputError(
            Problem(
                code="chart-metadata",
                message="Chart.yaml has no name",
                remedy="Add the chart's name.",
                file=str(folder / "Chart.yaml"),
            )
        )
    named = {
        path.removeprefix("values-").removesuffix(".yaml"): content.decode()
        for path, content in files.items()
        if path.startswith("values-") and path.endswith(".yaml")
    }
    return ChartSubject(
        name=name,
        namespace=name,
        folder=f"{folder}/",
        archive=archive_of(name, files),
        values=named or {"values": "{}\n"},
        files=files,
    )
