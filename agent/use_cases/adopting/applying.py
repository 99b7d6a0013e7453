"""Bundles under exceptions that stand in a file of their own."""

from collections.abc import Iterable
from typing import Any, TypeVar

from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.bundle.layer import Layer
from foundation.model.names import dns_label
from foundation.model.policy.waivers import ComponentWaiver, Waiver
from foundation.model.run.request import GenerationRequest
from foundation.source.bundle import SourcedBundle, bundle_digest

_FIELD = "policy_exceptions"
#: What holds a bundle and the digest of it.
Held = TypeVar("Held", SourcedBundle, GenerationRequest)
AnyLayer = TypeVar("AnyLayer", bound=Layer)


def under(held: Held, waivers: Iterable[ComponentWaiver]) -> Held:
    """Return a bundle, or the request to generate it, as if the exceptions stood in the bundle.

    Args:
        held: what holds the bundle.
        waivers: the exceptions; those of other components do not count.
    """
    slug = dns_label(held.bundle.component.name)
    own = [_plain(waiver) for waiver in waivers if waiver.component is None or dns_label(waiver.component) == slug]
    if not own:
        return held
    bundle = _bundle_under(held.bundle, own)
    return held.model_copy(update={"bundle": bundle, "digest": bundle_digest(bundle)})


def _plain(waiver: ComponentWaiver) -> Waiver:
    return Waiver.model_validate(waiver.model_dump(exclude={"component"}, exclude_unset=True))


def _bundle_under(bundle: Bundle, waivers: list[Waiver]) -> Bundle:
    changes: dict[str, Any] = {
        "component": _layer_under(bundle.component, waivers, always=True),
        **_layers(bundle, waivers),
    }
    if isinstance(bundle, MemberBundle):
        changes["application"] = bundle.application.model_copy(update=_layers(bundle.application, waivers))
    return bundle.model_copy(update=changes)


def _layers(holder: Any, waivers: list[Waiver]) -> dict[str, Any]:
    """Return the layers above the component's; a list of exceptions in one of them takes the place of the others."""
    changes: dict[str, Any] = {}
    if holder.environments:
        changes["environments"] = {name: _layer_under(layer, waivers) for name, layer in holder.environments.items()}
    if holder.tenants:
        changes["tenants"] = {name: _tenant_under(layer, waivers) for name, layer in holder.tenants.items()}
    return changes


def _tenant_under(layer: Any, waivers: list[Waiver]) -> Any:
    inner = {name: _layer_under(one, waivers) for name, one in (layer.environments or {}).items()}
    changed = _layer_under(layer, waivers)
    return changed.model_copy(update={"environments": inner}) if inner else changed


def _layer_under(layer: AnyLayer, waivers: list[Waiver], *, always: bool = False) -> AnyLayer:
    given = layer.policy_exceptions
    if given is None and not always:
        return layer
    new = [waiver for waiver in waivers if waiver not in (given or [])]
    return layer.model_copy(update={_FIELD: [*(given or []), *new]})
