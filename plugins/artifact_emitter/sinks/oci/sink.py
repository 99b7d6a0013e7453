"""Publishing charts into a registry."""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from foundation.helm.registry_layout import CONTENT
from foundation.model.destination import Destination, Receipt
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.run.artifacts import ArtifactSet, sha256
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.attesting import archives_in, path_of
from plugins.artifact_emitter.sinks.oci.layout import PublishedChart, charts_of, referrer_of, referrers_index
from plugins.artifact_emitter.sinks.oci.place import oci_place
from plugins.artifact_emitter.sinks.oci.registry import RegistryClient


class OciSink:
    """Publishes the charts of a run, each under its version, as Helm does.

    A version that is there with other bytes is not replaced: whoever deploys a version gets what it was.
    """

    def prepare(self, artifacts: ArtifactSet, destination: Destination) -> None:
        """See ``PublishingSink.prepare``; what is uploaded nobody sees before there is a manifest."""
        client = RegistryClient(oci_place(destination.place))
        charts = charts_of(artifacts)
        problems = [_taken(chart, destination) for chart in charts if _is_another(client, chart, destination)]
        if problems:
            raise InputError(*problems)
        for chart in charts:
            for blob in chart.blobs:
                client.put_blob(chart.name, blob)

    def publish(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """See ``PublishingSink.publish``."""
        client, written, charts = RegistryClient(oci_place(destination.place)), [], charts_of(artifacts)
        for chart in charts:
            there = client.manifest(chart.name, chart.tag)
            if there != chart.manifest:
                client.put_manifest(chart.name, chart.tag, chart.manifest)
                written.append(f"{chart.name}:{chart.tag}")
            if chart.statement is not None and _refer(client, chart, chart.statement):
                written.append(f"{chart.name}:{_referrers_tag(chart.digest)}")
        return Receipt(
            kind=destination.kind,
            place=destination.place,
            revision=digest,
            digests={f"{chart.name}:{chart.tag}": chart.digest for chart in charts},
            written=written,
            unchanged=sum(f"{chart.name}:{chart.tag}" not in written for chart in charts),
            removed=[],
        )

    def holds(self, earlier: Earlier, destination: Destination) -> bool:
        """See ``PublishingSink.holds``."""
        client = RegistryClient(oci_place(destination.place))
        signed = {file.path for file in earlier.attestations}
        digests = earlier.receipt.digests
        return all(_is_there(client, path, digests, signed) for path in archives_in(digests))


def _is_there(client: RegistryClient, archive: str, digests: Mapping[str, str], signed: set[str]) -> bool:
    """Tell whether a registry has a chart's archive, and if it is signed, what is signed of it."""
    chart = next(path.split("/")[1] for path in digests if PurePosixPath(path).match("charts/*/Chart.yaml"))
    version = archive.removeprefix(f"charts/{chart}-").removesuffix(".tgz")
    there = client.manifest(chart, version.replace("+", "_"))
    if there is None or _content_of(there) != digests[archive]:
        return False
    return path_of(archive) not in signed or client.manifest(chart, _referrers_tag(_digest(there))) is not None


def _is_another(client: RegistryClient, chart: PublishedChart, destination: Destination) -> bool:
    there = client.manifest(chart.name, chart.tag)
    if there is None or destination.options.get("overwrite"):
        return False
    return _content_of(there) != _content_of(chart.manifest)


def _content_of(manifest: bytes) -> str | None:
    """Return the SHA-256 of the chart's archive that a manifest names."""
    try:
        layers = json.loads(manifest).get("layers") or []
        found = [layer["digest"] for layer in layers if layer.get("mediaType") == CONTENT]
    except (ValueError, AttributeError, KeyError, TypeError):
        return None
    return str(found[0]).removeprefix("sha256:") if found else None


def _refer(client: RegistryClient, chart: PublishedChart, statement: bytes) -> bool:
    """Attach a statement to a chart; return whether it was not there."""
    referrer, blobs = referrer_of(chart, statement)
    if client.manifest(chart.name, _digest(referrer)) is not None:
        return False
    for blob in blobs:
        client.put_blob(chart.name, blob)
    client.put_manifest(chart.name, _digest(referrer), referrer)
    known = client.manifest(chart.name, _referrers_tag(chart.digest))
    entries = _entries(known) if known is not None else []
    if entries is None:
        raise client.failed(f"what it has under {_referrers_tag(chart.digest)} is no list of referrers")
    client.put_manifest(chart.name, _referrers_tag(chart.digest), referrers_index(entries, referrer))
    return True


def _entries(index: bytes) -> list[dict[str, Any]] | None:
    """Return what a list of referrers holds, or nothing if it is none: what others have there is not replaced."""
    try:
        entries = json.loads(index)["manifests"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fits = isinstance(entries, list) and all(isinstance(one, dict) for one in entries)
    return entries if fits else None


def _referrers_tag(digest: str) -> str:
    """Return the tag under which a registry without an API for them has the referrers of a manifest."""
    return digest.replace(":", "-")


def _digest(manifest: bytes) -> str:
    return f"sha256:{sha256(manifest)}"


def _taken(chart: PublishedChart, destination: Destination) -> Problem:
    return Problem(
        code="version-taken",
        message=f"{destination.place}/{chart.name}:{chart.tag} is there with other bytes",
        remedy=f"Give the chart another version, or pass {Flag.OVERWRITE} to replace it for whoever deploys it.",
        file=Flag.PUBLISH,
    )
