"""ConfigMaps that become variables are not expected to be filled in."""

from collections.abc import Iterator

from foundation.model.kubernetes.expansion import referred_names
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, text
from plugins.k8s_validator.objects.variables import config_maps_of, names_a_variable
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SOURCES
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    told = {
        key: [name for name in referred_names(text(value)) if names_a_variable(name, in_script=True)]
        for key, value in mapping(item.data.get("data")).items()
        if names_a_variable(str(key))
    }
    if not any(told.values()):
        return
    keys = _read_as_variables(item, subject)
    for key, names in told.items():
        if names and (None in keys or key in keys):
            yield item.fault(f"$({names[0]}) in {key} is never filled in: a ConfigMap is taken as it is", "data", key)


def _read_as_variables(item: KubernetesObject, subject: Subject) -> set[str | None]:
    """Return the keys that containers read as variables; ``None`` among them stands for every key."""
    containers = (one for pod in subject.pods_near(item) for one in pod.containers)
    return {key for container in containers for name, key in config_maps_of(container) if name == item.name}


CHECK = Check(
    code="config-references",
    severity="warning",
    title="No setting of a ConfigMap that becomes a variable refers to another variable by $(NAME).",
    remedy="Give it as a variable of the container (env), where $(NAME) is filled in.",
    references=("Kubernetes: Define Dependent Environment Variables",),
    run=each_related(_look, "ConfigMap"),
    kinds=("ConfigMap",),
    decided_by=("env", "env_from", *SOURCES),
)
