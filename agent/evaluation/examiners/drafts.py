"""What the workbench for prompts asks: which values a case gives, and what an answer would become."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from agent.evaluation.examiner import Question
from agent.evaluation.outcome import Examination
from foundation.language_model.response_schema import ResponseForm
from foundation.model.conversation import Answer
from foundation.model.drafts.policy import DraftPolicy
from foundation.model.errors import InputError, Problem
from plugins.llm_template_expander.arguments import prompt_arguments
from plugins.llm_template_expander.attempts import Conversation

if TYPE_CHECKING:
    # Who only looks at prompts does not wait for the kernel.
    from foundation.language_model.model import LanguageModel
    from plugins.llm_template_expander.conversation import Drafting


class DraftExaminer:
    """Runs answers of the expansion prompt through repair, renderer and gate, as a run does.

    Args:
        policy: returns what drafts may hold.
        drafting: returns what leads the conversation; it loads the kernel, so it is made when first needed.
    """

    def __init__(self, policy: Callable[[], DraftPolicy], drafting: "Callable[[], Drafting]") -> None:
        self._policy = policy
        self._drafting = drafting

    def form(self, question: Question | None) -> ResponseForm:
        """Return the form of drafts."""
        return self._drafting().form

    async def arguments(self, question: Question) -> Mapping[str, Any]:
        """Return the prompt's values for a component."""
        return prompt_arguments(question.bundle, self._policy())

    async def examine(self, question: Question, answer: Answer, model: "LanguageModel") -> Examination:
        """Say what an answer would become, repairs included.

        Raises:
            AgentError: the model was asked again and gave no answer.
        """
        return examination(await self._drafting().follow(question.bundle, answer, model, systems=question.systems))


class RepairExaminer:
    """Begins where a draft was refused: the repair prompt gets what rules and gate really find in it.

    Args:
        drafting: returns what leads the conversation.
    """

    def __init__(self, drafting: "Callable[[], Drafting]") -> None:
        self._drafting = drafting

    def form(self, question: Question | None) -> ResponseForm:
        """Return the form of drafts."""
        return self._drafting().form

    async def arguments(self, question: Question) -> Mapping[str, Any]:
        """Return the prompt's values for a refused answer.

        Raises:
            InputError: no answer is given, or one that nobody would ask to repair.
        """
        return self._drafting().repair_values(question.bundle, await self._refused(question))

    async def examine(self, question: Question, answer: Answer, model: "LanguageModel") -> Examination:
        """Say what comes of the mended answer, and of those that follow it.

        Raises:
            AgentError: the model was asked again and gave no answer.
        """
        before = await self._refused(question)
        drafting = self._drafting()
        made = drafting.follow(
            question.bundle, answer, model, before, version=question.version, systems=question.systems
        )
        return examination(await made, before=1)

    async def _refused(self, question: Question) -> Conversation:
        if question.refused is None:
            raise _wrong(
                "the repair prompt needs an answer to hand back",
                "Give one in a case of a data set, as refused: {objects: [...]}.",
            )
        attempt = await self._drafting().attempt(question.bundle, question.refused)
        if attempt.final:
            codes = ", ".join(sorted({found.code for found in attempt.errors}))
            reason = f"the model gave up ({codes})" if codes else "it passes the gate"
            message = f"the answer in refused would never be handed back: {reason}"
            raise _wrong(message, "Give an answer that the rules or the gate refuse.")
        return Conversation([attempt])


def examination(conversation: Conversation, before: int = 0) -> Examination:
    """Return what a conversation came to.

    Args:
        conversation: the conversation.
        before: how many of its answers were given beforehand, and by no model.
    """
    last = conversation.last
    refused = [attempt for attempt in conversation.attempts[before:] if not attempt.accepted]
    return Examination(
        draft=None if last.draft is None else last.draft.model_dump(mode="json"),
        manifests=last.rehearsed.manifests if last.rehearsed is not None else {},
        findings=last.findings,
        refusals=[sorted({found.code for found in attempt.errors}) for attempt in refused],
    )


def _wrong(message: str, remedy: str) -> InputError:
    return InputError(Problem(code="case-not-refused", message=message, remedy=remedy, path="refused"))
