"""Running cases over versions of a prompt and models."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.evaluation.examiner import Examiner, Question
from agent.evaluation.listening import Listener
from agent.evaluation.loading import LoadedCase
from agent.evaluation.outcome import CaseResult, Outcome, Round, Status
from agent.evaluation.own_checks import OwnCheck
from agent.evaluation.rendering import question_of, render_case
from agent.evaluation.sources import ModelSource, Session
from foundation.language_model.errors import (
    ModelRejectedError,
    ModelUnavailableError,
    RecordingError,
    RecordingStaleError,
)
from foundation.language_model.recording import Subject
from foundation.model.conversation import Answer, ModelIdentity
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.prompts import RenderedPrompt
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt


@dataclass(frozen=True)
class Matrix:
    """What to run.

    Attributes:
        prompts: versions of one prompt, each with every version of its system message that is tried.
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


@dataclass(frozen=True)
class Cell:
    """One question to one model.

    Attributes:
        rendered: what to ask.
        identity: whom.
        case: the case.
        repetition: number of the attempt, from 1.
        systems: prompts of the system message that are tried.
    """

    rendered: RenderedPrompt
    identity: ModelIdentity
    case: LoadedCase
    repetition: int
    systems: tuple[str, ...] = ()

    @property
    def question(self) -> Question | None:
        """What the case asks about."""
        return question_of(self.rendered.version, self.case, self.systems)

    def result(self) -> CaseResult:
        """Return the result before there is an answer."""
        return CaseResult(
            prompt=self.rendered.name,
            version=self.rendered.version,
            systems=list(self.systems),
            model=self.identity,
            dataset=self.case.dataset,
            case=self.case.case.name,
            repetition=self.repetition,
            status="error",
            messages=self.rendered.messages,
        )


class Evaluation:
    """Runs a matrix.

    Args:
        library: the prompts, and the prices.
        source: where answers come from.
        examiner: knows what the prompt's bundles and answers mean, if anything does.
        checks: assertions of one's own, by name.
    """

    def __init__(
        self,
        library: PromptLibrary,
        source: ModelSource,
        examiner: Examiner | None,
        checks: Mapping[str, OwnCheck] | None = None,
    ) -> None:
        self._library = library
        self._source = source
        self._examiner = examiner
        self._checks = checks

    async def run(self, matrix: Matrix, report: Callable[[CaseResult], None] = lambda _: None) -> list[CaseResult]:
        """Run every cell.

        Args:
            matrix: what to run.
            report: called with each result as it comes.

        Raises:
            InputError: a case does not give what the prompt needs; nothing was asked then.
            AgentError: no call may be made any more, or at all.
        """
        rendered = await self._render(matrix)
        results = []
        for prompt, identity, case in matrix:
            source, name = prompt.source, case.case.name
            tried = " + ".join(prompt.tried) or None
            subject = Subject(prompt=source.name, version=source.version, case=name, tried=tried)
            session = self._source.session(identity, subject)
            for repetition in range(1, matrix.repeat + 1):
                cell = Cell(rendered[prompt.label, prompt.tried, name], identity, case, repetition, prompt.tried)
                result = await self._one(cell, session)
                report(result)
                results.append(result)
        return results

    async def _render(self, matrix: Matrix) -> dict[tuple[str, tuple[str, ...], str], RenderedPrompt]:
        """Render each prompt for each case, by label, tried systems and name, before anybody is asked."""
        found: dict[tuple[str, tuple[str, ...], str], RenderedPrompt] = {}
        problems: dict[Problem, None] = {}
        for prompt in matrix.prompts:
            for case in matrix.cases:
                try:
                    rendered = await render_case(self._library, prompt, case, self._examiner)
                    found[prompt.label, prompt.tried, case.case.name] = rendered
                except InputError as error:
                    problems |= dict.fromkeys(error.problems)
        if problems:
            raise InputError(*problems)
        return found

    async def _one(self, cell: Cell, session: Session) -> CaseResult:
        head = cell.result()
        try:
            outcome = await self._ask(cell, Listener(session))
        except (RecordingError, ModelUnavailableError, ModelRejectedError) as error:
            return head.model_copy(update={"status": _status(error), "problems": list(error.problems)})
        assertions = [assertion.judge(outcome, self._checks) for assertion in cell.case.assertions]
        status = "failed" if any(result.status == "failed" for result in assertions) else "passed"
        return head.model_copy(update={"status": status, "assertions": assertions, "outcome": outcome})

    async def _ask(self, cell: Cell, model: Listener) -> Outcome:
        examiner, rendered = self._examiner, cell.rendered
        settings = rendered.settings_for(cell.identity.model)
        form = examiner.form(cell.question) if examiner else None
        answer = await model.ask(rendered.messages, settings, response=form)
        examination = None
        if examiner is not None and cell.question is not None:
            examination = await examiner.examine(cell.question, answer, model)
        return Outcome(
            answer=answer,
            repairs=model.rounds[1:],
            examination=examination,
            cost=self._cost(model.rounds, cell.identity),
            seconds=round(model.seconds, 3),
        )

    def _cost(self, rounds: Sequence[Round], identity: ModelIdentity) -> float | None:
        """Return what all answers cost together, if each of them has a price."""
        costs = [self._price(entry.answer, identity) for entry in rounds]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None

    def _price(self, answer: Answer, identity: ModelIdentity) -> float | None:
        """A deployment has any name; the model that answered tells its own."""
        if answer.usage is None:
            return None
        costs = (self._library.prices.cost(name, answer.usage) for name in (answer.model, identity.model) if name)
        return next((cost for cost in costs if cost is not None), None)


def _status(error: AgentError) -> Status:
    if isinstance(error, RecordingStaleError):
        return "stale"
    return "missing" if isinstance(error, RecordingError) else "error"
