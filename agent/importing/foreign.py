"""Objects that no bundle takes along: what serves in their place is told."""

from agent.importing.draft import Draft
from agent.importing.objects import Place, SourceObject
from foundation.source.tree import shown

_BESIDE = "Keep it beside the bundle, in the hands of whoever owns it."
_SCRAPED = (
    'Say it at the pods, pod_annotations: {prometheus.io/scrape: "true", prometheus.io/port: "PORT"}, or keep it '
    "beside the bundle; the Services have the label app.kubernetes.io/name with the component's name."
)
#: What a bundle has in place of a kind, as far as there is something.
_INSTEAD = {
    "ServiceMonitor": _SCRAPED,
    "PodMonitor": _SCRAPED,
    "VerticalPodAutoscaler": "Give resources what it recommends; autoscale scales by the number of pods.",
    "PodSecurityPolicy": "Kubernetes 1.25 no longer has it; security_context and the gate's rules take its place.",
    "Certificate": "Name the issuer in ingress.annotations and the Secret in ingress.tls, or keep it as it is.",
    "VirtualService": "Say its routes in virtual_service, or keep it beside the bundle.",
    "DestinationRule": "Say it in service_mesh, or keep it beside the bundle.",
    "ClusterRole": "What it allows inside of one namespace can be said in security_profile.roles.",
    "ClusterRoleBinding": "What it allows inside of one namespace can be said in security_profile.roles.",
    "PersistentVolume": "A claim names it by claims.volume_name.",
    "SecretProviderClass": "Say it in secrets, with key_vault, or keep it beside the bundle.",
    "ExternalSecret": "Say it in secrets, with external, or keep it beside the bundle.",
    "Endpoints": "Say where it leads in external.",
    "EndpointSlice": "Say where it leads in external.",
}


def tell_foreign(draft: Draft, item: SourceObject, maker: str) -> None:
    """Tell of an object that belongs to no bundle.

    Args:
        draft: the bundle that tells it.
        item: the object.
        maker: what makes it again whenever it is gone; empty if nothing does.
    """
    place = Place(item)
    if maker:
        draft.platform_decides(place, f"{maker} makes it")
    elif item.kind == "Namespace" and not item.group:
        draft.platform_decides(place, "namespaces follow the platform's naming policy")
    elif not item.name:
        draft.leave_out(place, "it has no name", "Add metadata.name.")
    elif item.is_known:
        draft.leave_out(place, "it belongs to no workload of the input", code="object-without-owner")
    else:
        message = f"a bundle holds no {shown(item.kind)} of {shown(item.group) or 'v1'}"
        draft.leave_out(place, message, _INSTEAD.get(item.kind, _BESIDE), "kind-unknown")
