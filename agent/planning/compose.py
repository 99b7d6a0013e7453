"""The planner that needs no model: the same request gives the same plan."""

from agent.planning.recipes.generate import GENERATE
from agent.planning.recipes.recipe import Recipe
from agent.planning.recipes.steps import (
    APPLY_EDITS,
    ASSEMBLE,
    BUILD,
    EXPAND,
    FINISH,
    INJECT,
    MERGE,
    MERGE_EDITS,
    PACKAGE,
    RENDER,
    RESOLVE,
    REVIEW,
    SAVE,
    SECURITY,
    TELEMETRY,
    TEMPLATES,
    VALIDATE,
)
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.bundle.layer import Layer, TenantLayer
from foundation.model.flags import Flag
from foundation.model.parts import PARTS
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.outputs import Outputs, chosen_outputs
from foundation.model.run.plan import Plan
from foundation.model.run.request import GenerationRequest, Options

_BEFORE = [TEMPLATES, RESOLVE, MERGE]
#: A draft may cost a model call, so everything about the trace is settled first.
_BEFORE_NOVEL = [RESOLVE, EXPAND, MERGE]
_BUILD, _EDITS, _MAKE = [INJECT, BUILD, FINISH], [MERGE_EDITS, APPLY_EDITS], [PACKAGE, RENDER]
_CHECK = [ASSEMBLE, VALIDATE]


def recipe_for(options: Options) -> Recipe:
    """Return what kind of run is asked for: one that saves, or one that only validates.

    Args:
        options: how to run.
    """
    return VALIDATE_ONLY if options.destination is None else GENERATE


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
    reasons: dict[str, str] = {SECURITY: "the policy's baseline holds for every component"}
    if novel is not None:
        reasons[EXPAND] = novel
    steps = [*(_BEFORE if novel is None else _BEFORE_NOVEL), SECURITY]
    source = _telemetry_source(request.bundle, policy)
    if source is None:
        reasons[TELEMETRY] = "left out: no layer sets observability.otel_enabled"
    else:
        reasons[TELEMETRY] = f"observability.otel_enabled in {source}"
        steps.append(TELEMETRY)
    merging = request.options.merge_edits and request.options.destination is not None
    if merging:
        reasons[MERGE_EDITS] = f"asked for by {Flag.MERGE}"
    steps += [*_BUILD, *(_EDITS if merging else []), *_MAKE]
    chosen, why = _chosen_parts(outputs)
    reasons |= why
    steps += [*chosen, *_CHECK]
    if review:
        reasons[REVIEW] = "asked for by the settings"
        steps.append(REVIEW)
    destination = request.options.destination
    reasons[SAVE] = "left out: a dry run saves nothing" if destination is None else f"into {destination.place}"
    return Plan(steps=[*steps, *recipe_for(request.options).closing], reasons=reasons)


def _chosen_parts(outputs: Outputs) -> tuple[list[str], dict[str, str]]:
    """Return the steps that build what is made only where it is wanted, and for every such step why it is in or out."""
    optional = [part for part in PARTS if not part.essential]
    chosen = [part for part in optional if part.name in outputs.parts]
    reasons = {
        part.step: f"output.{part.name} is on" if part in chosen else f"left out: output.{part.name} is off"
        for part in optional
    }
    return [part.step for part in chosen], reasons


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
