"""Secrets are mounted where the platform keeps them."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import finding_of
from plugins.k8s_validator.subject.subject import Subject


def _secret_volumes(pod: Pod) -> dict[str, str]:
    """Return the name of the Secret by the name of its volume."""
    return {
        text(volume.get("name")): text(mapping(volume.get("secret")).get("secretName"))
        for _, volume in pod.volumes()
        if "secret" in volume
    }


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    root = subject.policy.security.secret_mount_root.rstrip("/")
    for pod in subject.pods:
        secrets = _secret_volumes(pod)
        for container in pod.containers if secrets else []:
            for index, mount in mappings(container.data.get("volumeMounts")):
                name, path = text(mount.get("name")), text(mount.get("mountPath"))
                wanted = f"{root}/{secrets.get(name)}"
                if name in secrets and path.rstrip("/") != wanted and not path.startswith(f"{wanted}/"):
                    message = f"the Secret is mounted at {quoted(path)} and not at {quoted(wanted)}"
                    fault = container.fault(message, "volumeMounts", index, "mountPath")
                    yield finding_of(check, subject, fault)


CHECK = Check(
    code="secret-mount-path",
    severity="error",
    title="A Secret is mounted under the policy's folder, by its own name.",
    remedy="Mount it at the folder that the policy names, with the Secret's name after it.",
    references=("mission: secrets under /mnt/secrets/<name>",),
    run=_run,
    kinds=WORKLOADS,
    decided_by=(),
)
