"""The rules of ``helm lint``, run on a chart's render with its own values, without Helm's lint."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.helm.engine import HelmEngine
from foundation.helm.errors import RenderError
from plugins.k8s_validator.lint.rules.chart_file import chart_file_faults
from plugins.k8s_validator.lint.rules.deprecations import deprecation_faults
from plugins.k8s_validator.lint.rules.documents import objects_of
from plugins.k8s_validator.lint.rules.lists import list_faults
from plugins.k8s_validator.lint.rules.names import name_faults
from plugins.k8s_validator.lint.rules.selectors import selector_faults
from plugins.k8s_validator.lint.rules.template_files import MANIFESTS, file_faults, indent_faults

#: What Helm's lint gives a chart: no values of an environment, and this release.
_VALUES, _RELEASE, _NAMESPACE = "{}\n", "test-release", ""
#: Templates with these words may render something else under lint, or read files that are no templates.
_DIFFERENT_UNDER_LINT = (b"Capabilities", b".Files")
_INNER = ("charts/", "crds/", "requirements.")


@dataclass(frozen=True)
class OwnLint:
    """What the rules found.

    Attributes:
        faults: what Helm's lint refuses, or might.
        kinds: API versions and kinds that were rendered.
    """

    faults: tuple[str, ...]
    kinds: frozenset[tuple[str, str]] = frozenset()


def own_lint(engine: HelmEngine, archive: bytes, files: Mapping[str, bytes], kube_version: str) -> OwnLint:
    """Run the rules on a chart.

    Args:
        engine: Helm, which renders.
        archive: the packaged chart.
        files: what is in it, by path in the chart.
        kube_version: Kubernetes version for deprecations, such as ``1.32``.
    """
    unsure = list(_unsure(files))
    if unsure:
        return OwnLint(tuple(unsure))
    try:
        rendered = rendered_for_lint(engine, archive)
    except RenderError as error:
        return OwnLint((str(error),))
    if rendered is None:
        return OwnLint(("the engine does not render templates one by one",))
    faults = [*chart_file_faults(files["Chart.yaml"].decode()), *(f for path in files for f in _file_faults(path))]
    kinds: set[tuple[str, str]] = set()
    for path, text in rendered.items():
        if path.endswith(MANIFESTS) and text.strip():
            objects, found = objects_of(path, text)
            faults += [*indent_faults(path, text), *found]
            kinds |= {(item.get("apiVersion", ""), item.get("kind", "")) for item in objects if not found}
            faults += [fault for item in objects if not found for fault in _faults(item, text, kube_version)]
    return OwnLint(tuple(faults), frozenset(kinds))


def rendered_for_lint(engine: HelmEngine, archive: bytes) -> dict[str, str] | None:
    """Return the text of each template as Helm's lint would render it.

    Args:
        engine: Helm, which renders.
        archive: the packaged chart.

    Raises:
        RenderError: the chart does not render.
    """
    return engine.render_templates(archive, _VALUES, _RELEASE, _NAMESPACE)


def _unsure(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what makes a chart one that only Helm itself can lint."""
    if "Chart.yaml" not in files or "values.yaml" not in files:
        yield "Chart.yaml or values.yaml is missing"
    for path, content in files.items():
        if path.startswith(_INNER):
            yield f"there is {path}"
        if path.startswith("templates/") and any(word in content for word in _DIFFERENT_UNDER_LINT):
            yield f"{path} asks for what lint may answer otherwise"
        if path == "Chart.yaml" and not content.isascii():
            yield "Chart.yaml is not plain text"


def _file_faults(path: str) -> Iterator[str]:
    if path.startswith("templates/"):
        yield from file_faults(path)


def _faults(item: dict[str, Any], text: str, kube_version: str) -> Iterator[str]:
    yield from name_faults(item)
    yield from deprecation_faults(item, kube_version)
    yield from selector_faults(item, text)
    yield from list_faults(item)
