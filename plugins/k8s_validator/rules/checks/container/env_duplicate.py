"""Each environment variable is set once."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import mappings, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, variable in mappings(container.data.get("env")):
        name = variable.get("name")
        if isinstance(name, str) and name in seen:
            yield container.fault(f"the variable {quoted(name)} is set twice", "env", index, "name")
        seen.add(str(name))


CHECK = Check(
    code="env-duplicate",
    severity="error",
    title="No environment variable is set twice.",
    remedy="Keep the one that is meant: the last one wins, and a server-side apply refuses both.",
    references=("kube-linter duplicate-env-var", "kube-score environment-variable-key-duplication"),
    run=each_container(_look),
    kinds=WORKLOADS,
)
