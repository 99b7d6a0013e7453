"""The pods of a StatefulSet have names in DNS."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SERVICES
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    name = text(item.spec.get("serviceName"))
    path = ("spec", "serviceName")
    if not name:
        yield item.fault("serviceName is missing", *path)
        return
    service = subject.find("Service", name, item)
    if service is None and ("Service", name) not in subject.external:
        yield Fault(item, f"there is no Service {quoted(name)} in the namespace", path, outside="warning")
    elif service is not None and service.spec.get("clusterIP") != "None":
        # The API takes it, and many charts have it: the pods run, and only their own names are not there.
        message = f"the Service {quoted(name)} is not headless, so no pod has a name of its own in DNS"
        yield Fault(item, message, path, at_most="warning")


CHECK = Check(
    code="stateful-service",
    severity="error",
    title="A StatefulSet names a headless Service that exists.",
    remedy="Add a Service with clusterIP None and name it in serviceName.",
    references=("kube-score statefulset-has-servicename",),
    run=each_related(_look, "StatefulSet"),
    kinds=("StatefulSet",),
    decided_by=SERVICES,
)
