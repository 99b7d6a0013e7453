"""PromptBasedValidator as kernel functions."""

from collections.abc import Callable
from typing import Any

from foundation.language_model.model import LanguageModel
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import AgentError
from foundation.model.findings import Finding, Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.review import Review
from foundation.prompting.library import PromptLibrary
from foundation.prompting.rendering import render
from plugins.prompt_based_validator.answers import Remarks, advice, skipped
from plugins.prompt_based_validator.arguments import review_values
from plugins.step import step

PROMPT = "review"


class PromptBasedValidatorPlugin:
    """Asks for a second look at what the gate has passed.

    Args:
        model: returns the model of this run.
        prompts: the prompts.
    """

    def __init__(self, model: Callable[[], LanguageModel], prompts: PromptLibrary) -> None:
        self._model = model
        self._prompts = prompts

    @step("review", produces="review", description="Ask a model for advice on the manifests that passed.")
    async def review(
        self, artifacts: ArtifactSet, report: Report, effective: EffectiveComponent, templates: TemplateSet
    ) -> Review:
        """Return a model's advice on each environment; whatever goes wrong is advice too."""
        if not report.passed:
            return Review()
        findings: list[Finding] = []
        for environment in effective.environments:
            texts = [file.content.decode() for file in artifacts.under(f"manifests/{environment.name}/")]
            values = review_values(effective.name, environment.name, texts, report.findings, templates.policy)
            findings += await self._ask(values, environment.name)
        return Review(findings=findings)

    async def _ask(self, values: dict[str, Any], environment: str) -> list[Finding]:
        try:
            model = self._model()
            prompt = render(self._prompts, self._prompts.prompt(PROMPT), values)
            settings = prompt.settings_for(model.identity.model)
            return advice(await model.ask(prompt.messages, settings, response=Remarks), environment)
        except AgentError as error:
            return [skipped(environment, "; ".join(problem.message for problem in error.problems))]
