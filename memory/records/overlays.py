"""The overlay cache: overlays, policies and templates of a folder, as they were when it could last be read."""

from foundation.model.base import FrozenModel


class OverlayRecord(FrozenModel):
    """The last good version of a template folder.

    Attributes:
        folder: absolute path of the folder, which machines that share a memory have at the same place.
        digest: digest of all files.
        texts: text by path, relative to the folder.
        recorded_at: when it was last read; UTC, ISO 8601.
    """

    folder: str
    digest: str
    texts: dict[str, str]
    recorded_at: str
