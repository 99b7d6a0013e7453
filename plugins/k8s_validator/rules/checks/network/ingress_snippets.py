"""Nobody writes the Ingress controller's configuration by an annotation."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_ENDINGS = ("-snippet", "/server-alias-snippet", "/stream-snippet")
#: With these in a value the alias annotation writes configuration too (CVE-2021-25742).
_CODE = ("lua_", "_lua", "alias ", "alias\t", "{", "}", ";", "\n")
#: Annotations that the controller copies into its configuration (CVE-2025-1097, CVE-2025-1098, CVE-2025-24514).
_CHECKED = (
    *("auth-url", "auth-signin", "auth-tls-match-cn", "mirror-target", "mirror-host", "server-alias"),
    *("rewrite-target", "permanent-redirect", "temporal-redirect", "app-root", "upstream-vhost"),
)
#: Setting of the controller's own ConfigMap that lets everybody write snippets.
_SWITCH = "allow-snippet-annotations"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    if item.kind == "ConfigMap":
        yield from _switched_on(item)
        return
    for name, value in mapping(item.metadata.get("annotations")).items():
        if "nginx" not in name.partition("/")[0]:
            continue
        if name.endswith(_ENDINGS):
            yield item.fault(f"the annotation {quoted(name)} is configuration", "metadata", "annotations", name)
        elif name.endswith(_CHECKED) and any(part in text(value) for part in _CODE):
            yield item.fault(f"the annotation {quoted(name)} holds configuration", "metadata", "annotations", name)


def _switched_on(item: KubernetesObject) -> Iterator[Fault]:
    if text(mapping(item.data.get("data")).get(_SWITCH)).strip().lower() == "true":
        yield item.fault(f"{_SWITCH} lets every Ingress write the controller's configuration", "data", _SWITCH)


CHECK = Check(
    code="ingress-snippets",
    severity="error",
    title="No annotation of an Ingress holds configuration of the controller, and no controller takes any.",
    remedy="Remove the annotation or the switch; ask the platform for what it was to do.",
    references=(
        "CVE-2021-25742",
        "Checkov CKV_K8S_152, CKV_K8S_153, CKV_K8S_154",
        "Kyverno restrict-annotations",
    ),
    run=each_object(_look, "Ingress", "ConfigMap"),
    kinds=("Ingress", "ConfigMap"),
)
