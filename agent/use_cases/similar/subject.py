"""The component that is asked about: a bundle, or what memory knows of a trace."""

from collections.abc import Callable

from agent.use_cases.history.finding import tenants_asked
from agent.use_cases.inputs.bundles import OneBundle, load_one
from agent.use_cases.inputs.completing import Complete, completely
from agent.use_cases.similar.known import features_in, known_features
from foundation.model.base import FrozenModel
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.run.features import ComponentFeatures
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.model.run.trace import KnownTrace
from memory.memory import Memory


class Subject(FrozenModel):
    """The component that is asked about.

    Attributes:
        component: its name.
        tenant: owning tenant.
        features: what it is made of.
        digest: digest of its artifacts.
        known: what memory knows of it, if it is a trace that was asked about.
    """

    component: str
    tenant: str
    features: ComponentFeatures
    digest: str
    known: KnownTrace | None = None


class NotGeneratedError(InputError):
    """The bundle came to nothing that could be compared.

    Args:
        result: what it came to.
    """

    def __init__(self, result: GenerationResult) -> None:
        super().__init__(*result.problems)


def of_bundle(
    bundle: OneBundle, *, generate: Callable[[GenerationRequest], GenerationResult], complete: Complete
) -> Subject:
    """Generate a bundle without saving it.

    Args:
        bundle: the bundle.
        generate: runs a request.
        complete: adds to the mistakes of a bundle that cannot be read what else is wrong with it.

    Raises:
        InputError: the bundle cannot be read or generated, with every mistake.
    """
    options = Options()
    source = completely(complete, options, load_one, bundle)
    result = generate(source.request(options))
    if result.artifacts is None or result.effective is None:
        raise NotGeneratedError(result)
    effective = result.effective
    features = features_in(
        result.artifacts,
        effective.environments[-1].name,
        effective.type,
        source.bundle.component_scope or "",
        effective.transport,
    )
    return Subject(component=effective.name, tenant=effective.tenant, features=features, digest=result.artifacts.digest)


def of_trace(trace_id: str, tenant: str | None, component: str | None, *, memory: Memory) -> Subject:
    """Return what memory knows of a trace.

    Args:
        trace_id: the trace.
        tenant: owning tenant; everybody's traces are looked at without one.
        component: its component, if it has several.
        memory: the memory.

    Raises:
        InputError: memory knows no such trace, or several components of it.
        OutsideError: memory cannot be read.
    """
    tenants = tenants_asked(tenant, memory)
    found = [
        (name, known)
        for name in tenants
        for known in memory.of(name).traces.of_trace(trace_id)
        if component in (None, known.component)
    ]
    if len(found) != 1:
        raise _not_one(trace_id, [known.component for _, known in found])
    ((owner, known),) = found
    features = known_features(known, memory.of(owner))
    if features is None:
        raise _not_one(trace_id, [])
    return Subject(component=known.component, tenant=owner, features=features, digest=known.digest, known=known)


def _not_one(trace_id: str, components: list[str]) -> AgentError:
    if components:
        message = f"the trace {trace_id} has several components: {', '.join(sorted(components))}"
        remedy = "Name one of them, and its tenant if several have it."
    else:
        message = f"{trace_id} is no file, and memory knows no artifacts of such a trace"
        remedy = "Name a bundle file, or a trace that was generated."
    return InputError(Problem(code="trace-unknown", message=message, remedy=remedy))
