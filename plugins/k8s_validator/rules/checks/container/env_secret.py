"""No secret's value stands in a manifest."""

from collections.abc import Iterator

from foundation.secrets.find import find_secret
from foundation.secrets.walk import literal_secrets
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    for index, variable in mappings(container.data.get("env")):
        found = find_secret(text(variable.get("name")), text(variable.get("value")))
        if found is not None:
            message = f"the value of {quoted(variable.get('name'))} holds {found}"
            yield container.fault(message, "env", index, "value")
    for field in ("command", "args"):
        for path, found in literal_secrets(container.data.get(field)):
            yield container.fault(f"{field} holds {found}", field, *path)


CHECK = Check(
    code="env-secret",
    severity="error",
    title="No environment variable, command or argument holds a password, token or key as plain text.",
    remedy="Take it from a Secret, and change it: it is known to everybody who can read the manifest.",
    references=("kube-linter env-var-secret", "Polaris sensitiveContainerEnvVar"),
    run=each_container(_look),
    kinds=WORKLOADS,
)
