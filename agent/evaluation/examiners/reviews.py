"""What the workbench for prompts asks of a review: manifests of a real run, and what remains of an answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.evaluation.examiner import Question
from agent.evaluation.outcome import Examination
from foundation.language_model.response_schema import ResponseForm, response_format
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Answer
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.policy.platform import PlatformPolicy
from plugins.llm_template_expander.examination import Rehearsed
from plugins.prompt_based_validator.answers import Remarks, advice
from plugins.prompt_based_validator.arguments import review_values

if TYPE_CHECKING:
    from foundation.language_model.model import LanguageModel


@dataclass(frozen=True)
class Reviewed:
    """What a run of a bundle made, without saving it.

    Attributes:
        manifests: text of each manifest by its path below ``manifests/``, ``<environment>/<file>``.
        findings: what the gate found.
        passed: whether the gate passed it.
        policy: the platform policy.
    """

    manifests: Mapping[str, str]
    findings: list[Finding]
    passed: bool
    policy: PlatformPolicy


def reviewed(policy: PlatformPolicy, rehearsed: Rehearsed) -> Reviewed:
    """Return what a rehearsal made, as reviews look at it.

    Args:
        policy: the platform policy.
        rehearsed: what became of the rehearsal.
    """
    manifests = {path.removeprefix("manifests/"): text for path, text in rehearsed.manifests.items()}
    return Reviewed(manifests, rehearsed.findings, rehearsed.passed, policy)


class ReviewExaminer:
    """Gives the manifests that a run of a bundle makes, and reads answers as the review does.

    Args:
        run: runs a bundle as far as the gate.
    """

    def __init__(self, run: Callable[[Bundle], Awaitable[Reviewed]]) -> None:
        self._run = run

    def form(self, question: Question | None) -> ResponseForm:
        """Return the form of remarks."""
        return response_format(Remarks)

    async def arguments(self, question: Question) -> Mapping[str, Any]:
        """Return the prompt's values for a bundle's first environment.

        Raises:
            InputError: the gate blocks the bundle, so that a run would ask for no review.
        """
        reviewed = await self._run(question.bundle)
        if not reviewed.passed:
            raise InputError(*_blocked(reviewed.findings))
        environment = _environment(question.bundle, reviewed.manifests)
        texts = _of(environment, reviewed.manifests).values()
        name = question.bundle.component.name
        return review_values(name, environment, list(texts), reviewed.findings, reviewed.policy)

    async def examine(self, question: Question, answer: Answer, model: "LanguageModel") -> Examination:
        """Say what remains of an answer: the manifests as they were, and advice beside the gate's findings."""
        reviewed = await self._run(question.bundle)
        environment = _environment(question.bundle, reviewed.manifests)
        remarks = advice(answer, environment)
        return Examination(
            draft=[remark.model_dump(mode="json", exclude_none=True) for remark in remarks],
            manifests=_of(environment, reviewed.manifests),
            findings=[*reviewed.findings, *remarks],
        )


def _environment(bundle: Bundle, manifests: Mapping[str, str]) -> str:
    """Return the environment that the bundle targets first, else the first that has manifests."""
    known = list(dict.fromkeys(path.partition("/")[0] for path in manifests))
    return next((name for name in bundle.targets if name in known), known[0] if known else "")


def _of(environment: str, manifests: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in manifests.items() if path.startswith(f"{environment}/")}


def _blocked(findings: list[Finding]) -> list[Problem]:
    return [
        Problem(
            code="case-blocked",
            message=f"a run would ask for no review, because the gate blocks the bundle: {found.code}: {found.message}",
            remedy=found.remedy,
            path="bundle",
        )
        for found in findings
        if found.severity == "error"
    ]
