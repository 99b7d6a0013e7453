"""What clusters say of the documents that are for them."""

from collections.abc import Iterator

from foundation.kubectl.server_dry_run import Cluster, Document, Remark, server_dry_run
from foundation.model.findings import Finding, Severity
from foundation.model.flags import Flag
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.dry_runs import executable, manifests
from plugins.k8s_validator.rules.judged_documents import documents_of, environment_of, object_of
from plugins.k8s_validator.subject.subject import Subject

_LONGEST = 500


def judged(check: Check, subject: Subject) -> Iterator[Finding]:
    """Yield what the cluster of each environment refuses or warns of, and what no cluster judged.

    Args:
        check: the rule that asks.
        subject: what is looked at; its set-up names the cluster.

    Raises:
        NothingToCheck: there is no manifest.
        SkipCheck: kubectl is not installed.
    """
    use = subject.setup.kubectl
    program = executable(subject)
    manifests(subject)
    by_context: dict[str, list[Document]] = {}
    nowhere: list[Document] = []
    for document in documents_of(subject):
        context = use.context_of(environment_of(subject, document))
        (nowhere if context is None else by_context.setdefault(context, [])).append(document)
    yield from _nowhere(check, subject, nowhere)
    for context, documents in by_context.items():
        judgement = server_dry_run(program, documents, Cluster(use.kubeconfig, context))
        yield from (_finding(check, subject, remark) for remark in judgement.refused)
        for remark in judgement.warned:
            remedy = "Change what the cluster warns of, or find out whether it matters."
            yield _other(_finding(check, subject, remark), "kubectl-warning", "warning", remedy)
        for namespace, count in sorted(judgement.not_judged.items()):
            message = f"the cluster has no namespace {namespace!r} yet, so it did not judge {_objects(count)}"
            remedy = "Make the namespace, with the labels and quotas that it is to have, and ask again."
            yield _other(subject.finding(check, message), "namespace-missing", "warning", remedy)


def _finding(check: Check, subject: Subject, remark: Remark) -> Finding:
    item = object_of(subject, remark.document)
    file = remark.document.file if remark.document else None
    return subject.finding(check, remark.message[:_LONGEST], object=item, file=file)


def _other(finding: Finding, code: str, severity: Severity, remedy: str) -> Finding:
    return finding.model_copy(update={"code": code, "severity": severity, "remedy": remedy})


def _nowhere(check: Check, subject: Subject, documents: list[Document]) -> Iterator[Finding]:
    """Say of which environments no cluster judged the objects."""
    counts: dict[str | None, int] = {}
    for document in documents:
        environment = environment_of(subject, document)
        counts[environment] = counts.get(environment, 0) + 1
    for environment, count in counts.items():
        of_what = f"the environment {environment}" if environment else "what is of no environment"
        message = f"no context is named for {of_what}, so no cluster judged {_objects(count)}"
        remedy = f"Name one, as in {Flag.CONTEXT} {environment or 'NAME'}" + ("=NAME." if environment else ".")
        yield _other(subject.finding(check, message), "context-missing", "advice", remedy)


def _objects(count: int) -> str:
    return "an object" if count == 1 else f"{count} objects"
