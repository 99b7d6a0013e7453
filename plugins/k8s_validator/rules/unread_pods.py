"""What runs pods in a way that cannot be read: rules about pods have not passed there, and the report says why."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.source.tree import place, shown
from plugins.k8s_validator.objects.pod_templates import unread_pods
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

#: Groups of rules that look at pods and containers.
GROUPS = frozenset({"pod", "container", "policies"})


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.objects:
        for unread in unread_pods(item.data):
            where = f"{shown(item.label)}, {shown(place(unread.path) or 'the object')}"
            message = f"skipped (no pod template): {where}: {unread.why}"
            yield subject.finding(check, message, object=item, path=unread.path)


#: Not one of the rules: it says where they could not look.
UNREAD_PODS = Check(
    code="pod-unread",
    severity="warning",
    title="Rules about pods can read every pod.",
    remedy="Check by hand what its controller makes of it, or hold the pods against the same rules in a cluster.",
    references=("Kubernetes: PodTemplateSpec",),
    run=_run,
)
