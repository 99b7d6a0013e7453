"""Files as a ZIP archive; the same files give the same bytes."""

import io
import zipfile
from collections.abc import Mapping

#: The earliest time that an archive can name.
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o644 << 16


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of files by path."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path, _EARLIEST)
            entry.external_attr, entry.compress_type = _RIGHTS, zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return content.getvalue()
