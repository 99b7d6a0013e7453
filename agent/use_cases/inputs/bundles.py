"""Bundles as a use case is given them: files by name, or what came with the question."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import Field

from agent.use_cases.inputs.attachments import FolderReader
from agent.use_cases.inputs.tenants import for_tenants, require_tenants
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean, dns_label
from foundation.source.assignment import Assignment, parse_assignments
from foundation.source.bundle import SourcedBundle, bundles_from_data, read_bundles, whole
from foundation.source.document import decode
from foundation.source.salvage import PartlyReadError, Salvaged, rest_of
from foundation.source.tree import shown

_SUFFIXES = (".yaml", ".yml", ".json")


class BundleFiles(FrozenModel):
    """Bundles in files.

    Attributes:
        paths: files and folders; ``-`` is standard input.
        stdin: what came on standard input, if a path names it.
        assignments: changes of the form ``path=value``, applied to every bundle.
    """

    paths: list[str]
    stdin: bytes | None = Field(default=None, repr=False)
    assignments: list[str] = []

    @property
    def shown(self) -> str:
        """The files as the user named them."""
        return " ".join(self.paths)


class BundleContent(FrozenModel):
    """Bundles that are no files: plain data, or YAML or JSON text. They cannot name files by path.

    Attributes:
        content: data, or text as it is or in its bytes.
        name: what messages call it.
    """

    content: dict[str, Any] | str | bytes = Field(repr=False)
    name: str = "bundle"

    @property
    def shown(self) -> str:
        """What messages call it."""
        return self.name


class OneBundle(FrozenModel):
    """One bundle of what is given.

    Attributes:
        of: what is given.
        component: which of several components; the only one if ``None``.
        tenant: tenant to read it for; the bundle's own if ``None``.
    """

    of: BundleFiles | BundleContent
    component: str | None = None
    tenant: str | None = None

    @property
    def shown(self) -> str:
        """What it is of, as the user named it."""
        return self.of.shown


def load_bundles(given: BundleFiles | BundleContent) -> list[SourcedBundle]:
    """Read every bundle of what is given.

    Raises:
        InputError: with every mistake of every file.
    """
    return _of_files(given) if isinstance(given, BundleFiles) else _of_content(given)


def load_one(given: OneBundle) -> SourcedBundle:
    """Read one bundle.

    Raises:
        InputError: there is a mistake, or it is not clear which bundle is meant.
    """
    bundles = load_bundles(given.of)
    if given.component is not None:
        bundles = of_component(bundles, given.component, given.of.shown)
    if len(bundles) > 1:
        raise InputError(_many(given.of, len(bundles)))
    if given.tenant is None:
        return bundles[0]
    require_tenants(bundles, [given.tenant])
    return for_tenants(bundles[0], [given.tenant], every=False)[0]


def _of_content(given: BundleContent) -> list[SourcedBundle]:
    if isinstance(given.content, bytes):
        return read_bundles(given.content, given.name)
    if isinstance(given.content, str):
        return read_bundles(given.content.encode(errors="surrogatepass"), given.name)
    # Data is held to the same size as text.
    decode(json.dumps(given.content, ensure_ascii=False).encode(errors="replace"), given.name)
    return bundles_from_data(given.content, given.name)


def _of_files(given: BundleFiles) -> list[SourcedBundle]:
    changes, problems = parse_assignments(given.assignments)
    files, missing = _files(given.paths)
    return read_all([partial(_read, path, given.stdin, changes) for path in files], [*problems, *missing])


def read_all(files: Iterable[Callable[[], list[SourcedBundle]]], known: Sequence[Problem] = ()) -> list[SourcedBundle]:
    """Read the bundles of several files.

    Args:
        files: each reads one.
        known: what is wrong already, whatever they hold.

    Raises:
        PartlyReadError: with every mistake of every file.
    """
    bundles: list[SourcedBundle] = []
    problems, rest = [*known], list[Salvaged]()
    for read in files:
        try:
            bundles += read()
        except InputError as error:
            problems += error.problems
            rest += rest_of(error)
    if problems:
        raise PartlyReadError(*dict.fromkeys(problems), rest=(*map(whole, bundles), *rest))
    return bundles


def _read(path: Path | None, stdin: bytes | None, changes: list[Assignment]) -> list[SourcedBundle]:
    """Read a file; without a path, what came on standard input."""
    reader = FolderReader(path.parent if path is not None else Path.cwd())
    content, name = (stdin or b"", "<stdin>") if path is None else (_content(path), str(path))
    return read_bundles(content, name, changes, reader)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(_no_file(str(path), f"the file cannot be read: {error.strerror}")) from None


def of_component(bundles: list[SourcedBundle], component: str, place: str) -> list[SourcedBundle]:
    """Return those bundles that are of a component.

    Args:
        bundles: the bundles.
        component: its name.
        place: what messages call what holds them.

    Raises:
        InputError: none is.
    """
    names = [bundle.bundle.component.name for bundle in bundles]
    found = [bundle for bundle in bundles if dns_label(bundle.bundle.component.name) == dns_label(component)]
    if not found:
        raise InputError(_no_component(place, component, names))
    return found


def _many(given: BundleFiles | BundleContent, number: int) -> Problem:
    written = isinstance(given, BundleFiles) or not isinstance(given.content, dict)
    held = f"{given.shown} holds {number} bundles" if written else f"the application has {number} components"
    return Problem(
        code="many-bundles",
        message=f"{held}; this takes one",
        remedy=f"Name the component with {Flag.COMPONENT}, or give one bundle.",
        file=given.shown,
    )


def _files(paths: list[str]) -> tuple[list[Path | None], list[Problem]]:
    """Return the files that the arguments mean, and a problem for each that means none.

    Files inside folders are sorted; ``None`` is standard input.
    """
    files: list[Path | None] = []
    problems: list[Problem] = []
    for text in paths:
        try:
            files += [None] if text == "-" else _meant(Path(text))
        except InputError as error:
            problems += error.problems
        except OSError as error:
            problems.append(_no_file(shown(text), f"there can be no such file: {error.strerror}"))
    return files, problems


def _meant(path: Path) -> list[Path | None]:
    """Return the files that a path means.

    Raises:
        InputError: it means none.
        OSError: no file can have this name.
    """
    if path.is_dir():
        inside = sorted(file for file in path.iterdir() if file.suffix in _SUFFIXES and file.is_file())
        if not inside:
            raise InputError(_no_file(str(path), "the folder holds no .yaml, .yml or .json file"))
        return [*inside]
    if not path.is_file():
        raise InputError(_no_file(str(path), "there is no such file or folder", _beside(path)))
    return [path]


def _no_component(path: str, component: str, names: list[str]) -> Problem:
    return Problem(
        code="component-unknown",
        message=f"{path} holds no component {component!r}",
        remedy=did_you_mean(component, names, f"It holds {', '.join(names)}."),
        file=Flag.COMPONENT,
    )


def _no_file(path: str, message: str, remedy: str = "Check the path.") -> Problem:
    return Problem(code="file-missing", message=message, remedy=remedy, file=path)


def _beside(path: Path) -> str:
    """Return the remedy for a file that is not there: one of its folder may be meant."""
    try:
        names = [other.name for other in path.parent.iterdir() if other.is_dir() or other.suffix in _SUFFIXES]
    except OSError:
        return f"Check the path; there is no folder {path.parent} that can be read."
    return did_you_mean(
        path.name, sorted(names), "Check the path.", before="" if path.parent == Path() else f"{path.parent}/"
    )
