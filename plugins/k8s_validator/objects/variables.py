"""The variables of a container, and what may be written about them."""

from collections.abc import Iterator

from foundation.model.expressions import expression
from plugins.k8s_validator.objects.held_keys import held_keys
from plugins.k8s_validator.objects.pods import Container
from plugins.k8s_validator.objects.references import Reference
from plugins.k8s_validator.objects.values import mapping, mappings, text
from plugins.k8s_validator.subject.subject import Subject

#: Variables that the kubelet adds for Services (Kubernetes: Service, environment variables).
_OF_SERVICES = expression(
    r"[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)"
)
_NAME = expression(r"[A-Za-z_][A-Za-z0-9_]*")


def names_a_variable(name: str, in_script: bool = False) -> bool:
    """Tell whether a name in ``$(…)`` is meant as a variable; a shell runs what it is told in small letters.

    Args:
        name: the name.
        in_script: whether a shell may read the text too.
    """
    return _NAME.fullmatch(name) is not None and not (in_script and name == name.lower())


def from_services(name: str, container: Container) -> bool:
    """Tell whether the kubelet may set a variable for a Service; those of the API server it always sets."""
    linked = container.pod.spec.get("enableServiceLinks") is not False or name.startswith("KUBERNETES_")
    return linked and _OF_SERVICES.fullmatch(name) is not None


def own_variables(container: Container) -> list[str]:
    """Return the names under ``env``, in their order."""
    return [text(variable.get("name")) for _, variable in mappings(container.data.get("env"))]


def variables_from(container: Container, subject: Subject) -> frozenset[str] | None:
    """Return the names that ``envFrom`` gives; ``None`` where not all of them are known.

    Args:
        container: the container.
        subject: what is looked at.
    """
    found: set[str] = set()
    for kind, prefix, name in _sources(container):
        _, keys = held_keys(Reference(kind, name, ()), container.pod, subject)
        if keys is None:
            return None
        found.update(prefix + key for key in keys)
    return frozenset(found)


def _sources(container: Container) -> Iterator[tuple[str, str, str]]:
    for _, source in mappings(container.data.get("envFrom")):
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            name = text(mapping(source.get(field)).get("name"))
            if name:
                yield kind, text(source.get("prefix")), name


def config_maps_of(container: Container) -> Iterator[tuple[str, str | None]]:
    """Yield the ConfigMaps that a container reads as variables, with the key where it is one."""
    yield from ((name, None) for kind, _, name in _sources(container) if kind == "ConfigMap")
    for _, variable in mappings(container.data.get("env")):
        source = mapping(mapping(variable.get("valueFrom")).get("configMapKeyRef"))
        if text(source.get("name")):
            yield text(source.get("name")), text(source.get("key"))
