"""Checking prompts with everything around them: data sets, recordings and prices."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from agent.bootstrap import build_examiners
from agent.evaluation.examiner import Examiner
from agent.evaluation.loading import load_cases
from agent.evaluation.rendering import render_case
from agent.use_cases.prompts.gathering import Gathering
from foundation.language_model.store import RecordingStore
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.lint import lint
from foundation.source.paths import shown_path


def check(library: PromptLibrary, names: Sequence[str], version: int | None) -> list[Finding]:
    """Return everything that is wrong with prompts, each mistake once.

    Args:
        library: the prompts.
        names: which prompts; all by default.
        version: which version; all by default.

    Raises:
        InputError: there are no such prompts, or not of this version.
    """
    wanted = list(dict.fromkeys(names or library.names()))
    with Gathering() as gathering:
        for name in wanted:
            gathering.run(partial(_exists, library, name, version))
    examiners = build_examiners()
    found = [finding for name in wanted for finding in _findings(library, name, version, examiners.get(name))]
    return list(dict.fromkeys([*found, *_mistakes(lambda: library.prices)]))


def _exists(library: PromptLibrary, name: str, version: int | None) -> None:
    if version not in [None, *library.versions(name)]:
        library.prompt(name, version)  # says which there are


def _findings(library: PromptLibrary, name: str, version: int | None, examiner: Examiner | None) -> Iterator[Finding]:
    """The newest version has to fit the data sets; older ones may be left behind by them."""
    findings = lint(library, name, version)
    yield from findings
    yield from _ignored(library, name)
    yield from _mistakes(lambda: RecordingStore(library.folder(name) / "recordings").all())
    if any(finding.severity == "error" for finding in findings):
        yield from _mistakes(lambda: load_cases(library.folder(name)))
    else:
        yield from map(Finding.of, asyncio.run(_unrendered(library, name, examiner)))


def _ignored(library: PromptLibrary, name: str) -> Iterator[Finding]:
    """A file with almost the right name is read by nobody."""
    folder = library.folder(name)
    read = {f"v{number}.yaml" for number in library.versions(name)}
    near = [path for path in sorted(folder.glob("*.y*ml")) if path.name not in read]
    for path in [*near, *sorted((folder / "evals").glob("*.yml"))]:
        yield Finding(
            code="prompt-file-ignored",
            severity="warning",
            message="nothing reads this file",
            remedy="Versions are called v1.yaml, v2.yaml and so on; data sets end with .yaml.",
            file=shown_path(path),
        )


async def _unrendered(library: PromptLibrary, name: str, examiner: Examiner | None) -> list[Problem]:
    """Return why cases of a prompt's data sets cannot be rendered."""
    problems: dict[Problem, None] = {}
    try:
        for case in load_cases(library.folder(name)):
            try:
                await render_case(library, library.prompt(name), case, examiner)
            except InputError as error:
                problems |= dict.fromkeys(error.problems)
    except InputError as error:
        problems |= dict.fromkeys(error.problems)
    return list(problems)


def _mistakes(call: Callable[[], object]) -> list[Finding]:
    try:
        call()
    except InputError as error:
        return [Finding.of(problem) for problem in error.problems]
    return []
