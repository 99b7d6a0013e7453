"""What came of one case."""

from functools import cached_property
from typing import Any, Literal

from pydantic import ConfigDict, Field

from foundation.model.base import FrozenModel
from foundation.model.conversation import Answer, Message, ModelIdentity, TokenUsage
from foundation.model.errors import Problem
from foundation.model.findings import Finding
from foundation.source.json_text import parse_json


class Examination(FrozenModel):
    """What an answer becomes in the agent.

    Attributes:
        draft: what was read from it, as plain data; ``None`` if nothing could be.
        manifests: text of each manifest that would be written, by relative path.
        findings: what the gate and the checks before it found.
        refusals: codes of what was found in each answer that was refused, in the order of the answers.
    """

    draft: Any = None
    manifests: dict[str, str] = {}
    findings: list[Finding] = []
    refusals: list[list[str]] = []

    @property
    def passed(self) -> bool:
        """Tell whether there is something to write, and nothing blocks it."""
        return bool(self.manifests) and not any(finding.severity == "error" for finding in self.findings)


class Round(FrozenModel):
    """A further question to the model, because its answer before was refused.

    Attributes:
        messages: what was sent.
        answer: what came back.
    """

    messages: list[Message]
    answer: Answer


class Outcome(FrozenModel):
    """An answer with everything that assertions look at.

    Attributes:
        answer: the model's first answer.
        repairs: what it was asked and answered after that.
        examination: what became of the last answer; ``None`` if nobody here can tell.
        cost: US dollars of all answers, if the model has a price.
        seconds: how long the model took for all of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ignored_types=(cached_property,))

    answer: Answer
    repairs: list[Round] = []
    examination: Examination | None = None
    cost: float | None = None
    seconds: float = 0.0

    @property
    def last(self) -> Answer:
        """The answer that counts: the last one."""
        return self.repairs[-1].answer if self.repairs else self.answer

    @property
    def answers(self) -> list[Answer]:
        """Every answer, in their order."""
        return [self.answer, *(entry.answer for entry in self.repairs)]

    @cached_property
    def usage(self) -> TokenUsage | None:
        """Tokens of all answers; ``None`` if the endpoint did not tell them of each."""
        told = [answer.usage for answer in self.answers if answer.usage is not None]
        return sum(told, TokenUsage()) if len(told) == len(self.answers) else None

    @cached_property
    def data(self) -> Any:
        """The last answer as JSON.

        Raises:
            ValueError: it is none.
        """
        return parse_json(self.last.text)


Status = Literal["passed", "failed", "stale", "missing", "error"]


class AssertionResult(FrozenModel):
    """What became of one assertion: ``skipped`` always carries its reason.

    Attributes:
        name: its key in the data set.
        wanted: its value there, as one line of JSON.
        status: whether it held.
        reason: why not.
    """

    name: str
    wanted: str = ""
    status: Literal["passed", "failed", "skipped"]
    reason: str | None = None


class CaseResult(FrozenModel):
    """One case, asked once.

    Attributes:
        prompt: name of the prompt.
        version: its version.
        systems: prompts of its system message that were tried instead of its own.
        model: who was asked.
        dataset: the data set.
        case: the case.
        repetition: number of the attempt, from 1.
        status: ``stale`` and ``missing`` say that there is no recording to judge; ``error`` that there is no answer.
        assertions: each assertion of the case.
        problems: why there is no answer.
        messages: what was sent.
        outcome: what came back.
    """

    prompt: str
    version: int
    systems: list[str] = []
    model: ModelIdentity
    dataset: str
    case: str
    repetition: int = Field(default=1, ge=1)
    status: Status
    assertions: list[AssertionResult] = []
    problems: list[Problem] = []
    messages: list[Message] = []
    outcome: Outcome | None = None

    @property
    def label(self) -> str:
        """Return what identifies it in a list."""
        return f"{self.prompt}/{self.tried} {self.model.model} {self.dataset}/{self.case} #{self.repetition}"

    @property
    def tried(self) -> str:
        """Return the version, with the prompts of the system message that were tried with it."""
        return " + ".join([f"v{self.version}", *self.systems])
