"""A chart in a registry as something to verify: its content, Helm's provenance file, and its referrers."""

import json
from typing import Any

from agent.use_cases.verification.evidence import Evidence
from foundation.helm.registry_layout import CONTENT, PROVENANCE
from foundation.model.errors import InputError, Problem
from foundation.model.provenance import HELM_SUFFIX, SUFFIX
from foundation.model.run.artifacts import Artifact, sha256
from plugins.artifact_emitter.sinks.oci.layout import BUNDLE
from plugins.artifact_emitter.sinks.oci.place import oci_place
from plugins.artifact_emitter.sinks.oci.registry import RegistryClient


def of_registry(address: str) -> Evidence:
    """Return a chart in a registry and what was signed of it.

    Args:
        address: ``oci://HOST/PATH/NAME:VERSION``.

    Raises:
        InputError: the address is none, or there is no such chart.
        OutsideError: the registry cannot be reached.
    """
    repository, _, tag = address.rpartition(":")
    place, _, name = repository.rpartition("/")
    client = RegistryClient(oci_place(place))
    manifest = client.manifest(name, tag)
    layers = _entries(manifest, "layers")
    content = next((layer for layer in layers if layer.get("mediaType") == CONTENT), None)
    if manifest is None or content is None:
        remedy = "Give oci://HOST[:PORT]/PATH/NAME:VERSION of a chart that was published."
        raise InputError(Problem(code="record-missing", message="there is no such chart", remedy=remedy, file=address))
    file = f"{name}-{tag}.tgz"
    archive = Artifact(path=file, content=client.blob(name, str(content["digest"])))
    helm = [
        Artifact(path=f"{file}{HELM_SUFFIX}", content=client.blob(name, str(layer["digest"])))
        for layer in layers
        if layer.get("mediaType") == PROVENANCE
    ]
    statements = _referrers(client, name, f"sha256:{sha256(manifest)}")
    return Evidence(digest=f"sha256:{archive.digest}", files=[archive], statements=[*statements, *helm])


def _referrers(client: RegistryClient, name: str, digest: str) -> list[Artifact]:
    listed = _entries(client.manifest(name, digest.replace(":", "-")), "manifests")
    found = []
    for entry in listed:
        if entry.get("artifactType") != BUNDLE:
            continue
        for layer in _entries(client.manifest(name, str(entry.get("digest"))), "layers"):
            content = client.blob(name, str(layer.get("digest")))
            found.append(Artifact(path=f"{entry.get('digest')}{SUFFIX}", content=content))
    return found


def _entries(manifest: bytes | None, name: str) -> list[dict[str, Any]]:
    """Return the entries of a list in a manifest, which may be anybody's."""
    try:
        entries = json.loads(manifest or b"{}").get(name) or []
        return [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("digest"), str)]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return []
