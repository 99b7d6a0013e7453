"""The charts of a run as they are published, and signed statements as referrers of them; pure data."""

import json
from pathlib import PurePosixPath
from typing import Any

from foundation.helm.registry_layout import MANIFEST, chart_manifest, descriptor, json_bytes, tag_of
from foundation.model.base import FrozenModel
from foundation.model.provenance import HELM_SUFFIX, PREDICATE
from foundation.model.run.artifacts import Artifact, ArtifactSet, sha256
from plugins.artifact_emitter.attesting import archives_in, path_of

INDEX = "application/vnd.oci.image.index.v1+json"
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
        """The version as a tag."""
        return tag_of(self.version)


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
        "config": descriptor(_EMPTY, b"{}"),
        "layers": [descriptor(BUNDLE, statement)],
        "subject": subject,
        "annotations": annotations,
    }
    return json_bytes(manifest), [b"{}", statement]


def referrers_index(known: list[dict[str, Any]], referrer: bytes) -> bytes:
    """Return the index of a chart's referrers for registries that keep none themselves (OCI 1.1, referrers tag).

    Args:
        known: what the index lists already.
        referrer: manifest of a further one.
    """
    parsed = json.loads(referrer)
    added = {**descriptor(MANIFEST, referrer), "artifactType": BUNDLE, "annotations": parsed["annotations"]}
    others = [entry for entry in known if entry.get("digest") != added["digest"]]
    return json_bytes({"schemaVersion": 2, "mediaType": INDEX, "manifests": [*others, added]})


def _chart(archive: Artifact, by_path: dict[str, Artifact]) -> PublishedChart:
    chart = next(file for path, file in by_path.items() if PurePosixPath(path).match("charts/*/Chart.yaml"))
    signed, prov = by_path.get(path_of(archive.path)), by_path.get(f"{archive.path}{HELM_SUFFIX}")
    manifest = chart_manifest(archive.content, chart.content, prov.content if prov else None)
    return PublishedChart(
        name=manifest.name,
        version=manifest.version,
        blobs=[archive.content, *([prov.content] if prov else []), manifest.config],
        manifest=manifest.content,
        statement=signed.content if signed is not None else None,
    )
