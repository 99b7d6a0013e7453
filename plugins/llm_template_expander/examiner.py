"""What the workbench for prompts asks: which values a bundle gives, and what an answer would become."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from agent.evaluation.outcome import Examination
from agent.model.bundle import Bundle
from agent.model.conversation import Answer
from agent.model.drafts.draft import Draft
from agent.model.drafts.policy import DraftPolicy
from plugins.llm_template_expander.arguments import prompt_arguments

if TYPE_CHECKING:
    # Who only looks at prompts does not wait for the kernel.
    from agent.language_model.model import LanguageModel
    from plugins.llm_template_expander.conversation import Drafting


class DraftExaminer:
    """Runs answers of the expansion and repair prompts through repair, renderer and gate, as a run does.

    Args:
        policy: returns what drafts may hold.
        drafting: returns what leads the conversation; it loads the kernel, so it is made when first needed.
    """

    def __init__(self, policy: Callable[[], DraftPolicy], drafting: "Callable[[], Drafting]") -> None:
        self._policy = policy
        self._make = drafting
        self._drafting: Drafting | None = None

    @property
    def response(self) -> type[Draft]:
        """The form of drafts."""
        return Draft

    def arguments(self, bundle: Bundle) -> Mapping[str, Any]:
        """Return the prompts' values for a bundle."""
        return prompt_arguments(bundle, self._policy())

    async def examine(self, bundle: Bundle, answer: Answer, model: "LanguageModel") -> Examination:
        """Say what an answer would become, repairs included.

        Raises:
            AgentError: the model was asked again and gave no answer.
        """
        conversation = await self._made().follow(bundle, answer, model)
        last = conversation.last
        return Examination(
            draft=None if last.draft is None else last.draft.model_dump(mode="json"),
            manifests=last.rehearsed.manifests if last.rehearsed is not None else {},
            findings=last.findings,
        )

    def _made(self) -> "Drafting":
        if self._drafting is None:
            self._drafting = self._make()
        return self._drafting
