"""A chart as Helm lays it out in a registry: its manifest, and so its digest before it is there; pure data.

Helm writes the time into the manifest; this one has none, so that the same chart has the same digest.
"""

import json
from typing import Any

import yaml

from foundation.model.base import FrozenModel
from foundation.model.run.artifacts import sha256

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
PROVENANCE = "application/vnd.cncf.helm.chart.provenance.v1.prov"
_CONFIG = "application/vnd.cncf.helm.config.v1+json"


class ChartManifest(FrozenModel):
    """A chart's manifest in a registry.

    Attributes:
        name: the chart's name.
        version: its version.
        config: Chart.yaml as JSON.
        content: bytes of the manifest.
    """

    name: str
    version: str
    config: bytes
    content: bytes

    @property
    def digest(self) -> str:
        """Digest of the manifest."""
        return f"sha256:{sha256(self.content)}"

    @property
    def tag(self) -> str:
        """The version as a tag."""
        return tag_of(self.version)


def tag_of(version: str) -> str:
    """Return a version as a tag; a plus sign is none, and Helm writes it so."""
    return version.replace("+", "_")


def chart_manifest(archive: bytes, chart_yaml: bytes, provenance: bytes | None = None) -> ChartManifest:
    """Return the manifest of a chart.

    Args:
        archive: the packaged chart.
        chart_yaml: its Chart.yaml.
        provenance: Helm's provenance file, if it is signed with an OpenPGP key.
    """
    metadata = yaml.load(chart_yaml, Loader=yaml.CSafeLoader)
    config, name, version = json_bytes(metadata), str(metadata["name"]), str(metadata["version"])
    layers = [descriptor(CONTENT, archive), *([descriptor(PROVENANCE, provenance)] if provenance is not None else [])]
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor(_CONFIG, config),
        "layers": layers,
        "annotations": {"org.opencontainers.image.title": name, "org.opencontainers.image.version": version},
    }
    return ChartManifest(name=name, version=version, config=config, content=json_bytes(manifest))


def descriptor(kind: str, content: bytes) -> dict[str, Any]:
    """Return what a manifest says of a blob.

    Args:
        kind: its media type.
        content: the blob.
    """
    return {"mediaType": kind, "digest": f"sha256:{sha256(content)}", "size": len(content)}


def json_bytes(data: Any) -> bytes:
    """Return data as compact JSON with sorted keys."""
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
