"""What an evaluation asks the rest of the agent: values for a bundle, and what an answer would become.

Each prompt may have an examiner. One that drafts infrastructure runs the draft through the renderer and the gate;
one without any has only its answers looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from agent.evaluation.outcome import Examination
from agent.model.bundle import Bundle
from agent.model.conversation import Answer

if TYPE_CHECKING:
    # Loading it takes the kernel with it, and giving values needs none.
    from agent.language_model.model import LanguageModel


class Examiner(Protocol):
    """Knows what a prompt's bundles and answers mean."""

    @property
    def response(self) -> type[BaseModel] | None:
        """Form of answers that is asked for, if it is a structured one."""

    def arguments(self, bundle: Bundle) -> Mapping[str, Any]:
        """Return the prompt's values for a bundle."""

    async def examine(self, bundle: Bundle, answer: Answer, model: "LanguageModel") -> Examination | None:
        """Say what an answer would become; ``None`` if that cannot be told.

        Args:
            bundle: what was asked about.
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
    """

    values: Callable[[Bundle], Mapping[str, Any]]

    @property
    def response(self) -> None:
        """No form is asked for."""

    def arguments(self, bundle: Bundle) -> Mapping[str, Any]:
        """Return the prompt's values for a bundle."""
        return self.values(bundle)

    async def examine(self, bundle: Bundle, answer: Answer, model: "LanguageModel") -> None:
        """Tell nothing."""
