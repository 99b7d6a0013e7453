"""The conversation about one draft: ask, hold it against the rules and the gate, hand the findings back."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from foundation.language_model.errors import BudgetExceededError
from foundation.language_model.model import LanguageModel
from foundation.language_model.response_schema import ResponseForm
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Answer
from foundation.model.drafts.draft import Draft
from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.rendering import render
from plugins.llm_template_expander.arguments import prompt_arguments
from plugins.llm_template_expander.attempts import Attempt, Conversation, repair_arguments, repeats
from plugins.llm_template_expander.examination import Rehearsal, Rehearsed
from plugins.llm_template_expander.findings import finding
from plugins.llm_template_expander.library import Library
from plugins.llm_template_expander.mounts import volumes_of
from plugins.llm_template_expander.own_mistakes import own_mistakes
from plugins.llm_template_expander.reading import read_draft
from plugins.llm_template_expander.render import render_draft
from plugins.llm_template_expander.rules import draft_findings
from plugins.llm_template_expander.telling import draft_form

EXPANSION = "expansion"
REPAIR = "repair"


class Drafting:
    """Talks with a model about a component.

    Args:
        prompts: the prompts.
        library: catalog and policies.
        rehearse: says whether templates would pass.
    """

    def __init__(self, prompts: PromptLibrary, library: Library, rehearse: Rehearsal) -> None:
        self._prompts = prompts
        self._library = library
        self._rehearse = rehearse

    @cached_property
    def form(self) -> ResponseForm:
        """The form that answers are asked for: that of a draft, with the kinds and paths of the policy."""
        return draft_form(self._library.drafts)

    async def draft(self, bundle: Bundle, model: LanguageModel) -> Conversation:
        """Have a component drafted.

        Raises:
            InputError: the bundle is wrong whatever the draft, or the prompts or the policy are.
            AgentError: the model gave no answer.
        """
        mistakes = await own_mistakes(bundle, self._library, self._rehearse)
        if mistakes:
            # Without a file, so that the bundle's own name and line are put in.
            raise InputError(*(found.problem.model_copy(update={"file": None}) for found in mistakes))
        conversation = Conversation()
        expansion = self._prompts.prompt(EXPANSION)
        answer = await self._ask(expansion, prompt_arguments(bundle, self._library.drafts), model, conversation)
        return await self.follow(bundle, answer, model, conversation)

    async def follow(
        self,
        bundle: Bundle,
        answer: Answer,
        model: LanguageModel,
        conversation: Conversation | None = None,
        version: int | None = None,
        systems: Sequence[str] = (),
    ) -> Conversation:
        """Go on from an answer, with as many repairs as the policy allows.

        It ends early when a draft passes, when the model gives up, when it repeats itself (the same answer, or the
        same mistakes in the same places), and when the budget is spent.

        Args:
            bundle: the component.
            answer: what the model answered.
            model: is asked again.
            conversation: what was said before; nothing by default.
            version: version of the repair prompt; the newest by default.
            systems: versions of prompts that are tried in its system message, as in ``system/v3``.

        Raises:
            AgentError: the model was asked again and gave no answer.
        """
        conversation = conversation or Conversation()
        while True:
            attempt = await self.attempt(bundle, answer)
            repeated = repeats(attempt, conversation.attempts)
            conversation.attempts.append(attempt)
            if attempt.final or self._left(conversation) <= 0:
                return conversation
            if repeated:
                message = "the model repeats itself; it was not asked again"
                conversation.end(finding("draft-repeated", message, "Answer otherwise than before."))
                return conversation
            try:
                values = self.repair_values(bundle, conversation)
                repair = self._prompts.prompt(REPAIR, version).trying(systems)
                answer = await self._ask(repair, values, model, conversation)
            except InputError as error:
                conversation.end(*_unsayable(error))
                return conversation
            except BudgetExceededError as error:
                # What was found is worth the tokens that it took.
                conversation.end(*(Finding.of(problem) for problem in error.problems))
                return conversation

    def repair_values(self, bundle: Bundle, conversation: Conversation) -> dict[str, Any]:
        """Return the values of the prompt that hands the last attempt back."""
        left = self._left(conversation) - 1
        return {**prompt_arguments(bundle, self._library.drafts), **repair_arguments(conversation.last, left)}

    def _left(self, conversation: Conversation) -> int:
        return self._library.drafts.repairs - conversation.repairs

    async def attempt(self, bundle: Bundle, answer: Answer) -> Attempt:
        """Say what comes of an answer; nothing is asked."""
        text = answer.refusal or answer.text
        read = read_draft(answer)
        draft = read.draft
        if draft is None:
            inner = draft_findings(read.inside, self._library.drafts) if read.inside is not None else []
            return Attempt(text, None, None, [*read.findings, *inner], read.inside)
        templates, findings = render_draft(draft, bundle.component.type, self._library, taken=volumes_of(bundle))
        if templates is None:
            return Attempt(text, draft, None, findings)
        rehearsed = await self._rehearse(bundle, templates)
        return Attempt(text, draft, rehearsed, [*rehearsed.findings, *_unrendered(draft, rehearsed)])

    async def _ask(
        self,
        prompt: Prompt,
        values: Mapping[str, Any],
        model: LanguageModel,
        conversation: Conversation,
    ) -> Answer:
        rendered = render(self._prompts, prompt, prompt.declared(values))
        conversation.prompts[prompt.label] = rendered.digest
        return await model.ask(rendered.messages, rendered.settings_for(model.identity.model), response=self.form)


def _unsayable(error: InputError) -> list[Finding]:
    """An answer that must not go back to a model, such as one with a secret in it, ends the conversation.

    Raises:
        InputError: it is the prompt itself that is wrong.
    """
    if not all(problem.code.startswith("prompt-value-") for problem in error.problems):
        raise error
    return [finding("draft-unrepairable", problem.message, problem.remedy) for problem in error.problems]


def _unrendered(draft: Draft, rehearsed: Rehearsed) -> list[Finding]:
    """Find kinds that the draft names and nothing in the bundle calls for."""
    if not rehearsed.manifests:
        return []
    rendered = {line.removeprefix("kind: ") for text in rehearsed.manifests.values() for line in text.split("\n")}
    return [
        finding(
            "draft-not-needed",
            f"nothing in the bundle makes a {item.kind}",
            "Leave the object out.",
            f"objects[{index}].kind",
        )
        for index, item in enumerate(draft.objects)
        if item.kind not in rendered
    ]
