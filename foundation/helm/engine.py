"""What the agent asks of Helm."""

import re
from typing import Protocol

from foundation.model.base import FrozenModel
from foundation.model.expressions import expression

_SEPARATOR = expression(r"^---[ \t]*(?:#.*)?$", re.MULTILINE)


class LintMessage(FrozenModel):
    """One message of ``helm lint``: severity is info, warning or error."""

    severity: str
    path: str
    text: str


class HelmEngine(Protocol):
    """Renders and lints packaged charts. Both engines give the same answers."""

    @property
    def description(self) -> str:
        """Name and version of the engine, for ``doctor``."""
        ...

    def render(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """Render a chart as ``helm template`` does.

        Args:
            archive: the packaged chart.
            values_yaml: text of the values file that goes over values.yaml.
            release: release name.
            namespace: release namespace.

        Returns:
            Text by template file, such as ``deployment.yaml``; templates that render nothing
            are left out.

        Raises:
            RenderError: the chart does not render.
        """
        ...

    def render_anew(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """Render a chart as ``render`` does, without an answer that is kept of an earlier render.

        Args:
            archive: the packaged chart.
            values_yaml: text of the values file that goes over values.yaml.
            release: release name.
            namespace: release namespace.

        Raises:
            RenderError: the chart does not render.
        """
        ...

    def render_templates(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str] | None:
        """Render a chart, each template as it comes.

        Args:
            archive: the packaged chart.
            values_yaml: text of the values file that goes over values.yaml.
            release: release name.
            namespace: release namespace.

        Returns:
            Exact text by path in the chart; ``None`` if the engine only gives all of it in one piece.

        Raises:
            RenderError: the chart does not render.
        """
        ...

    def lint(self, archive: bytes, values_yaml: str, kube_version: str) -> list[LintMessage]:
        """Lint a chart as ``helm lint --strict`` does.

        Args:
            archive: the packaged chart.
            values_yaml: text of the values file that goes over values.yaml.
            kube_version: Kubernetes version for deprecation warnings, such as ``1.32``.

        Raises:
            RenderError: the chart cannot be read at all.
        """
        ...


def split_objects(text: str) -> list[str]:
    """Split rendered text at its document separators and drop what holds nothing but comments."""
    parts = [part.strip("\n").rstrip(" \t\n") for part in _SEPARATOR.split(text)]
    return [
        part for part in parts if any(line.strip() and not line.lstrip().startswith("#") for line in part.split("\n"))
    ]


def join_objects(objects: list[str]) -> str:
    """Write objects as one file."""
    return "\n---\n".join(objects) + "\n"
