"""What an import comes to."""

from typing import Any

from agent.importing.draft import Draft
from agent.importing.simplify import Outcome, Shortener, within_limits
from agent.importing.trace import missing_fields
from agent.importing.writing import document_of, written
from foundation.model.bundle.imported import Imported
from foundation.model.errors import InputError
from foundation.model.findings import Finding


def finished(draft: Draft, outcome: Outcome, shortener: Shortener, sources: list[str]) -> Imported:
    """Shorten and write a bundle.

    Args:
        draft: the bundle in the making.
        outcome: what a bundle comes to.
        shortener: makes bundles shorter.
        sources: names of the files that it comes from.
    """
    document = document_of(draft)
    free = within_limits(document, outcome)
    if free:
        draft.comments["resources"] = f"No limit of {', '.join(free)}: the platform's is below what is asked for."
    document = shortener.simplified(document)
    return Imported(
        component=draft.name,
        slug=draft.slug,
        type=document["component"]["type"],
        namespace=draft.namespace,
        document=document,
        text=written(document, draft, sources),
        fill_in=[*missing_fields(draft), *(f"component.{line.partition(':')[0]}" for line in draft.missing)],
        findings=[*draft.findings, *([] if draft.missing else _obstacles(document, outcome))],
    )


def _obstacles(document: dict[str, Any], outcome: Outcome) -> list[Finding]:
    """Return what keeps a bundle from compiling: rules that the workload does not keep."""
    try:
        outcome(document)
    except InputError as error:
        return [
            Finding(
                code=problem.code,
                severity="warning",
                message=f"the bundle does not compile as it is: {problem.message}",
                remedy=problem.remedy,
                object=f"bundle/{document['component']['name']}",
                path=problem.path,
            )
            for problem in error.problems
        ]
    return []
