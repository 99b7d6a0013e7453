"""PromptBasedValidator as kernel functions."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from foundation.language_model.errors import ModelUnavailableError
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
#: Seconds that a run waits for advice, on all environments together.
PATIENCE = 60.0


class PromptBasedValidatorPlugin:
    """Asks for a second look at what the gate has passed.

    Args:
        model: returns the model of this run.
        prompts: the prompts.
        patience: seconds that a run waits for advice at most; a minute by default.
    """

    def __init__(
        self, model: Callable[[], LanguageModel], prompts: PromptLibrary, patience: float | None = None
    ) -> None:
        self._model = model
        self._prompts = prompts
        self._patience = PATIENCE if patience is None else patience

    @step("review", produces="review", description="Ask a model for advice on the manifests that passed.")
    async def review(
        self, artifacts: ArtifactSet, report: Report, effective: EffectiveComponent, templates: TemplateSet
    ) -> Review:
        """Return a model's advice on each environment; whatever goes wrong is advice too."""
        if not report.passed:
            return Review()
        findings: list[Finding] = []
        silent: str | None = None
        left = _Patience(self._patience)
        for environment in effective.environments:
            if silent is not None:
                findings.append(skipped(environment.name, f"it gave no answer on {silent} in time"))
                continue
            texts = [file.content.decode() for file in artifacts.under(f"manifests/{environment.name}/")]
            values = review_values(effective.name, environment.name, texts, report.findings, templates.policy)
            try:
                findings += await self._ask(values, environment.name, left)
            except TimeoutError:
                silent = environment.name
                findings.append(skipped(silent, "it gave no answer in time"))
        return Review(findings=findings)

    async def _ask(self, values: dict[str, Any], environment: str, left: "_Patience") -> list[Finding]:
        """Ask about one environment.

        Raises:
            TimeoutError: the model, or the patience with it, is too slow.
        """
        try:
            model = self._model()
            prompt = render(self._prompts, self._prompts.prompt(PROMPT), values)
            settings = prompt.settings_for(model.identity.model)
            async with asyncio.timeout(left.seconds):
                return advice(await model.ask(prompt.messages, settings, response=Remarks), environment)
        except ModelUnavailableError as error:
            if error.kind == "timeout":
                raise TimeoutError from error
            return [_failed(environment, error)]
        except AgentError as error:
            return [_failed(environment, error)]


class _Patience:
    """Seconds that are left of some, from now on.

    Args:
        seconds: how many there are at first.
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    @property
    def seconds(self) -> float:
        """Return what is left, never less than nothing."""
        return max(0.0, self._until - time.monotonic())


def _failed(environment: str, error: AgentError) -> Finding:
    return skipped(environment, "; ".join(problem.message for problem in error.problems))
