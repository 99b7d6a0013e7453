"""Steps of a pipeline template: read, chosen by what an environment has, and filled in."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.chart.templates import PipelineTemplate
from foundation.model.errors import InputError, Problem
from foundation.rendering.bounded import TextTemplateError, render_text
from foundation.source.document import parse_documents
from foundation.source.validation import validate

_NOT = "not "


class Step(FrozenModel):
    """A step as a template writes it; texts are filled in.

    Attributes:
        each: name of a list of which each item gets a step of its own, as ``item``.
        when: what the environment must have, or, after ``not``, must not have.
    """

    each: str | None = None
    when: str | None = None
    task: str | None = None
    bash: str | None = None
    name: str | None = None
    display_name: str | None = Field(default=None, alias="displayName")
    id: str | None = None
    uses: str | None = None
    with_: dict[str, Any] | None = Field(default=None, alias="with")
    run: str | None = None
    env: dict[str, str] | None = None
    inputs: dict[str, Any] | None = None


class Steps(FrozenModel):
    """The file of a pipeline template.

    Attributes:
        check: before anything is changed.
        deploy: the deployment.
        verify: whether it holds.
        finish: after all of it held.
        undo: after something failed.
    """

    check: list[Step]
    deploy: list[Step]
    verify: list[Step] = []
    finish: list[Step] = []
    undo: list[Step] = []


def steps_of(template: PipelineTemplate) -> Steps:
    """Read a template.

    Raises:
        InputError: with every mistake in its file.
    """
    documents = parse_documents(template.text, template.source)
    if len(documents) != 1:
        message = "a pipeline template holds one document"
        problem = Problem(code="many-documents", message=message, remedy="Keep one.", file=template.source)
        raise InputError(problem)
    return validate(Steps, documents[0], template.source)


def filled(steps: list[Step], values: Mapping[str, Any], template: PipelineTemplate) -> list[dict[str, Any]]:
    """Return the steps that hold for an environment, with their texts filled in.

    Args:
        steps: the steps of one section.
        values: what texts may name; what is empty or false is not there for ``when``.
        template: the template, for messages.

    Raises:
        InputError: a step names what there is not.
    """
    found = []
    for step in steps:
        if step.when is None or _holds(step.when, values):
            for item in values[step.each] if step.each else [None]:
                written = step.model_dump(by_alias=True, exclude_unset=True, exclude={"each", "when"})
                found.append(_fill(written, {**values, "item": item}, template))
    return found


def _holds(condition: str, values: Mapping[str, Any]) -> bool:
    name = condition.removeprefix(_NOT)
    return bool(values.get(name)) != condition.startswith(_NOT)


def _fill(data: Any, values: Mapping[str, Any], template: PipelineTemplate) -> Any:
    if isinstance(data, dict):
        return {key: _fill(value, values, template) for key, value in data.items()}
    if isinstance(data, list):
        return [_fill(value, values, template) for value in data]
    if not isinstance(data, str) or "{" not in data:
        return data
    try:
        return render_text(data, dict(values))
    except TextTemplateError as error:
        message = f"a text of {template.id} cannot be filled in: {error.message}"
        remedy = "Name only what docs/pipelines.md lists."
        problem = Problem(code="pipeline-template", message=message, remedy=remedy, file=template.source)
        raise InputError(problem) from None
