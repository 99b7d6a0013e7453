"""``$(NAME)`` stands for a variable that is there when it is filled in."""

from collections.abc import Iterator

from foundation.model.kubernetes.expansion import referred_names
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import items, mappings, text
from plugins.k8s_validator.objects.variables import from_services, names_a_variable, own_variables, variables_from
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SOURCES
from plugins.k8s_validator.rules.for_each import each_related_container
from plugins.k8s_validator.subject.subject import Subject


def _look(container: Container, subject: Subject, check: Check) -> Iterator[Fault]:
    texts = list(_texts(container))
    if not any(referred_names(value) for _, value, _ in texts):
        return
    given, own = variables_from(container, subject), own_variables(container)
    for path, value, seen in texts:
        for name in referred_names(value):
            if given is None or name in given or name in own[:seen] or from_services(name, container):
                continue
            if not names_a_variable(name, in_script=path[0] != "env"):
                continue
            why = _why(name, own, path)
            yield container.fault(f"$({name}) in {_shown(path, own)} stays as it is: {why}", *path)


def _texts(container: Container) -> Iterator[tuple[tuple[str | int, ...], str, int]]:
    """Yield the texts that are filled in: where they stand, and how many of the variables they see."""
    variables = mappings(container.data.get("env"))
    for position, (index, variable) in enumerate(variables):
        yield ("env", index, "value"), text(variable.get("value")), position
    for field in ("command", "args"):
        for index, value in enumerate(items(container.data.get(field))):
            yield (field, index), text(value), len(variables)
    for index, mount in mappings(container.data.get("volumeMounts")):
        yield ("volumeMounts", index, "subPathExpr"), text(mount.get("subPathExpr")), len(variables)


def _why(name: str, own: list[str], path: tuple[str | int, ...]) -> str:
    if name not in own:
        return "the container has no such variable"
    return "a variable is not there for itself" if own[int(path[1])] == name else "the variable is set only after it"


def _shown(path: tuple[str | int, ...], own: list[str]) -> str:
    return f"the variable {own[int(path[1])]}" if path[0] == "env" else str(path[0])


CHECK = Check(
    code="variable-references",
    severity="warning",
    title="Every $(NAME) in variables, arguments and command names a variable of the container that is set before.",
    remedy="Add the variable, put it before what refers to it, or write $$(NAME) for the text itself.",
    references=("Kubernetes: Define Dependent Environment Variables",),
    run=each_related_container(_look),
    kinds=WORKLOADS,
    decided_by=("env", "observability", *SOURCES),
)
