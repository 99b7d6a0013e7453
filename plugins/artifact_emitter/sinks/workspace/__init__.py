"""The workspace sink: a folder on disk, replaced as a whole or left as it was; what others have in it stays."""

from plugins.artifact_emitter.sinks.workspace.sink import WorkspaceSink

__all__ = ["WorkspaceSink"]
