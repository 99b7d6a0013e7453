"""Running cases over versions of a prompt and models."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from agent.evaluation.examiner import Examiner
from agent.evaluation.loading import LoadedCase
from agent.evaluation.outcome import CaseResult, Outcome, Status
from agent.evaluation.rendering import render_case
from agent.evaluation.sources import ModelSource, Session
from agent.language_model.errors import (
    ModelRejectedError,
    ModelUnavailableError,
    RecordingError,
    RecordingStaleError,
)
from agent.language_model.recording import Subject
from agent.model.conversation import Answer, ModelIdentity
from agent.model.errors import AgentError, InputError, Problem
from agent.model.prompts import RenderedPrompt
from agent.prompting.library import PromptLibrary
from agent.prompting.prompt import Prompt


@dataclass(frozen=True)
class Matrix:
    """What to run.

    Attributes:
        prompts: versions of one prompt.
        models: whom to ask.
        cases: what to ask.
        repeat: how often.
    """

    prompts: Sequence[Prompt]
    models: Sequence[ModelIdentity]
    cases: Sequence[LoadedCase]
    repeat: int = 1

    def __len__(self) -> int:
        return len(self.prompts) * len(self.models) * len(self.cases) * self.repeat

    def __iter__(self) -> Iterator[tuple[Prompt, ModelIdentity, LoadedCase]]:
        for prompt in self.prompts:
            for model in self.models:
                for case in self.cases:
                    yield prompt, model, case


class Evaluation:
    """Runs a matrix.

    Args:
        library: the prompts, and the prices.
        source: where answers come from.
        examiner: knows what the prompt's bundles and answers mean, if anything does.
    """

    def __init__(self, library: PromptLibrary, source: ModelSource, examiner: Examiner | None) -> None:
        self._library = library
        self._source = source
        self._examiner = examiner

    def rendered(self, prompt: Prompt, case: LoadedCase) -> RenderedPrompt:
        """Render a prompt for a case.

        Raises:
            InputError: the case does not give what the prompt needs.
        """
        return render_case(self._library, prompt, case, self._examiner)

    async def run(self, matrix: Matrix, report: Callable[[CaseResult], None] = lambda _: None) -> list[CaseResult]:
        """Run every cell.

        Args:
            matrix: what to run.
            report: called with each result as it comes.

        Raises:
            InputError: a case does not give what the prompt needs; nothing was asked then.
            AgentError: no call may be made any more, or at all.
        """
        self._check(matrix)
        results = []
        for prompt, identity, case in matrix:
            subject = Subject(prompt=prompt.source.name, version=prompt.source.version, case=case.case.name)
            session = self._source.session(identity, subject)
            for repetition in range(1, matrix.repeat + 1):
                result = await self._one(prompt, identity, case, repetition, session)
                report(result)
                results.append(result)
        return results

    def _check(self, matrix: Matrix) -> None:
        problems: list[Problem] = []
        for prompt in matrix.prompts:
            for case in matrix.cases:
                try:
                    self.rendered(prompt, case)
                except InputError as error:
                    problems += error.problems
        if problems:
            raise InputError(*dict.fromkeys(problems))

    async def _one(
        self, prompt: Prompt, identity: ModelIdentity, case: LoadedCase, repetition: int, session: Session
    ) -> CaseResult:
        rendered = self.rendered(prompt, case)
        head = CaseResult(
            prompt=prompt.source.name,
            version=prompt.source.version,
            model=identity,
            dataset=case.dataset,
            case=case.case.name,
            repetition=repetition,
            status="error",
            messages=rendered.messages,
        )
        try:
            outcome = await self._ask(rendered, identity, case, session)
        except (RecordingError, ModelUnavailableError, ModelRejectedError) as error:
            return head.model_copy(update={"status": _status(error), "problems": list(error.problems)})
        assertions = [assertion.judge(outcome) for assertion in case.assertions]
        status = "failed" if any(result.status == "failed" for result in assertions) else "passed"
        return head.model_copy(update={"status": status, "assertions": assertions, "outcome": outcome})

    async def _ask(
        self, rendered: RenderedPrompt, identity: ModelIdentity, case: LoadedCase, session: Session
    ) -> Outcome:
        examiner, started = self._examiner, session.seconds()
        answer = await session.model.ask(
            rendered.messages,
            rendered.settings_for(identity.model),
            response=examiner.response if examiner else None,
        )
        seconds = session.seconds() - started
        examination = None
        if examiner is not None and case.case.bundle is not None:
            examination = await examiner.examine(case.case.bundle, answer, session.model)
        cost = self._cost(answer, identity)
        return Outcome(answer=answer, examination=examination, cost=cost, seconds=round(seconds, 3))

    def _cost(self, answer: Answer, identity: ModelIdentity) -> float | None:
        """A deployment has any name; the model that answered tells its own."""
        if answer.usage is None:
            return None
        costs = (self._library.prices.cost(name, answer.usage) for name in (answer.model, identity.model) if name)
        return next((cost for cost in costs if cost is not None), None)


def _status(error: AgentError) -> Status:
    if isinstance(error, RecordingStaleError):
        return "stale"
    return "missing" if isinstance(error, RecordingError) else "error"
