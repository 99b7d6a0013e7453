"""A chart as Helm lays it out in a registry, and a signed statement as a referrer of it; pure data.

Helm writes the time into the manifest; this one has none, so that the same chart has the same digest.
"""

import json
from pathlib import PurePosixPath
from typing import Any

import yaml

from foundation.model.base import FrozenModel
from foundation.model.provenance import HELM_SUFFIX, PREDICATE
from foundation.model.run.artifacts import Artifact, ArtifactSet, sha256
from plugins.artifact_emitter.attesting import archives_in, path_of

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
_CONFIG = "application/vnd.cncf.helm.config.v1+json"
PROVENANCE = "application/vnd.cncf.helm.chart.provenance.v1.prov"
_EMPTY = "application/vnd.oci.empty.v1+json"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"


class PublishedChart(FrozenModel):
    """A chart on its way into a registry.

    Attributes:
        name: its name.
        version: its version, which is its tag.
        blobs: its content, Helm's provenance file and Chart.yaml as JSON.
        manifest: bytes of its manifest.
        statement: what is signed of its archive, if anything is.
    """

    name: str
    version: str
    blobs: list[bytes]
    manifest: bytes
    statement: bytes | None = None

    @property
    def digest(self) -> str:
        """Digest of the manifest."""
        return f"sha256:{sha256(self.manifest)}"

    @property
    def tag(self) -> str:
        """The version as a tag; a plus sign is none, and Helm writes it so."""
        return self.version.replace("+", "_")


def charts_of(artifacts: ArtifactSet) -> list[PublishedChart]:
    """Return the charts of a run as they are published.

    Args:
        artifacts: all files, and what is signed of them.
    """
    by_path = {file.path: file for file in (*artifacts.files, *artifacts.attestations)}
    return [_chart(by_path[path], by_path) for path in archives_in(by_path) if path.startswith("charts/")]


def referrer_of(chart: PublishedChart, statement: bytes) -> tuple[bytes, list[bytes]]:
    """Return the manifest of a referrer, and its blobs.

    Args:
        chart: the chart that it is about.
        statement: a Sigstore bundle.
    """
    subject = {"mediaType": MANIFEST, "digest": chart.digest, "size": len(chart.manifest)}
    annotations = {
        "dev.sigstore.bundle.content": "dsse-envelope",
        "dev.sigstore.bundle.predicateType": PREDICATE,
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "artifactType": BUNDLE,
        "config": _descriptor(_EMPTY, b"{}"),
        "layers": [_descriptor(BUNDLE, statement)],
        "subject": subject,
        "annotations": annotations,
    }
    return _bytes(manifest), [b"{}", statement]


def referrers_index(known: list[dict[str, Any]], referrer: bytes) -> bytes:
    """Return the index of a chart's referrers for registries that keep none themselves (OCI 1.1, referrers tag).

    Args:
        known: what the index lists already.
        referrer: manifest of a further one.
    """
    parsed = json.loads(referrer)
    added = {**_descriptor(MANIFEST, referrer), "artifactType": BUNDLE, "annotations": parsed["annotations"]}
    others = [entry for entry in known if entry.get("digest") != added["digest"]]
    return _bytes({"schemaVersion": 2, "mediaType": INDEX, "manifests": [*others, added]})


def _chart(archive: Artifact, by_path: dict[str, Artifact]) -> PublishedChart:
    chart = next(file for path, file in by_path.items() if PurePosixPath(path).match("charts/*/Chart.yaml"))
    metadata = yaml.safe_load(chart.content)
    config = _bytes(metadata)
    signed, prov = by_path.get(path_of(archive.path)), by_path.get(f"{archive.path}{HELM_SUFFIX}")
    layers = [_descriptor(CONTENT, archive.content), *([_descriptor(PROVENANCE, prov.content)] if prov else [])]
    name, version = str(metadata["name"]), str(metadata["version"])
    annotations = {"org.opencontainers.image.title": name, "org.opencontainers.image.version": version}
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": _descriptor(_CONFIG, config),
        "layers": layers,
        "annotations": annotations,
    }
    return PublishedChart(
        name=name,
        version=version,
        blobs=[archive.content, *([prov.content] if prov else []), config],
        manifest=_bytes(manifest),
        statement=signed.content if signed is not None else None,
    )


def _descriptor(kind: str, content: bytes) -> dict[str, Any]:
    return {"mediaType": kind, "digest": f"sha256:{sha256(content)}", "size": len(content)}


def _bytes(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
