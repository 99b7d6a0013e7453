"""What an object for Argo CD or Flux refers to and is not so in the rest of the output, in plain data."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.helm.registry_layout import CONTENT, chart_manifest
from foundation.model.expressions import expression
from foundation.source.tree import Path
from plugins.k8s_validator.objects.values import mapping, value_at
from plugins.k8s_validator.pipelines.references import Dangling
from plugins.k8s_validator.subject.chart_values import ValuesFile, decode_or_empty
from plugins.k8s_validator.subject.subject import ChartSubject

#: The folder of an environment, wherever in a repository the output is.
_FOLDER = expression(r"(?:^|/)((?:kustomize/overlays|manifests)/([^/]+))$")
_CHART_YAML = "Chart.yaml"


def wrong_metadata(data: dict[str, Any], key: str, expected: Mapping[str, str]) -> Iterator[Dangling]:
    """Yield labels or annotations of the trace that an object has not, or has otherwise.

    Args:
        data: the object.
        key: ``labels`` or ``annotations``.
        expected: what it must carry.
    """
    found = mapping(value_at(data, ("metadata", key)))
    for name, value in expected.items():
        if found.get(name) != value:
            yield Dangling(("metadata", key, name), f"{name} must be {value!r}, not {found.get(name)!r}")


def other_release(data: dict[str, Any], chart: ChartSubject) -> Iterator[Dangling]:
    """Yield namespaces and releases that are not those of the chart."""
    places: dict[Path, str] = {}
    if data["kind"] == "Application":
        places[("destination", "namespace")] = chart.namespace
        if is_chart(data):
            places[("source", "helm", "releaseName")] = chart.name
    if data["kind"] == "HelmRelease":
        places |= {("targetNamespace",): chart.namespace, ("storageNamespace",): chart.namespace}
        places[("releaseName",)] = chart.name
    for place, expected in places.items():
        found = value_at(data["spec"], place)
        if found != expected:
            yield Dangling(("spec", *place), f"the chart has {expected}, not {found}")


def is_chart(data: dict[str, Any]) -> bool:
    """Tell whether an Application fetches a chart from a registry."""
    return str(value_at(data, ("spec", "source", "repoURL"))).startswith("oci://")


def other_chart(data: dict[str, Any], chart: ChartSubject, environment: str) -> Iterator[Dangling]:
    """Yield whatever of a chart in a registry is not this output's chart: name, version or digest, values, layer."""
    if data["kind"] == "Application" and is_chart(data):
        source = data["spec"]["source"]
        yield from _other_address(("spec", "source", "repoURL"), source["repoURL"], chart)
        yield from _other_version(("spec", "source", "targetRevision"), source.get("targetRevision"), chart)
        yield from _other_values_files(mapping(source.get("helm")).get("valueFiles"), chart, environment)
    if data["kind"] == "OCIRepository":
        spec = data["spec"]
        yield from _other_address(("spec", "url"), spec["url"], chart)
        named = mapping(spec.get("ref"))
        key = "digest" if "digest" in named else "tag"
        yield from _other_version(("spec", "ref", key), named.get(key), chart)
        if mapping(spec.get("layerSelector")) != {"mediaType": CONTENT, "operation": "copy"}:
            yield Dangling(("spec", "layerSelector"), "a HelmRelease takes the layer of the chart as it is")
    if data["kind"] == "HelmRelease":
        expected = ValuesFile("", chart.values.get(environment, "")).data
        if mapping(data["spec"].get("values")) != expected:
            message = f"the values are not those of {chart.folder}values-{environment}.yaml"
            yield Dangling(("spec", "values"), message)


def _other_address(path: Path, address: str, chart: ChartSubject) -> Iterator[Dangling]:
    if address.rpartition("/")[2] != chart.name:
        yield Dangling(path, f"the chart is called {chart.name}, not {address.rpartition('/')[2]}")


def _other_version(path: Path, found: Any, chart: ChartSubject) -> Iterator[Dangling]:
    chart_yaml = decode_or_empty(chart.files.get(_CHART_YAML, b""))
    if not {"name", "version"} <= ValuesFile(_CHART_YAML, chart_yaml).data.keys():
        return  # Helm's own lint tells
    manifest = chart_manifest(chart.archive, chart_yaml.encode())
    expected = manifest.digest if str(found).startswith("sha256:") else manifest.tag
    if found != expected:
        yield Dangling(path, f"the chart of this output is {expected}, not {found}")


def _other_values_files(names: Any, chart: ChartSubject, environment: str) -> Iterator[Dangling]:
    own = f"values-{environment}.yaml"
    expected = [own] if own in chart.files else []
    if names != expected:
        yield Dangling(
            ("spec", "source", "helm", "valueFiles"), f"the values of {environment} are in {own}, not in {names}"
        )


def other_folder(data: dict[str, Any], environment: str, paths: frozenset[str]) -> Iterator[Dangling]:
    """Yield folders in Git that are not the environment's own among the files of the output."""
    place: Path = ("spec", "path") if data["kind"] == "Kustomization" else ("spec", "source", "path")
    folder = value_at(data, place)
    if data["kind"] not in ("Kustomization", "Application") or is_chart(data):
        return
    match = _FOLDER.search(str(folder))
    if match is None or not any(path.startswith(f"{match[1]}/") for path in paths):
        yield Dangling(place, f"the output has no folder {folder}")
    elif match[2] != environment:
        yield Dangling(place, f"this is the folder of {match[2]}, not of {environment}")


def unknown_sources(data: dict[str, Any], known: set[tuple[str, str, str]]) -> Iterator[Dangling]:
    """Yield references of Flux to a source that the environment does not have.

    Args:
        data: the object.
        known: kind, namespace and name of the environment's objects.
    """
    key = {"HelmRelease": "chartRef", "Kustomization": "sourceRef"}.get(data["kind"])
    if key is None:
        return
    reference = mapping(data["spec"].get(key))
    namespace = reference.get("namespace") or value_at(data, ("metadata", "namespace"))
    if (reference.get("kind"), namespace, reference.get("name")) not in known:
        yield Dangling(("spec", key), f"there is no {reference.get('kind')} {reference.get('name')} in {namespace}")
