"""Finding and reading bundles that a command line names."""

import sys
from pathlib import Path

from agent.use_cases.inputs.attachments import FolderReader
from agent.use_cases.tenants import for_tenants
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean, dns_label
from foundation.source.assignment import parse_assignment
from foundation.source.bundle import SourcedBundle, read_bundles

_SUFFIXES = (".yaml", ".yml", ".json")


def bundle_files(paths: list[str]) -> tuple[list[Path | None], list[Problem]]:
    """Return the files that the arguments mean, and a problem for each that means none.

    Files inside folders are sorted; ``None`` is standard input.
    """
    files: list[Path | None] = []
    problems: list[Problem] = []
    for text in paths:
        path = Path(text)
        if text == "-":
            files.append(None)
        elif path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix in _SUFFIXES and file.is_file())
            files += inside
            if not inside:
                problems.append(_no_file(text, "the folder holds no .yaml, .yml or .json file"))
        elif path.is_file():
            files.append(path)
        else:
            problems.append(_no_file(text, "there is no such file or folder"))
    return files, problems


def read_file(path: Path | None) -> tuple[bytes, str]:
    """Return a file's bytes and its name for messages.

    Raises:
        InputError: it cannot be read.
    """
    if path is None:
        return sys.stdin.buffer.read(), "<stdin>"
    try:
        return path.read_bytes(), str(path)
    except OSError as error:
        raise InputError(_no_file(str(path), f"the file cannot be read: {error.strerror}")) from None


def load_bundles(paths: list[str], assignments: list[str] | None) -> list[SourcedBundle]:
    """Read every bundle of the arguments.

    Raises:
        InputError: with every mistake of every file.
    """
    changes = [parse_assignment(text) for text in assignments or []]
    bundles: list[SourcedBundle] = []
    files, problems = bundle_files(paths)
    for path in files:
        try:
            reader = FolderReader(path.parent if path is not None else Path.cwd())
            bundles += read_bundles(*read_file(path), changes, reader)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    return bundles


def load_one(
    path: str, assignments: list[str] | None, component: str | None = None, tenant: str | None = None
) -> SourcedBundle:
    """Read one bundle of a file.

    Args:
        path: the file.
        assignments: changes of ``--set``.
        component: which of several components; the only one if ``None``.
        tenant: tenant to read it for; the bundle's own if ``None``.

    Raises:
        InputError: there is a mistake, or it is not clear which bundle is meant.
    """
    bundles = load_bundles([path], assignments)
    if component is not None:
        names = [bundle.bundle.component.name for bundle in bundles]
        bundles = [bundle for bundle in bundles if dns_label(bundle.bundle.component.name) == dns_label(component)]
        if not bundles:
            raise InputError(_no_component(path, component, names))
    if len(bundles) > 1:
        message = f"{path} holds {len(bundles)} bundles; this command takes one"
        remedy = "Name the component with --component, or one file with one bundle."
        raise InputError(Problem(code="many-bundles", message=message, remedy=remedy, file=path))
    return bundles[0] if tenant is None else for_tenants(bundles[0], [tenant], every=False)[0]


def _no_component(path: str, component: str, names: list[str]) -> Problem:
    return Problem(
        code="component-unknown",
        message=f"{path} holds no component {component!r}",
        remedy=did_you_mean(component, names, f"It holds {', '.join(names)}."),
        file="--component",
    )


def _no_file(path: str, message: str) -> Problem:
    return Problem(code="file-missing", message=message, remedy="Check the path.", file=path)
