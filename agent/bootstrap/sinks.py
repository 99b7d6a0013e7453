"""The sinks, by the kind of destination that they save at: a new one is named here, and nowhere else."""

from typing import TYPE_CHECKING

from agent.settings import Settings
from foundation.model.destination import PUBLISHED, WORKSPACE

if TYPE_CHECKING:
    from plugins.artifact_emitter.sinks.by_kind import SinksByKind
    from plugins.artifact_emitter.sinks.sink import ArtifactSink, PublishingSink


def build_sinks(settings: Settings, confined: bool) -> "SinksByKind":
    """Wire what saves at any destination.

    Args:
        settings: the settings.
        confined: whether folders have to be below the workspace.
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

    publishers = {PUBLISHED["oci://"]: oci, PUBLISHED["blob+https://"]: blob}
    return SinksByKind({WORKSPACE: workspace}, publishers)
