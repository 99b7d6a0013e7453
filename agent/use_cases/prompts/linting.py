"""Prompts lint: checking prompts with everything around them, which is data sets, recordings and prices."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial

from agent.evaluation.examiner import Examiner
from agent.evaluation.loading import load_cases
from agent.evaluation.rendering import render_case
from agent.use_cases.prompts.gathering import Gathering
from foundation.language_model.store import RecordingStore
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.lint import lint
from foundation.source.paths import shown_path


class LintCommand(FrozenModel):
    """What to check.

    Attributes:
        prompts: which prompts; all by default.
        version: which version; all by default.
    """

    prompts: list[str] = []
    version: int | None = None


class Linted(FrozenModel):
    """What was found.

    Attributes:
        prompts: names of the prompts that were checked.
        findings: each mistake once.
    """

    prompts: list[str]
    findings: list[Finding]


def lint_prompts(command: LintCommand, *, library: PromptLibrary, examiner: Callable[[str], Examiner | None]) -> Linted:
    """Say everything that is wrong with prompts.

    Args:
        command: what to check.
        library: the prompts.
        examiner: returns what knows the meaning of a prompt's bundles.

    Raises:
        InputError: there are no such prompts, or not of this version.
    """
    wanted = list(dict.fromkeys(command.prompts or library.names()))
    with Gathering() as gathering:
        for name in wanted:
            gathering.run(partial(_exists, library, name, command.version))
    found = [finding for name in wanted for finding in _findings(library, name, command.version, examiner(name))]
    return Linted(prompts=wanted, findings=list(dict.fromkeys([*found, *_mistakes(lambda: library.prices)])))


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
