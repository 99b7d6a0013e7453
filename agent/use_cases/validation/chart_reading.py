"""Reading a chart, from its folder or its archive, with the values it is to be rendered with."""

import io
import re
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from agent.use_cases.validation.bounded_reading import MAX_FILES, MAX_FOLDER_BYTES, files_below, problem, read_bounded
from foundation.model.errors import InputError, Problem
from foundation.source.document import MAX_BYTES, decode
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.subject.documents import parse_text
from plugins.k8s_validator.subject.subject import ChartSubject

#: A reference that leaves the file, written plainly or with escapes; the drafts' own addresses are built in.
_REMOTE = re.compile(
    r'"(?:\$|\\u0024)(?:ref|dynamicRef|recursiveRef|schema)"\s*:\s*"(?!#|https?://json-schema\.org/)([^"]+)"'
)
ARCHIVES = (".tgz", ".tar.gz")


def is_chart(path: Path) -> bool:
    """Tell whether a path is a Helm chart: a folder with Chart.yaml, or an archive."""
    return (path / "Chart.yaml").is_file() or (path.name.endswith(ARCHIVES) and path.is_file())


def read_chart(path: Path, values: dict[str, str] | None) -> ChartSubject:
    """Read a chart.

    Args:
        path: its folder or archive.
        values: text of a values file by environment; ``None`` takes the chart's own ``values-*.yaml``.

    Raises:
        InputError: the chart cannot be read, or Chart.yaml has no name.
    """
    files = _folder(path) if path.is_dir() else _archive(path)
    name = _name(files, path)
    refuse_remote_schemas(files, path)
    return ChartSubject(
        name=name,
        namespace=name,
        folder=f"{path}/",
        archive=archive_of(name, files),
        values=values if values is not None else own_values(files, path),
        files=files,
    )


def own_values(files: Mapping[str, bytes], path: Path) -> dict[str, str]:
    """Return the values files that a chart brings along, by environment; without any, it is rendered as it is."""
    named = {
        name.removeprefix("values-").removesuffix(".yaml"): decode(content, str(path / name))
        for name, content in files.items()
        if name.startswith("values-") and name.endswith(".yaml")
    }
    return named or {"values": "{}\n"}


def _name(files: dict[str, bytes], path: Path) -> str:
    file = str(path / "Chart.yaml")
    if "Chart.yaml" not in files:
        raise InputError(problem("chart-metadata", "the archive holds no Chart.yaml", "Name a packaged chart.", path))
    parsed = parse_text(decode(files["Chart.yaml"], file), file)
    if parsed.problems:
        raise InputError(*parsed.problems)
    name = parsed.objects[0].get("name") if parsed.objects and isinstance(parsed.objects[0], dict) else None
    if not isinstance(name, str) or not name:
        raise InputError(problem("chart-metadata", "Chart.yaml has no name", "Add the chart's name.", file))
    return name


def refuse_remote_schemas(files: dict[str, bytes], path: Path) -> None:
    """Helm loads what a schema refers to, from the network or the disk; a chart of others must not make it.

    Args:
        files: the chart's files, by path.
        path: where they are, for messages.

    Raises:
        InputError: with every such reference.
    """
    remote = [
        problem("schema-remote", f"the schema refers to {found[:100]}", "Copy it into the chart.", path / name)
        for name, content in files.items()
        if PurePosixPath(name).name == "values.schema.json"
        for found in sorted(set(_REMOTE.findall(content.decode("utf-8", "replace"))))
    ]
    if remote:
        raise InputError(*remote)


def _folder(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): read_bounded(path) for path in files_below(folder)}


def _archive(path: Path) -> dict[str, bytes]:
    try:
        with path.open("rb") as file:
            return _unpacked(file, path)
    except OSError as error:
        raise InputError(_unreadable(error, path)) from None


def unpacked(content: bytes, path: Path) -> dict[str, bytes]:
    """Return the files of a packaged chart, by path in it.

    Args:
        content: the archive.
        path: where it is, for messages.

    Raises:
        InputError: it is none, leaves its folder, or is too large.
    """
    return _unpacked(io.BytesIO(content), path)


def _unpacked(opened: IO[bytes], path: Path) -> dict[str, bytes]:
    """Unpack an archive in memory: only regular files inside its one folder, within bounds."""
    files: dict[str, bytes] = {}
    total = 0
    try:
        with tarfile.open(fileobj=opened, mode="r:gz") as archive:
            for member in archive:
                if not member.isfile():
                    continue
                parts = PurePosixPath(member.name).parts
                if ".." in parts or member.name.startswith("/") or len(parts) < 2:
                    message = f"the archive holds {member.name!r}, which is outside its folder"
                    raise InputError(problem("archive-outside", message, "Package the chart again.", path))
                total += member.size
                if len(files) >= MAX_FILES or total > MAX_FOLDER_BYTES or member.size > MAX_BYTES:
                    message = f"the archive holds more than {MAX_FILES} files or {MAX_FOLDER_BYTES // 2**20} MiB"
                    raise InputError(problem("archive-too-large", message, "Package a smaller chart.", path))
                content = archive.extractfile(member)
                files["/".join(parts[1:])] = content.read() if content else b""
    except (tarfile.TarError, OSError, EOFError, zlib.error, io.UnsupportedOperation) as error:
        raise InputError(_unreadable(error, path)) from None
    return files


def _unreadable(error: Exception, path: Path) -> Problem:
    return problem("archive-unreadable", f"the archive cannot be read: {error}", "Package the chart again.", path)
