"""The planner that needs no model: the same request gives the same plan."""

from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.bundle.layer import Layer, TenantLayer
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.outputs import chosen_outputs
from foundation.model.run.plan import Plan
from foundation.model.run.request import GenerationRequest

#: Values that are in the context before the first step.
GIVEN = frozenset({"bundle", "bundle_digest", "options"})

#: Where templates come from: the catalog, or for types that it does not cover a draft.
TEMPLATES = "template_resolver.load"
EXPAND = "llm_template_expander.expand"
_TRACE = "trace_metadata_injector.resolve"
_MERGE = "overlay_merge.merge"
_BEFORE = [TEMPLATES, _TRACE, _MERGE]
#: A draft may cost a model call, so everything about the trace is settled first.
_BEFORE_NOVEL = [_TRACE, EXPAND, _MERGE]
_BUILD = [
    "trace_metadata_injector.inject",
    "helm_chart_builder.build",
    "post_processor.finish",
    "helm_chart_builder.package",
    "helm_chart_builder.render",
]
_KUSTOMIZE = "kustomize_builder.build"
_CHECK = ["post_processor.assemble", "k8s_validator.validate"]
_REVIEW = "prompt_based_validator.review"
_SAVE = ["artifact_emitter.save", "trace_metadata_injector.remember", "event_emitter.emit"]


def compose_plan(
    request: GenerationRequest, policy: PlatformPolicy, novel: str | None = None, *, review: bool = False
) -> Plan:
    """Compose the plan of a request.

    Args:
        request: the bundle and how to run.
        policy: the platform's defaults count where the bundle says nothing.
        novel: why the templates come from a draft, if they do.
        review: whether a model looks at what passed; its advice decides nothing.

    Raises:
        InputError: nothing would be written.
    """
    outputs = chosen_outputs(request.bundle.output, request.options.outputs)
    reasons: dict[str, str] = {"security_context_builder.build": "the policy's baseline holds for every component"}
    if novel is not None:
        reasons[EXPAND] = novel
    steps = [*(_BEFORE if novel is None else _BEFORE_NOVEL), "security_context_builder.build"]
    source = _telemetry_source(request.bundle, policy)
    if source is None:
        reasons["otel_injection.inject"] = "left out: no layer sets observability.otel_enabled"
    else:
        reasons["otel_injection.inject"] = f"observability.otel_enabled in {source}"
        steps.append("otel_injection.inject")
    steps += _BUILD
    if outputs.kustomize:
        reasons[_KUSTOMIZE] = "output.kustomize is on"
        steps.append(_KUSTOMIZE)
    else:
        reasons[_KUSTOMIZE] = "left out: output.kustomize is off"
    steps += _CHECK
    if review:
        reasons[_REVIEW] = "asked for by the settings"
        steps.append(_REVIEW)
    if request.options.destination is None:
        reasons["artifact_emitter.save"] = "left out: a dry run saves nothing"
    else:
        reasons["artifact_emitter.save"] = f"into {request.options.destination.place}"
        steps += _SAVE
    return Plan(steps=steps, planner="deterministic", reasons=reasons)


def _telemetry_source(bundle: Bundle, policy: PlatformPolicy) -> str | None:
    """Name the first place that switches telemetry on, if there is one."""
    places: list[tuple[str, Layer | Bundle]] = [
        ("the platform policy", policy.defaults),
        ("the bundle", bundle),
        ("the component", bundle.component),
    ]
    shared = bundle.application if isinstance(bundle, MemberBundle) else None
    if shared is not None:
        places.append(("the application", shared.shared))
    for owner in (bundle, shared):
        if owner is not None:
            places += [(f"environment {name}", overlay) for name, overlay in owner.environments.items()]
            places += _of_tenants(owner.tenants)
    for name, place in places:
        if place.observability is not None and place.observability.otel_enabled:
            return name
    return None


def _of_tenants(tenants: dict[str, TenantLayer]) -> list[tuple[str, Layer | Bundle]]:
    places: list[tuple[str, Layer | Bundle]] = []
    for name, tenant in tenants.items():
        places.append((f"tenant {name}", tenant))
        places += [(f"tenant {name} {inner}", overlay) for inner, overlay in (tenant.environments or {}).items()]
    return places
