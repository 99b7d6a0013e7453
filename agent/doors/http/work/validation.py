"""The gate alone, for manifests that a request holds."""

from typing import TYPE_CHECKING, Literal

from agent.doors.http.words import in_own_words
from agent.doors.http.work.told import Asked, Told, heaviest, told_to_clients
from agent.use_cases.validate import ValidateCommand

if TYPE_CHECKING:
    from agent.bootstrap import Agent

MANIFESTS = "manifests.yaml"


class ValidationAsked(Asked):
    """What a request to validate says.

    Attributes:
        manifests: the manifests, one or many documents.
        kube_version: Kubernetes version to validate against; the policy's by default.
        profile: which rules hold; the policy's by default.
        form: how the answer is written.
    """

    manifests: bytes
    kube_version: str | None = None
    profile: str | None = None
    form: Literal["json", "sarif", "junit", "text"] = "json"


@told_to_clients
def validation(agent: "Agent", asked: ValidationAsked) -> Told:
    """Ask the gate; what it finds is the answer, and no error.

    Raises:
        InputError: the text cannot be read, or the version or the profile is none.
    """
    from agent.bootstrap.use_cases.validate import build_validate
    from agent.reporting.whole import WRITERS

    command = ValidateCommand(
        manifests={MANIFESTS: asked.manifests}, kube_version=asked.kube_version, profile=asked.profile
    )
    done = build_validate(agent.settings, library=agent.library)(command)
    outcomes = done.outcomes
    text = in_own_words(WRITERS[asked.form](done), agent.settings.workspace)
    return Told(
        content={"text": text.encode(errors="replace")},
        fault=heaviest(one.fault for one in outcomes if one.report is None),
        problems=[problem for one in outcomes if one.report is None for problem in one.problems],
    )
