"""From a model's answer to advice."""

import json

from pydantic import Field, ValidationError

from foundation.model.base import FrozenModel
from foundation.model.conversation import Answer
from foundation.model.findings import Finding
from foundation.source.tree import shown

CODE = "model-review"
#: More advice on one environment is not read.
_MOST = 20
_LONGEST_ANSWER = 65_536


class Remark(FrozenModel, json_schema_extra={"description": "One remark of a model."}):
    """One remark of a model."""

    object: str = Field(description="Kind/name of the object.")
    path: str = Field(description="Path in the object, or an empty string.")
    message: str = Field(description="What is wrong, in one sentence.")
    remedy: str = Field(description="How to mend it, in one sentence.")


class Remarks(FrozenModel, json_schema_extra={"description": "A model's review."}):
    """A model's review."""

    findings: list[Remark] = Field(description="Findings; none is a good answer.")


def advice(answer: Answer, environment: str) -> list[Finding]:
    """Return a model's remarks as advice, and advice too where there is no usable answer.

    Args:
        answer: the answer.
        environment: environment that it is about.
    """
    if answer.refusal is not None:
        return [skipped(environment, "the model refused")]
    if answer.finish_reason != "stop" or len(answer.text) > _LONGEST_ANSWER:
        return [skipped(environment, "the answer is incomplete or too long")]
    try:
        remarks = Remarks.model_validate(json.loads(answer.text)).findings
    except (ValueError, RecursionError, ValidationError):
        return [skipped(environment, "the answer does not fit the schema")]
    return [_finding(remark, environment) for remark in remarks[:_MOST]]


def skipped(environment: str, reason: str) -> Finding:
    """Return the advice that there was no review."""
    return Finding(
        code=f"{CODE}-skipped",
        severity="advice",
        message=f"no model reviewed the manifests of {environment}: {shown(reason)}",
        remedy="Nothing depends on it; switch the review off, or look at the model.",
        environment=environment,
    )


def _finding(remark: Remark, environment: str) -> Finding:
    """A model's text is data of a stranger: cut, and without what a terminal acts on."""
    return Finding(
        code=CODE,
        severity="advice",
        message=shown(remark.message),
        remedy=shown(remark.remedy),
        object=shown(remark.object) or None,
        path=shown(remark.path) or None,
        environment=environment,
    )
