"""What a bundle comes to in one environment: the values of its chart, without Helm and the kernel.

An import tries hundreds of bundles, each in a few milliseconds, where a run takes some twenty times that. It is held to
what runs make of the same bundles (`tests/importing/test_outcome.py`).
"""

import json
from typing import Any

from pydantic import ValidationError

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.digests import json_digest
from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import sha256
from foundation.model.run.trace import Trace
from foundation.source.bundle import bundle_from_data
from foundation.source.order import in_one_order
from plugins.helm_chart_builder.files import sections_of
from plugins.helm_chart_builder.values import chart_values
from plugins.otel_injection.telemetry import build_telemetry
from plugins.overlay_merge.merge import merge_component, merge_unchecked
from plugins.security_context_builder.contexts import build_security
from plugins.trace_metadata_injector.metadata import trace_metadata

#: Stands in for what is still to be filled in; it is compared with itself and shown to nobody.
_TRACE = Trace(trace_id="none", blueprint_id="none", component_scope="none", agent_origin="none", execution_id="none")


class Outcomes:
    """What bundles come to, as digests: an import asks again, and often has the same workload in several namespaces.

    Args:
        library: templates and policies.
    """

    def __init__(self, library: TemplateLibrary) -> None:
        self._library = library
        self._known: dict[str, str | tuple[Problem, ...]] = {}
        self._tried: dict[str, str | None] = {}

    def __call__(self, document: dict[str, Any]) -> str:
        """Return what tells whether two bundles come to the same.

        Args:
            document: a bundle as plain data.

        Raises:
            InputError: with every mistake of the bundle.
        """
        key = sha256(json.dumps(document).encode())
        if key not in self._known:
            try:
                self._known[key] = self._worked_out(document)
            except InputError as error:
                self._known[key] = error.problems
        found = self._known[key]
        if isinstance(found, tuple):
            raise InputError(*found)
        return found

    def tried(self, document: dict[str, Any]) -> str | None:
        """Return the same, but without asking any rule whether the bundle may be so.

        Args:
            document: a bundle as plain data.

        Returns:
            The digest, nothing where there is none.
        """
        key = sha256(json.dumps(document).encode())
        if key not in self._tried:
            try:
                bundle = Bundle.model_validate(in_one_order(document))
                templates = _templates(self._library, bundle)
                self._tried[key] = json_digest(_compared(merge_unchecked(bundle, templates), templates))
            except (InputError, ValidationError):
                self._tried[key] = None
        return self._tried[key]

    def _worked_out(self, document: dict[str, Any]) -> str:
        return json_digest(comes_to(self._library, document))


def comes_to(library: TemplateLibrary, document: dict[str, Any]) -> list[Any]:
    """Return the version and the values of a bundle's chart in the environment that is made first.

    Args:
        library: templates and policies.
        document: a bundle as plain data.

    Raises:
        InputError: with every mistake of the bundle.
    """
    bundle = bundle_from_data(document, "import").bundle
    templates = _templates(library, bundle)
    return _compared(merge_component(bundle, templates, []), templates)


def _templates(library: TemplateLibrary, bundle: Bundle) -> TemplateSet:
    return library.load(bundle.component.type, bundle.template_id)


def _compared(effective: EffectiveComponent, templates: TemplateSet) -> list[Any]:
    return [effective.chart_version, _values(effective, templates)]


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
