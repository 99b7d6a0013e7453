"""Reading a chart, from its folder or its archive, with the values it is to be rendered with."""

import io
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from agent.use_cases.validation.bounded_reading import files_below, problem, read_bounded
from foundation.helm.archives import (
    ARCHIVES,
    MOST_BYTES,
    MOST_MEMBERS,
    UNREADABLE,
    ArchiveTooLarge,
    decompressed,
    with_inner_charts,
)
from foundation.helm.schema_references import SCHEMA_FILE, outside_references
from foundation.model.errors import InputError, Problem
from foundation.source.document import MAX_BYTES, decode
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.subject.documents import parse_text
from plugins.k8s_validator.subject.subject import ChartSubject


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


def refuse_remote_schemas(files: Mapping[str, bytes], path: Path) -> None:
    """Helm loads what a schema refers to, from the network or the disk; a chart of others must not make it.

    Args:
        files: the chart's files, by path; charts that are packed inside it are looked at, too.
        path: where they are, for messages.

    Raises:
        InputError: with every such reference; a schema is nested too deep; or a chart inside cannot be read.
    """
    try:
        everything = with_inner_charts(files)
    except ArchiveTooLarge as error:
        raise InputError(_too_large(error, path)) from None
    except UNREADABLE as error:
        raise InputError(_unreadable(error, path)) from None
    remote = [
        found
        for name, content in everything.items()
        if PurePosixPath(name).name == SCHEMA_FILE
        for found in _remote(content, path / name)
    ]
    if remote:
        raise InputError(*remote)


def _remote(content: bytes, place: Path) -> Iterator[Problem]:
    try:
        found = sorted(set(outside_references(content)))
    except RecursionError:
        yield problem("yaml-too-deep", "the schema is nested too deep to be read", "Flatten the document.", place)
        return
    for reference in found:
        yield problem("schema-remote", f"the schema refers to {reference[:100]}", "Copy it into the chart.", place)


def _folder(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): read_bounded(path) for path in files_below(folder)}


def _archive(path: Path) -> dict[str, bytes]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(_unreadable(error, path)) from None
    if len(content) > MOST_BYTES:
        raise InputError(_too_large(ArchiveTooLarge(), path))
    return unpacked(content, path)


def unpacked(content: bytes, path: Path) -> dict[str, bytes]:
    """Return the files of a packaged chart, by path in it.

    Args:
        content: the archive.
        path: where it is, for messages.

    Raises:
        InputError: it is none, leaves its folder, or is too large.
    """
    try:
        return dict(_files(io.BytesIO(decompressed(content)), path))
    except ArchiveTooLarge as error:
        raise InputError(_too_large(error, path)) from None
    except (*UNREADABLE, io.UnsupportedOperation) as error:
        raise InputError(_unreadable(error, path)) from None


def _files(plain: IO[bytes], path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what is in an unpacked archive: only regular files inside its one folder, within bounds."""
    with tarfile.open(fileobj=plain, mode="r:") as archive:
        left = MOST_BYTES  # a file of holes is larger than its bytes in the archive
        for number, member in enumerate(archive):
            left -= member.size
            if number >= MOST_MEMBERS or member.size > MAX_BYTES or left < 0:
                raise ArchiveTooLarge
            if not member.isfile():
                continue
            parts = PurePosixPath(member.name).parts
            if ".." in parts or member.name.startswith("/") or len(parts) < 2:
                message = f"the archive holds {member.name!r}, which is outside its folder"
                raise InputError(problem("archive-outside", message, "Package the chart again.", path))
            content = archive.extractfile(member)
            yield "/".join(parts[1:]), content.read() if content else b""


def _too_large(error: ArchiveTooLarge, path: Path) -> Problem:
    return problem("archive-too-large", f"the archive cannot be read: {error}", "Package a smaller chart.", path)


def _unreadable(error: Exception, path: Path) -> Problem:
    return problem("archive-unreadable", f"the archive cannot be read: {error}", "Package the chart again.", path)
