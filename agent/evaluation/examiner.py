"""What an evaluation asks the rest of the agent: values for a case, and what an answer would become.

Each prompt may have an examiner. One that drafts infrastructure runs the draft through the renderer and the gate;
one without any has only its answers looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from agent.evaluation.outcome import Examination
from foundation.language_model.response_schema import ResponseForm
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Answer

if TYPE_CHECKING:
    # Loading it takes the kernel with it, and giving values needs none.
    from foundation.language_model.model import LanguageModel


@dataclass(frozen=True)
class Question:
    """What a case asks about.

    Attributes:
        bundle: the component.
        version: version of the prompt that is tried.
        refused: an earlier answer that was refused, if the prompt hands one back.
        systems: prompts of the system message that are tried, in further rounds too.
    """

    bundle: Bundle
    version: int
    refused: Answer | None = None
    systems: tuple[str, ...] = ()


class Examiner(Protocol):
    """Knows what a prompt's bundles and answers mean."""

    def form(self, question: Question | None) -> ResponseForm | None:
        """Return the form of answers that is asked for, if it is a structured one.

        Args:
            question: what is asked about, if it is a bundle.
        """

    async def arguments(self, question: Question) -> Mapping[str, Any]:
        """Return the prompt's values for a question.

        Raises:
            InputError: there are none, because the prompt would never be sent for such a question.
        """

    async def examine(self, question: Question, answer: Answer, model: "LanguageModel") -> Examination | None:
        """Say what an answer would become; ``None`` if that cannot be told.

        Args:
            question: what was asked about.
            answer: the first answer.
            model: who gave it; an examiner that repairs asks it again, and that is recorded and replayed too.

        Raises:
            AgentError: the model was asked again and gave no answer.
        """


@dataclass(frozen=True)
class ArgumentsOnly:
    """Gives values, and cannot tell what an answer would become.

    Attributes:
        values: returns the prompt's values for a bundle.
        forms: returns the form of answers for a bundle.
    """

    values: Callable[[Bundle], Mapping[str, Any]]
    forms: Callable[[Bundle], ResponseForm]

    def form(self, question: Question | None) -> ResponseForm | None:
        """Return the form of answers about a question's bundle."""
        return None if question is None else self.forms(question.bundle)

    async def arguments(self, question: Question) -> Mapping[str, Any]:
        """Return the prompt's values for a question."""
        return self.values(question.bundle)

    async def examine(self, question: Question, answer: Answer, model: "LanguageModel") -> None:
        """Tell nothing."""
