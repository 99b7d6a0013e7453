"""The sinks, by the kind of destination that they save at: a new one is named here, and nowhere else."""

from typing import TYPE_CHECKING

from agent.settings import Settings
from foundation.model.destination import PUBLISHED, WORKSPACE, require_open

if TYPE_CHECKING:
    from plugins.artifact_emitter.sinks.by_kind import SinksByKind
    from plugins.artifact_emitter.sinks.sink import ArtifactSink, PublishingSink


def build_sinks(settings: Settings, confined: bool) -> "SinksByKind":
    """Wire what saves at any destination.

    Args:
        settings: the settings.
        confined: whether folders have to be below the workspace, and other places open to clients.
    """
    from plugins.artifact_emitter.sinks.by_kind import SinksByKind

    def workspace() -> "ArtifactSink":
        from plugins.artifact_emitter.sinks.workspace import WorkspaceSink

        return WorkspaceSink(settings.workspace if confined else None)

    def oci() -> "PublishingSink":
        from plugins.artifact_emitter.sinks.oci.sink import OciSink

        return OciSink()

    def blob() -> "PublishingSink":
        from plugins.artifact_emitter.sinks.blob.sink import BlobSink

        return BlobSink(settings.blob_key)

    def git() -> "PublishingSink":
        from agent.bootstrap.clocks import clock
        from agent.bootstrap.folders import build_library
        from plugins.artifact_emitter.sinks.git.sink import GitSink

        return GitSink(lambda: build_library(settings).policy.naming, clock(settings))

    # In the order in which they are published to.
    publishers = {PUBLISHED["oci://"]: oci, PUBLISHED["blob+https://"]: blob, PUBLISHED["git+https://"]: git}
    if not confined:
        return SinksByKind({WORKSPACE: workspace}, publishers)
    allowed = settings.publish_to.split()
    return SinksByKind({WORKSPACE: workspace}, publishers, lambda destination: require_open(destination, allowed))
