"""The verdict of ``helm lint --strict`` on a chart: Helm's own once a skeleton, and that of its rules each time.

Lint builds all types of Kubernetes anew for each object, which takes longer than everything else that the gate does.
Nothing is taken for granted but what hangs on the skeleton alone. So where the rules are not content, Helm decides.
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread

from foundation.helm.archives import UNREADABLE, opened
from foundation.helm.engine import LintMessage
from foundation.helm.errors import RenderError
from plugins.k8s_validator.lint.own import own_lint, rendered_for_lint
from plugins.k8s_validator.lint.skeleton import skeleton_of
from plugins.k8s_validator.objects.values import text
from plugins.k8s_validator.subject.subject import ChartSubject, Subject

Work = Callable[[Subject, ChartSubject], list[LintMessage]]

_CODE = "helm-lint"
#: What is begun where the rules may do without Helm's lint.
_RENDER = "helm-lint render"
_REFUSED = ("warning", "error")


def begin(subject: Subject) -> None:
    """Let Helm begin with what it has to do in any case, in a thread: it lets go of the interpreter."""
    chart, memory = subject.chart, subject.setup.linted
    if chart is None or _CODE not in subject.setup.rules.checks:
        return
    begun: Future[list[LintMessage]] = Future()
    whole = memory is None or memory.is_empty
    # No pool: its threads wait for more work, for ever if a signal ends the run while one of them starts.
    Thread(target=_begun, args=(begun, _by_helm if whole else _render, subject, chart), name="helm-lint").start()
    subject.begun[_CODE if whole else _RENDER] = begun


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
        return _awaited(subject, chart)
    first = memory.is_empty
    skeleton = None if first else _skeleton(subject, chart)
    if skeleton is not None and memory.accepts(skeleton):
        memory.note(subject.digest, "same-skeleton")
        return []
    memory.note(subject.digest, "run")
    refused = _awaited(subject, chart)
    if not refused and first:
        memory.keep_first(lambda: _skeleton(subject, chart))
    elif not refused and skeleton is not None:
        memory.keep(skeleton)
    return refused


def _awaited(subject: Subject, chart: ChartSubject) -> list[LintMessage]:
    begun = subject.begun.pop(_CODE, None)
    return _by_helm(subject, chart) if begun is None else begun.result()


def _begun(begun: Future[list[LintMessage]], work: Work, subject: Subject, chart: ChartSubject) -> None:
    try:
        begun.set_result(work(subject, chart))
    except BaseException as error:
        begun.set_exception(error)


def _by_helm(subject: Subject, chart: ChartSubject) -> list[LintMessage]:
    messages = subject.setup.helm.lint(chart.archive, "{}\n", subject.setup.kube_version)
    return [message for message in messages if message.severity in _REFUSED]


def _render(subject: Subject, chart: ChartSubject) -> list[LintMessage]:
    """Render for the rules; the engine keeps it for them, and what fails here fails there and is told."""
    with suppress(RenderError):
        rendered_for_lint(subject.setup.helm, chart.archive)
    return []


def _skeleton(subject: Subject, chart: ChartSubject) -> str | None:
    """Return the skeleton of a chart that the rules are content with, and ``None`` for any other."""
    setup, rendering = subject.setup, subject.begun.pop(_RENDER, None)
    if rendering is not None:
        rendering.result()
    try:
        files = opened(chart.archive).files
    except UNREADABLE:
        return None
    own = own_lint(setup.helm, chart.archive, files, setup.kube_version)
    if own.faults:
        return None
    kinds = {(text(item.data.get("apiVersion")), item.kind) for item in subject.objects}
    return skeleton_of(files, own.kinds | kinds, setup.helm.description, setup.kube_version)
