"""Import: from what a team has, manifests or compose files, to bundles."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from agent.importing.compose.project import drafts_of_compose
from agent.importing.draft import Draft
from agent.importing.file_names import file_names
from agent.importing.manifests import drafts_of_manifests
from agent.importing.manner import Manner
from agent.importing.objects import SourceObject, is_compose, objects_of, read_documents, repeated
from agent.importing.result import Excepted, finished
from agent.importing.simplify import Shortener
from agent.importing.trace import Identity, identity
from agent.use_cases.adopting.proposing import proposed, terms
from agent.use_cases.new_files import write_new
from agent.use_cases.schema_beside import MODELINE, write_schema_beside
from agent.use_cases.shortening import Outcomes
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.bundle.imported import Imported, ImportedBundles
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.flags import Flag
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.document import MAX_BYTES, decode
from foundation.source.tree import Document

Form = Literal["manifests", "compose"]
_SUFFIXES = (".yaml", ".yml", ".json")
_BUNDLE_SUFFIXES = (".yaml", ".yml")
#: Largest folder that is read; a mistaken path such as / should not be.
_MAX_FILES = 10_000


class ImportCommand(FrozenModel):
    """What to import.

    Attributes:
        paths: files and folders; ``-`` is standard input.
        stdin: what came on standard input, if a path names it.
        form: what they hold; told by their content by default.
        said: what the caller says of the components: the fields of an ``Identity``.
        manner: how it is brought in.
        approver: who allows the exceptions of what stays as it is; to be filled in by default.
        expires: the last day of these exceptions; 90 days by default.
        output: file, or folder with a file for each bundle; nothing is written by default.
        force: whether files may be replaced.
    """

    paths: list[str]
    stdin: bytes | None = Field(default=None, repr=False)
    form: Form | None = None
    said: dict[str, str | None] = {}
    manner: Manner = Manner()
    approver: str | None = None
    expires: str | None = None
    output: str | None = None
    force: bool = False


#: Takes a bundle as plain data; returns what the gate finds, nothing where the bundle does not compile.
Gate = Callable[[dict[str, Any]], list[Finding]]


def import_bundles(
    command: ImportCommand,
    *,
    library: TemplateLibrary,
    schema: Callable[[], str],
    gate: Gate,
    today: Callable[[], date],
) -> ImportedBundles:
    """Turn manifests or compose files into bundles, and write them where that is wanted.

    Args:
        command: what to import.
        library: templates and policies.
        schema: returns the JSON Schema of bundles, which is written beside the files.
        gate: asks the gate about a bundle.
        today: tells the day from which exceptions hold.

    Raises:
        InputError: with every mistake of every file, or a file is there already.
        OutsideError: a file cannot be written.
    """
    adopt = command.manner.additions == "adopt"
    if not adopt:
        _refuse_terms(command)
    wanted = terms(command.approver, command.expires, today())
    excepted = (lambda document: proposed(gate(document), wanted)) if adopt else None
    imported = import_all(
        command.paths, command.form, identity(**command.said), library, command.stdin, command.manner, excepted
    )
    if command.output is None:
        return ImportedBundles(bundles=imported)
    files = _places(imported, Path(command.output))
    write_new({file: MODELINE + bundle.text for file, bundle in zip(files, imported, strict=True)}, command.force)
    write_schema_beside(files, schema())
    return ImportedBundles(bundles=imported, files=files)


def _refuse_terms(command: ImportCommand) -> None:
    """Refuse an approver, or a last day, where there are no exceptions that they could be of."""
    given = ((Flag.APPROVER, command.approver), (Flag.EXPIRES, command.expires))
    message = "only exceptions have it, and those are made where all stays as it is: adopt"
    remedy = "Ask to adopt, or leave it out."
    wrong = [Problem(code="wrong-value", message=message, remedy=remedy, file=flag) for flag, said in given if said]
    if wrong:
        raise InputError(*wrong)


def _places(imported: list[Imported], output: Path) -> list[Path]:
    """Return the file of each bundle."""
    if len(imported) == 1 and output.suffix in _BUNDLE_SUFFIXES and not output.is_dir():
        return [output]
    return [output / f"{name}.yaml" for name in file_names(imported)]


def import_all(
    paths: list[str],
    form: Form | None,
    said: Identity,
    library: TemplateLibrary,
    stdin: bytes | None = None,
    manner: Manner | None = None,
    excepted: Excepted | None = None,
) -> list[Imported]:
    """Import everything that the arguments name.

    Args:
        paths: files and folders; ``-`` is standard input.
        form: what they hold; told by their content by default.
        said: what the caller says of the components.
        library: templates and policies.
        stdin: what came on standard input.
        manner: how it is brought in; as the command has it by default.
        excepted: returns exceptions from what blocks a bundle; none are made by default.

    Raises:
        InputError: with every mistake of every file.
    """
    names: list[str] = []
    manifests: list[SourceObject] = []
    composes: list[tuple[Document, str]] = []
    files, problems = _files(paths)
    for path in files:
        name = str(path) if path is not None else "<stdin>"
        try:
            documents = read_documents(decode(_read(path) if path is not None else stdin or b"", name), name)
            names.append(Path(name).name)
            if form == "compose" or (form is None and any(is_compose(document.data) for document in documents)):
                composes += [(document, name) for document in documents]
            else:
                manifests += objects_of(documents, name)
        except InputError as error:
            problems += error.problems
    problems += repeated(manifests)
    drafts, more = _drafts(manifests, composes, said, library.policy, manner or Manner())
    if problems or more:
        raise InputError(*problems, *([] if problems and not manifests and not composes else more))
    outcome = Outcomes(library)
    shortener = Shortener(outcome)
    return [finished(draft, outcome, shortener, names, excepted) for draft in drafts]


def _drafts(
    manifests: list[SourceObject],
    composes: list[tuple[Document, str]],
    said: Identity,
    policy: PlatformPolicy,
    manner: Manner,
) -> tuple[list[Draft], list[Problem]]:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for document, name in composes:
        try:
            drafts += drafts_of_compose(document, name, said, policy, manner)
        except InputError as error:
            problems += error.problems
    if manifests or not composes:
        try:
            drafts += drafts_of_manifests(manifests, said, policy, manner)
        except InputError as error:
            problems += error.problems
    return drafts, problems


def _files(paths: list[str]) -> tuple[list[Path | None], list[Problem]]:
    files: list[Path | None] = []
    problems: list[Problem] = []
    for argument in paths:
        path = Path(argument)
        if argument == "-":
            files.append(None)
        elif path.is_dir():
            found, wrong = _inside(path)
            files += found
            problems += wrong
        elif path.is_file():
            files.append(path)
        else:
            problems.append(_wrong(argument, "there is no such file or folder", "Check the path."))
    return files, problems


def _inside(folder: Path) -> tuple[list[Path], list[Problem]]:
    """Return the YAML files below a folder; links that lead out of it, and charts, are problems."""
    if (folder / "Chart.yaml").is_file():
        remedy = f"Render it first: helm template NAME {folder} | infra-engineer import -"
        return [], [_wrong(str(folder), "this is a chart; its templates are no manifests", remedy)]
    root = folder.resolve()
    found = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    if not 0 < len(found) <= _MAX_FILES:
        message = f"the folder holds {len(found)} YAML files; 1 to {_MAX_FILES} can be imported"
        return [], [_wrong(str(folder), message, "Check the path.")]
    outside = [path for path in found if not path.resolve().is_relative_to(root)]
    remedy = "Name the file itself if it is meant."
    return [path for path in found if path not in outside], [
        _wrong(str(path), "the link leads out of the folder", remedy) for path in outside
    ]


def _read(path: Path) -> bytes:
    """Return a file's bytes, but not more than the parser takes."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(_wrong(str(path), f"the file cannot be read: {error.strerror}", "Check the path.")) from None


def _wrong(path: str, message: str, remedy: str) -> Problem:
    return Problem(code="file-missing", message=message, remedy=remedy, file=path)
