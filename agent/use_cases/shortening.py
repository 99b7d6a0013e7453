"""What a bundle comes to in one environment: the values of its chart, without Helm and the kernel.

An import tries hundreds of bundles, each in a few milliseconds, where a run takes some twenty times that. It is held to
what runs make of the same bundles (`tests/importing/test_outcome.py`).
"""

import json
from typing import Any

from agent.importing.simplify import Outcome
from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.digests import json_digest
from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import sha256
from foundation.model.run.trace import Trace
from foundation.source.bundle import bundle_from_data
from plugins.helm_chart_builder.files import sections_of
from plugins.helm_chart_builder.values import chart_values
from plugins.otel_injection.telemetry import build_telemetry
from plugins.overlay_merge.merge import merge_component
from plugins.security_context_builder.contexts import build_security
from plugins.trace_metadata_injector.metadata import trace_metadata

#: Stands in for what is still to be filled in; it is compared with itself and shown to nobody.
_TRACE = Trace(trace_id="none", blueprint_id="none", component_scope="none", agent_origin="none", execution_id="none")


def outcome_of(library: TemplateLibrary) -> Outcome:
    """Return what tells whether two bundles come to the same.

    It keeps what each bundle comes to, as a digest: an import asks again, and often has the same workload in several
    namespaces.

    Args:
        library: templates and policies.
    """
    known: dict[str, str | tuple[Problem, ...]] = {}

    def outcome(document: dict[str, Any]) -> str:
        key = sha256(json.dumps(document).encode())
        if key not in known:
            try:
                known[key] = worked_out(document)
            except InputError as error:
                known[key] = error.problems
        found = known[key]
        if isinstance(found, tuple):
            raise InputError(*found)
        return found

    def worked_out(document: dict[str, Any]) -> str:
        bundle = bundle_from_data(document, "import").bundle
        templates = library.load(bundle.component.type, bundle.template_id)
        effective = merge_component(bundle, templates, [])
        return json_digest([effective.chart_version, _values(effective, templates)])

    return outcome


def _values(effective: EffectiveComponent, templates: TemplateSet) -> dict[str, Any]:
    policy, environment = templates.policy, effective.environments[0]
    security = build_security(effective, policy.security)
    telemetry = build_telemetry(effective, _TRACE, policy.telemetry)
    values = chart_values(
        effective,
        environment,
        policy,
        trace_metadata(_TRACE, effective),
        security.environments[environment.name],
        telemetry.environments[environment.name],
    )
    sections = sections_of(templates.resources)
    return {key: value for key, value in values.model_dump(mode="json", by_alias=True).items() if key in sections}
