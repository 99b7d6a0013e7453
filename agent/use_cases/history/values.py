"""The values of a run: what each environment got, and the layer that each value comes from."""

from collections.abc import Callable

from agent.use_cases.history.finding import find_run
from agent.use_cases.history.requests import kept_request, request_again
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.origins import OriginRow
from foundation.model.chart.templates import TemplateSet
from memory.memory import Memory
from memory.records.history import KnownRun
from plugins.overlay_merge.merge import merge_component
from plugins.overlay_merge.origins import origin_rows


class RunValues(FrozenModel):
    """The values of a run.

    Attributes:
        known: the run.
        rows: by environment, each value with the layer that set it.
    """

    known: KnownRun
    rows: dict[str, list[OriginRow]]


def run_values(
    name: str,
    tenant: str | None = None,
    *,
    memory: Memory,
    library: TemplateLibrary,
    templates: Callable[[Bundle], TemplateSet],
) -> RunValues:
    """Return what a run was asked for, merged with the layers as they are today, which ``rebuild`` holds to then.

    Args:
        name: id of a run or of an execution.
        tenant: whose memory is looked at; everybody's by default.
        memory: the memory.
        library: templates and policies.
        templates: returns the templates of a bundle.

    Raises:
        InputError: there is no such run, memory does not hold what it was asked for, or that breaks a rule.
        AgentError: there are no templates for it.
        OutsideError: memory cannot be read.
    """
    found = find_run(name, tenant, memory=memory)
    request = request_again(kept_request(found), found.run.run_id)
    bundle = request.bundle
    effective = merge_component(bundle, library.reading(lambda: templates(bundle)), request.options.environments)
    rows = {environment.name: origin_rows(environment, "") for environment in effective.environments}
    return RunValues(known=KnownRun(tenant=found.tenant, run=found.run), rows=rows)
