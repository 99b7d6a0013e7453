"""The templates of one back end, rendered in the sandbox."""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import DictLoader, TemplateError

from foundation.model.chart.templates import InfrastructureTemplate
from foundation.model.errors import InputError, Problem
from foundation.model.infrastructure.kinds import BackEnd
from foundation.rendering import sandbox
from plugins.iac_builder.literals import bicep_literal, hcl_literal, yaml_literal

_LITERALS: dict[BackEnd, Callable[[Any], str]] = {
    "bicep": bicep_literal,
    "terraform": hcl_literal,
    "pulumi": yaml_literal,
}


class Templates:
    """What the catalog has for a back end.

    Args:
        back_end: who reads the files.
        templates: every infrastructure template.
    """

    def __init__(self, back_end: BackEnd, templates: list[InfrastructureTemplate]) -> None:
        self._back_end = back_end
        self._parts = {template.part: template for template in templates if template.back_end == back_end}
        self._environment = sandbox()
        self._environment.loader = DictLoader({part: template.text for part, template in self._parts.items()})
        self._environment.filters["literal"] = _LITERALS[back_end]

    def render(self, part: str, values: dict[str, Any]) -> str:
        """Return the text of a part, with single empty lines at most.

        Args:
            part: what of the plan it writes.
            values: what the template may name.

        Raises:
            InputError: the catalog has no template for it, or the template names what there is not.
        """
        template = self._parts.get(part)
        if template is None:
            message = f"no catalog has an infrastructure template for {part} in {self._back_end}"
            remedy = "Add one to infrastructure in catalog.yaml, or keep the built-in folder on the search path."
            raise InputError(Problem(code="template-unknown", message=message, remedy=remedy))
        try:
            text = self._environment.get_template(part).render(values)
        except TemplateError as error:
            message = f"{template.id} cannot be filled in: {error.message}"
            remedy = "Name only what docs/infrastructure.md lists."
            problem = Problem(code="infrastructure-template", message=message, remedy=remedy, file=template.source)
            raise InputError(problem) from None
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
