"""The verdict of ``helm lint --strict`` on a chart: Helm's own once a skeleton, and that of its rules each time.

Lint builds all types of Kubernetes anew for each object, which takes longer than everything else that the gate does.
Nothing is taken for granted but what hangs on the skeleton alone. So where the rules are not content, Helm decides.
"""

from foundation.helm.archives import UNREADABLE, opened
from foundation.helm.engine import LintMessage
from plugins.k8s_validator.lint.own import own_lint
from plugins.k8s_validator.lint.skeleton import skeleton_of
from plugins.k8s_validator.objects.values import text
from plugins.k8s_validator.subject.subject import ChartSubject, Subject

_REFUSED = ("warning", "error")


def lint(subject: Subject, chart: ChartSubject) -> list[LintMessage]:
    """Return what helm lint refuses.

    Args:
        subject: what the chart is a part of; its set-up says whether Helm is asked each time.
        chart: the chart.

    Raises:
        RenderError: the chart cannot be read at all.
    """
    memory = subject.setup.linted
    if memory is None:
        return _by_helm(subject, chart)
    skeleton = None if memory.always else _skeleton(subject, chart)
    if skeleton is not None and memory.accepts(skeleton):
        memory.note(subject.digest, "same-skeleton")
        return []
    memory.note(subject.digest, "run")
    refused = _by_helm(subject, chart)
    if skeleton is not None and not refused:
        memory.keep(skeleton)
    return refused


def _by_helm(subject: Subject, chart: ChartSubject) -> list[LintMessage]:
    messages = subject.setup.helm.lint(chart.archive, "{}\n", subject.setup.kube_version)
    return [message for message in messages if message.severity in _REFUSED]


def _skeleton(subject: Subject, chart: ChartSubject) -> str | None:
    """Return the skeleton of a chart that the rules are content with, and ``None`` for any other."""
    setup = subject.setup
    try:
        files = opened(chart.archive).files
    except UNREADABLE:
        return None
    own = own_lint(setup.helm, chart.archive, files, setup.kube_version)
    if own.faults:
        return None
    kinds = {(text(item.data.get("apiVersion")), item.kind) for item in subject.objects}
    return skeleton_of(files, own.kinds | kinds, setup.helm.description, setup.kube_version)
