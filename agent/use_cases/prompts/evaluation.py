"""Prompts eval: whether a prompt's answers are what its data sets expect."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from agent.evaluation.examiner import Examiner
from agent.evaluation.outcome import CaseResult
from agent.evaluation.own_checks import OwnCheck
from agent.evaluation.reports.junit import junit
from agent.evaluation.reports.page import page
from agent.evaluation.reports.results import as_file, failing_cases
from agent.evaluation.run import Evaluation, Matrix
from agent.use_cases.prompts.gathering import Gathering
from agent.use_cases.prompts.models import Endpoint, source_of
from agent.use_cases.prompts.report_files import check_writable, write_files, write_so_far
from agent.use_cases.prompts.selection import chosen_prompts, chosen_systems, require_asked, select, with_systems
from foundation.model.base import FrozenModel
from foundation.model.flags import Flag
from foundation.prompting.library import PromptLibrary


class EvaluateCommand(FrozenModel):
    """What to evaluate.

    Attributes:
        prompt: name of the prompt.
        versions: its versions; the newest by default.
        systems: versions to try of prompts in its system message, as in ``system/v3``; its own by default.
        models: names of models; all that recordings exist of by default, or the one of the settings.
        cases: names of cases; all by default.
        tags: only cases with one of these.
        repeat: how often each is asked.
        live: whether the model itself is asked.
        failing: results of an earlier run; only what did not pass there is asked.
        results: file for everything, as JSON.
        junit: file for JUnit.
        html: file for a page.
    """

    prompt: str
    versions: list[int] = []
    systems: list[str] = []
    models: list[str] = []
    cases: list[str] = []
    tags: list[str] = []
    repeat: int = 1
    live: bool = False
    failing: Path | None = None
    results: Path | None = None
    junit: Path | None = None
    html: Path | None = None


def evaluate(
    command: EvaluateCommand,
    *,
    library: PromptLibrary,
    examiner: Callable[[str], Examiner | None],
    endpoint: Endpoint,
    checks: Callable[[], Mapping[str, OwnCheck]],
    watch: Callable[[int, CaseResult], None],
) -> list[CaseResult]:
    """Run an evaluation, and write the reports that are wanted: where a model is asked, after each of its answers.

    Args:
        command: what to evaluate.
        library: the prompts.
        examiner: returns what knows the meaning of a prompt's answers.
        endpoint: the models themselves.
        checks: returns the assertions of one's own that are allowed, by name.
        watch: called with the number of all runs and each result as it comes.

    Raises:
        InputError: the prompt, a data set, a name or a setting is wrong.
        OutsideError: a report cannot be written.
        AgentError: models must not be called, or the budget is spent.
    """
    check_writable({Flag.RESULTS: command.results, Flag.JUNIT: command.junit, Flag.HTML: command.html})
    name = command.prompt
    require_asked(library, name)
    with Gathering() as gathering:
        prompts = chosen_prompts(gathering, library, name, command.versions)
        failing = gathering.run(lambda: failing_cases(command.failing, name) if command.failing else None)
        cases = gathering.run(
            lambda: select(library.folder(name), command.cases, command.tags, next(iter(failing.found), None))
        )
        answers = gathering.run(lambda: source_of(endpoint, library, name, command.models, live=command.live))
        own = gathering.run(checks)
        gathering.run(lambda: chosen_systems(library, name, command.systems))
        gathering.run(lambda: library.prices)
    source, models = answers.value
    tried = with_systems([prompt.value for prompt in prompts], command.systems)
    matrix = Matrix(tried, models, cases.value, command.repeat)
    evaluation = Evaluation(library, source, examiner(name), own.value)
    found: list[CaseResult] = []

    def keep(result: CaseResult) -> None:
        found.append(result)
        if command.live:  # whatever ends the run early, such as a spent budget or Ctrl-C: this much was paid for
            write_so_far(_reports(command, found))
        watch(len(matrix), result)

    asyncio.run(evaluation.run(matrix, keep))
    write_files(_reports(command, found))
    return found


def _reports(command: EvaluateCommand, found: list[CaseResult]) -> dict[Path, str]:
    texts: dict[Path, str] = {}
    if command.results is not None:
        texts[command.results] = json.dumps(as_file(command.prompt, found), indent=2, ensure_ascii=False) + "\n"
    if command.junit is not None:
        texts[command.junit] = junit(found)
    if command.html is not None:
        texts[command.html] = page(found, command.prompt)
    return texts
