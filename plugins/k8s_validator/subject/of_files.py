"""The subject of a validation of anybody's manifests or chart."""

from collections.abc import Mapping

from foundation.helm.errors import RenderError
from foundation.model.run.artifacts import sha256
from plugins.k8s_validator.gate_setup import GateSetup
from plugins.k8s_validator.subject.subject import ChartSubject, Subject


def manifests_subject(files: Mapping[str, str], setup: GateSetup) -> Subject:
    """Return a subject of manifests alone; checks that need a chart or a bundle will be skipped.

    Args:
        files: YAML text by name.
        setup: how the gate is set up.
    """
    return Subject(files=files, setup=setup, digest=files_digest(files))


def chart_subject(chart: ChartSubject, setup: GateSetup) -> Subject:
    """Return a subject of a chart, rendered with each of its values files where they render.

    Args:
        chart: the chart; its values are by environment.
        setup: how the gate is set up.
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
            rendered = setup.helm.render(chart.archive, values, chart.name, chart.namespace)
        except RenderError:
            continue  # the rule values-render finds it again, and says so
        for name, text in rendered.items():
            path = f"manifests/{environment}/{name}"
            files[path], environments[path] = text, environment
    return Subject(
        files=files,
        setup=setup,
        digest=files_digest(files),
        environments=environments,
        chart=chart,
        templates={
            f"{folder}{path}": content.decode("utf-8", "replace")
            for path, content in chart.files.items()
            if path.startswith("templates/")
        },
    )


def files_digest(files: Mapping[str, str]) -> str:
    """Return one digest over files that are no artifacts of a run."""
    lines = sorted(f"{sha256(text.encode())}  {path}\n" for path, text in files.items())
    return "sha256:" + sha256("".join(lines).encode())
