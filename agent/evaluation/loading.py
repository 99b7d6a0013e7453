"""Reading a prompt's data sets, with every mistake at its line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.evaluation.dataset import AssertionBase, Case, Dataset
from foundation.model.errors import InputError, Problem
from foundation.source.document import decode, parse_documents
from foundation.source.locate import locate
from foundation.source.paths import shown_path
from foundation.source.plain import data_problems
from foundation.source.tree import Document
from foundation.source.validation import validate


@dataclass(frozen=True)
class LoadedCase:
    """A case in its data set.

    Attributes:
        dataset: name of the data set.
        file: its file, for messages.
        index: number of the case in it, from 0.
        case: the case.
        variables: values for every case of the data set, and the case's own over them.
        assertions: the data set's assertions, then the case's own.
        locations: line and column by dotted path.
    """

    dataset: str
    file: str
    index: int
    case: Case
    variables: dict[str, Any]
    assertions: list[AssertionBase]
    locations: dict[str, tuple[int, int]]

    @property
    def path(self) -> str:
        """Return its path in the file."""
        return f"cases[{self.index}]"

    def located(self, problem: Problem) -> Problem:
        """Return a problem that knows only its path with its line in the data set."""
        return locate(problem.model_copy(update={"file": None}), self.file, self.locations)


def load_cases(folder: Path) -> list[LoadedCase]:
    """Read every data set below a prompt's folder, in the order of their names.

    Raises:
        InputError: with every mistake of every file.
    """
    cases: list[LoadedCase] = []
    problems: list[Problem] = []
    for path in sorted((folder / "evals").glob("*.yaml")):
        try:
            cases += _read(path)
        except InputError as error:
            problems += error.problems
    problems += _twice(cases)
    if problems:
        raise InputError(*problems)
    return cases


def _read(path: Path) -> list[LoadedCase]:
    file = shown_path(path)
    try:
        documents = parse_documents(decode(path.read_bytes(), file), file)
    except OSError as error:
        raise InputError(_unreadable(file, f"the data set cannot be read: {error.strerror}")) from None
    if len(documents) != 1:
        raise InputError(_unreadable(file, f"the file holds {len(documents)} documents; a data set is one"))
    document = documents[0]
    problems = data_problems(document, file)
    if problems:
        raise InputError(*problems)
    return _cases(path.stem, file, validate(Dataset, document, file), document)


def _cases(name: str, file: str, dataset: Dataset, document: Document) -> list[LoadedCase]:
    locations = document.locations()
    return [
        LoadedCase(
            dataset=name,
            file=file,
            index=index,
            case=case,
            variables={**dataset.variables, **case.variables},
            assertions=[*dataset.expect, *case.expect],
            locations=locations,
        )
        for index, case in enumerate(dataset.cases)
    ]


def _twice(cases: list[LoadedCase]) -> list[Problem]:
    first: dict[str, LoadedCase] = {}
    problems = []
    for case in cases:
        known = first.setdefault(case.case.name, case)
        if known is not case:
            message = f"the case {case.case.name} is in {known.file} already"
            problem = Problem(
                code="case-twice", message=message, remedy="Give it another name.", path=f"{case.path}.name"
            )
            problems.append(case.located(problem))
    return problems


def _unreadable(file: str, message: str) -> Problem:
    return Problem(code="dataset-unreadable", message=message, remedy="Mend the file.", file=file)
