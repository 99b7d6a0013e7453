"""The subject of a validation of anybody's manifests or chart."""

from foundation.helm.engine import HelmEngine
from foundation.helm.errors import RenderError
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.artifacts import sha256
from plugins.k8s_validator.schemas.store import SchemaStore
from plugins.k8s_validator.subject.subject import ChartSubject, Subject


def manifests_subject(
    files: dict[str, str], policy: PlatformPolicy, schemas: SchemaStore, engine: HelmEngine
) -> Subject:
    """Return a subject of manifests alone; checks that need a chart or a bundle will be skipped.

    Args:
        files: YAML text by name.
        policy: platform policy.
        schemas: schemas of the target Kubernetes version.
        engine: Helm.
    """
    return Subject(
        files=files, environments={}, kube_version=schemas.version, policy=policy, schemas=schemas, engine=engine
    )


def chart_subject(chart: ChartSubject, policy: PlatformPolicy, schemas: SchemaStore, engine: HelmEngine) -> Subject:
    """Return a subject of a chart, rendered with each of its values files where they render.

    Args:
        chart: the chart; its values are by environment.
        policy: platform policy.
        schemas: schemas of the target Kubernetes version.
        engine: Helm.
    """
    folder = chart.folder
    files = {
        f"{folder}{path}": content.decode("utf-8", "replace")
        for path, content in chart.files.items()
        if path.endswith((".yaml", ".yml")) and not path.startswith(("templates/", "charts/", "crds/"))
    }
    environments: dict[str, str] = {}
    for environment, values in chart.values.items():
        try:
            rendered = engine.render(chart.archive, values, chart.name, chart.namespace)
        except RenderError:
            continue  # the rule values-render finds it again, and says so
        for name, text in rendered.items():
            path = f"manifests/{environment}/{name}"
            files[path], environments[path] = text, environment
    return Subject(
        files=files,
        environments=environments,
        kube_version=schemas.version,
        policy=policy,
        schemas=schemas,
        engine=engine,
        chart=chart,
        templates={
            f"{folder}{path}": content.decode("utf-8", "replace")
            for path, content in chart.files.items()
            if path.startswith("templates/")
        },
    )


def files_digest(files: dict[str, str]) -> str:
    """Return one digest over files that are no artifacts of a run."""
    lines = sorted(f"{sha256(text.encode())}  {path}\n" for path, text in files.items())
    return "sha256:" + sha256("".join(lines).encode())
