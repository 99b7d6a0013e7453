"""Helm in this process, by helm-python-sdk (Helm's own Go code as a library).

One render takes some milliseconds; a helm process takes ten times that. Facts about the library
that shape this module: charts can be loaded from memory but only linted from a path, and it starts
the Go runtime (which must not be inherited by a fork).
"""

import tempfile
from collections import defaultdict
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import helm_python as helm

from foundation.helm.engine import LintMessage, join_objects, split_objects
from foundation.helm.errors import render_error, settled
from foundation.helm.loaded_chart import LoadedChart

#: Several threads may ask for the same chart, which is to be loaded once.
_ONE_AT_A_TIME = Lock()
_SEVERITIES = {0: "info", 1: "info", 2: "warning", 3: "error"}


class NativeHelmEngine:
    """Renders and lints in process."""

    @cached_property
    def description(self) -> str:
        """Name and version."""
        return f"in process, Helm {helm.helm_sdk_version()}"

    def render(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """See ``HelmEngine.render``."""
        return dict(_rendered(archive, values_yaml, release, namespace))

    def render_anew(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """See ``HelmEngine.render_anew``."""
        return select_manifests(_texts(archive, values_yaml, release, namespace))

    def render_templates(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """See ``HelmEngine.render_templates``."""
        return dict(_by_template(archive, values_yaml, release, namespace))

    def lint(self, archive: bytes, values_yaml: str, kube_version: str) -> list[LintMessage]:
        """See ``HelmEngine.lint``."""
        with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
            path = Path(folder) / "chart.tgz"
            path.write_bytes(archive)
            try:
                report = helm.lint(
                    path, helm.values_from_yaml(values_yaml), strict=True, kube_version=f"v{kube_version}.0"
                )
            except helm.HelmError as error:
                raise render_error(str(error)) from error
        if report["errors"] and not report["messages"]:
            raise render_error("\n".join(report["errors"]))
        return [_message(message) for message in report["messages"]]


@lru_cache(maxsize=2)
def _chart(archive: bytes) -> LoadedChart:
    """Keep the chart at hand: it is rendered once for each environment, and again by the gate."""
    return LoadedChart(archive)


@lru_cache(maxsize=8)
def _rendered(archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
    """Render; the same bytes give the same text, which the gate proves by one more render that is not kept."""
    return select_manifests(_texts(archive, values_yaml, release, namespace))


@lru_cache(maxsize=2)
def _by_template(archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
    """Render by path in the chart; a render that a thread began is there when it is asked for."""
    texts = _texts(archive, values_yaml, release, namespace)
    return {path.partition("/")[2]: text for path, text in texts.items()}


def _texts(archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
    with _ONE_AT_A_TIME:
        chart = _chart(archive)
    try:
        return chart.render(_values(values_yaml), release, namespace)
    except helm.HelmError as error:
        raise render_error(str(error)) from error


@lru_cache(maxsize=8)
def _values(text: str) -> dict[str, Any]:
    """Read values as Helm does; nobody changes them."""
    return helm.values_from_yaml(text)


def select_manifests(rendered: dict[str, str]) -> dict[str, str]:
    """Keep the manifests of a render: no notes, nothing empty; by file name.

    Charts inside a chart have files of the same names; none may hide another.
    """
    manifests: dict[str, list[str]] = defaultdict(list)
    for template, text in sorted(rendered.items()):
        if template.endswith((".yaml", ".yml")):
            manifests[template.rpartition("/")[2]] += split_objects(text)
    return {name: join_objects(objects) for name, objects in sorted(manifests.items()) if objects}


def _message(message: dict[str, Any]) -> LintMessage:
    return LintMessage(severity=_SEVERITIES[message["severity"]], path=message["path"], text=settled(message["error"]))
